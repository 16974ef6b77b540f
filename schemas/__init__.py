"""The bottom room: what a printed number is, what the frames look like, what others can rely on."""
