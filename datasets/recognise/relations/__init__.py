"""Relations of figures as data: cards that say what sentences and columns join, and one engine that reads by
them."""
