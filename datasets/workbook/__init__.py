"""Workbooks of typed tables: written to be corrected or filled in by hand, and read back."""
