"""A report beside the other documents of its agency: which belong to it, which of their entities are one,
and what both print of the same fact."""

from cermat.checks.settle.dokumen.settled import VALUE_COLUMNS, beside_tables

__all__ = ["VALUE_COLUMNS", "beside_tables"]
