"""Documents of one agency beside its LKjIP, as such documents look, and single differences between them."""
