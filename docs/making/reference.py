"""Reference pages from the data that they tell of: rule cards, tables, the schema of findings.json, scales,
weights."""

import json
from importlib.metadata import version as installed
from importlib.resources import files

from cermat.checks.cards import load_cards, rules_sha256
from cermat.checks.keyakinan import weights
from cermat.checks.profile import scales as known_scales
from cermat.datasets.workbook.looks import explanation, words
from cermat.reports import rule_site as catalogue
from cermat.reports.labels import GRADES, KINDS
from cermat.reports.rule_view import KINDS_ABOUT
from cermat.schemas.tables import PLACE_COLUMNS, Column, all_tables

FOLDER = "aturan"  # of the catalogue of rules in the site
TYPES = {
    "teks": "teks",
    "angka": "angka, seperti tercetak",
    "tahun": "tahun",
    "bulat": "bilangan bulat",
    "tanggal": "tanggal (tttt-bb-hh)",
}
HOME = ("../index.html", "Cermat")


def version() -> str:
    """The version that the pages tell of."""
    return installed("cermat")


def _cards() -> list[dict]:
    return [card.model_dump() for card in load_cards(None)]


def rule_site() -> dict[str, str]:
    """The catalogue of rules as files of the site."""
    made = catalogue.site(_cards(), rules_sha256(None), home=HOME)
    return {f"{FOLDER}/{name}": text for name, text in made.items()}


def _row(*cells: str) -> str:
    """A row of a table of Markdown."""
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def rules() -> str:
    """All rules by kind, each a link to its page."""
    told, cards = [], _cards()
    for kind, name in KINDS.items():
        own = [card for card in cards if card["kind"] == kind]
        if not own:
            continue
        told += [f"## {name.capitalize()} {{ #{kind} }}", "", KINDS_ABOUT[kind], ""]
        told += [_row("Aturan", "Yang menjadi temuan", "Tingkat"), "|---|---|---|"]
        for card in own:
            page = f"../{FOLDER}/{catalogue.page_name(card['id'])}"
            grade = f'<span class="tingkat {card["severity"]}">{GRADES[card["severity"]]}</span>'
            told.append(_row(f"[`{card['id']}`]({page})", card["title"], grade))
        told.append("")
    return "\n".join(told)


def _type(column: Column) -> str:
    if column.choices:
        return "salah satu: " + ", ".join(f"`{choice}`" for choice in column.choices)
    return TYPES[column.kind]


def _columns(table: str, columns: list[Column]) -> list[str]:
    told = [_row("kolom", "label", "isinya", "penjelasan"), "|---|---|---|---|"]
    for column in columns:
        must = " **wajib**" if column.required else ""
        told.append(
            _row(f"`{column.name}`{must}", column.label, _type(column), explanation(table, column.name))
        )
    return [*told, ""]


def tables() -> str:
    """Every table of a submission with its columns; the place columns once, at the end."""
    told = []
    for table in all_tables().values():
        about = words()["tables"].get(table.name, {}).get("about", "")
        told += [f"## `{table.name}` {{ #{table.name} }}", "", about, ""]
        told += _columns(table.name, [col for col in table.columns.values() if col.name not in PLACE_COLUMNS])
    places = [next(iter(all_tables().values())).columns[name] for name in PLACE_COLUMNS]
    return "\n".join(
        [*told, "## Kolom tempat { #tempat }", "", "Ada pada setiap tabel.", "", *_columns("", places)]
    )


def _schema() -> dict:
    return json.loads(files("cermat.schemas").joinpath("findings.schema.json").read_text(encoding="utf-8"))


def _shape(node: dict, known: dict) -> str:
    """A node of JSON Schema in a few words."""
    if "$ref" in node and node["$ref"].startswith("#/$defs/"):
        name = node["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name})" if "properties" in known[name] else _shape(known[name], known)
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return " · ".join(f"`{word}`" for word in node["enum"])
    several = node.get("oneOf") or node.get("allOf")
    if several:
        return " atau ".join(dict.fromkeys(_shape(one, known) for one in several if one.keys() & _TOLD))
    if node.get("type") == "array":
        return "daftar " + _shape(node.get("items", {}), known) if "items" in node else "daftar"
    kinds = node.get("type", "object")
    return " atau ".join(_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


_TOLD = {"$ref", "const", "enum", "oneOf", "type"}
_KINDS = {
    "object": "objek",
    "array": "daftar",
    "string": "teks",
    "number": "bilangan",
    "integer": "bilangan bulat",
    "boolean": "ya/tidak",
    "null": "`null`",
}


def _fields(node: dict, known: dict, before: str = "") -> list[str]:
    """A row a field, those of objects within it too."""
    told = []
    for name, field in node.get("properties", {}).items():
        must = "ya" if name in node.get("required", ()) else ""
        path = f"{before}{name}"
        told.append(_row(f"`{path}`", _shape(field, known), must, field.get("description", "")))
        within = field.get("items", {}) if field.get("type") == "array" else field
        path += "[]" if field.get("type") == "array" else ""
        for inner in [within, *within.get("oneOf", [])]:
            told += _fields(inner, known, f"{path}.")
    return told


def findings_schema() -> str:
    """findings.json, a table an object: path, shape, whether it must be there, what it is."""
    schema = _schema()
    known = schema["$defs"]
    head = [_row("nama", "isinya", "selalu ada", "penjelasan"), "|---|---|---|---|"]
    told = ["## Berkas { #berkas }", "", *head, *_fields(schema, known), ""]
    for name, node in known.items():
        if "properties" in node:
            told += [f"## `{name}` {{ #{name} }}", "", *head, *_fields(node, known), ""]
    return "\n".join(told)


def scales() -> str:
    """The common scales that a profile may name."""
    told = [_row("nama di profil", "skala", "sumber"), "|---|---|---|"]
    told += [_row(f"`{name}`", scale.nama, scale.sumber) for name, scale in known_scales().items()]
    return "\n".join(told)


def signs() -> str:
    """What is told to a reader who asks why an accusation is not sure: words of the signs against it."""
    told = [sign["kata"] for sign in weights.weights()["tanda"].values() if "kata" in sign]
    return "\n".join(f"- {word}" for word in told)


def threshold() -> str:
    """The threshold as it is printed in Indonesian."""
    return f"{weights.threshold():g}".replace(".", ",")
