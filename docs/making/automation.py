"""The reusable action as pages tell it, from action.yml itself."""

from pathlib import Path

import yaml

ACTION = Path(__file__).parents[2] / "action.yml"


def action_inputs() -> str:
    """Its inputs: name, meaning, what holds where it is not given."""
    inputs = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"]
    rows = ["| masukan | artinya | bila tidak disebut |", "|---|---|---|"]
    for name, told in inputs.items():
        given = f"`{told['default']}`" if told.get("default") else "wajib" if told.get("required") else ""
        rows.append(f"| `{name}` | {told['description']} | {given} |")
    return "\n".join(rows)
