"""The bottom room: what a printed number is, what the frames look like, what others can rely on."""

from typing import Any

__all__ = ["json_schema", "schema_of", "table_schema"]


def __getattr__(name: str) -> Any:
    """What describes the typed tables, loaded when it is asked for."""
    if name == "schema_of":
        from cermat.schemas.tables import schema_of

        return schema_of
    if name in __all__:
        from cermat.schemas import exported

        return getattr(exported, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
