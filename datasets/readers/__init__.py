"""Readers: a file of one format becomes raw blocks in reading order, with their places. `opening` picks the
reader."""
