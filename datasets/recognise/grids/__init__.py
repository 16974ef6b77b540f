"""Grids to typed tables: what each column and row is, and which of them are computed from others."""
