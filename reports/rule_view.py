"""A rule card as it is read: its expressions in the signs of arithmetic, its examples as tables with the
labels of their columns."""

import ast
import re
from dataclasses import dataclass, field

import yaml

from cermat.schemas.tables import all_tables

# kind → what must hold, in the words of the catalogue
KINDS_ABOUT = {
    "total": "Bagian-bagian berjumlah sama dengan total yang tercetak, di tabel maupun kalimat, di setiap "
    "tingkat.",
    "rasio": "Persentase atau hasil bagi yang tercetak sama dengan hitung ulangnya.",
    "rata_rata": "Rata-rata yang tercetak sama dengan rata-rata nilai yang dicakupnya.",
    "arah": "Capaian dihitung menurut arah indikatornya, dengan rumus yang dinyatakan laporan.",
    "predikat": "Predikat yang tercetak adalah yang diberikan skala laporan itu sendiri.",
    "kontradiksi": "Satu hal tidak mendapat dua predikat, dua putusan, atau dua jawaban.",
    "skala": "Skala predikat mencakup setiap nilai yang dipakai, tanpa lubang dan tanpa tumpang tindih.",
    "silang": "Fakta yang sama ditulis sama di semua tempat, juga di dokumen lain dari instansi itu.",
    "formula": "Realisasi dihitung seperti definisi indikatornya sendiri, tanpa tambahan.",
    "populasi": "Bagian tidak lebih besar dari keseluruhannya; yang dilayani tidak melebihi yang ada.",
    "tren": "Pernyataan naik atau turun sesuai dengan angkanya; lonjakan dijelaskan.",
    "target": "Target layak dipasang: tidak di bawah yang sudah tercapai, tidak sampai capaiannya luar "
    "biasa.",
    "satuan": "Yang dijumlahkan bersatuan sama; satu indikator memakai satu satuan.",
    "kelengkapan": "Isi yang diwajibkan peraturan, atau dijanjikan laporan itu sendiri, ada dan terisi.",
    "pembulatan": "Satu laporan memakai satu cara pembulatan.",
    "format": "Satu cara menulis angka; halaman menaik; angka dan katanya sama; nama, tahun dan tanggal "
    "milik laporan itu sendiri.",
    "struktur": "Setiap kolom berisi jenis data yang ditetapkan.",
    "dokumen": "Yang dikatakan laporan sesuai dengan dokumen lain dari instansi itu.",
}
_ALSO = {
    "predikat": "sebuah predikat",
    "tercapai": "tercapai atau tidaknya sebuah target",
    "dipakai": "angka lain yang dihitung darinya",
}
_RELATION = {"=": "sama dengan", "<=": "paling besar", ">=": "paling kecil"}
OUTCOMES = {"holds": "cocok", "fails": "temuan", "undecided": "tidak dapat diuji"}
_SIGN = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " × ", ast.Div: " ÷ "}
_FILLED = re.compile(r"\{[{%].*?[%}]\}")


@dataclass
class Grid:
    """A table of an example: its name, labels of its columns, texts by row."""

    name: str
    heads: list[str]
    rows: list[list[str]]


@dataclass
class Example:
    """outcome: cocok, temuan or tidak dapat diuji."""

    outcome: str
    grids: list[Grid] = field(default_factory=list)


def _plain(text: str) -> str:
    """A text of a card without the places that a finding fills."""
    return " ".join(_FILLED.sub("…", text).split())


def _label(table: str, column: str) -> str:
    known = all_tables()[table].columns if table in all_tables() else {}
    return known[column].label if column in known else column.replace("_", " ")


def arithmetic(text: str, table: str = "") -> str:
    """An expression with × ÷ − and the words of its columns; '' where it holds more than arithmetic."""

    def write(node: ast.expr, above: int, strict: bool) -> str:
        if isinstance(node, ast.Name):
            return _label(table, node.id).lower()
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return f"{node.value:g}".replace(".", ",")
        if isinstance(node, ast.BinOp) and type(node.op) in _SIGN:
            rank = 1 if isinstance(node.op, ast.Add | ast.Sub) else 2
            left = write(node.left, rank, False)
            right = write(node.right, rank, isinstance(node.op, ast.Sub | ast.Div))
            made = left + _SIGN[type(node.op)] + right
            return f"({made})" if rank < above or (strict and rank == above) else made
        raise ValueError

    try:
        return write(ast.parse(text, mode="eval").body, 0, False)
    except (ValueError, SyntaxError):
        return ""


def _ways(ways: dict[str, str], table: str) -> list[dict]:
    """Ways to compute: name, as arithmetic where it is that, and the expression of the card."""
    told = [{"name": name, "shown": arithmetic(text, table), "code": text} for name, text in ways.items()]
    return [way | {"name": "" if way["name"] == "hitung ulang" else way["name"]} for way in told]


def _tables_of(card: dict, content) -> dict[str, list[dict]]:
    if isinstance(content, list):
        return {card["table"]: content}
    if all(name in all_tables() and isinstance(rows, list) for name, rows in content.items()):
        return content
    return {card["table"]: [content]}


def _example(card: dict, kind: str, content) -> Example:
    made = Example(OUTCOMES[kind])
    for table, rows in _tables_of(card, content).items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        heads = [_label(table, column) for column in columns]
        made.grids.append(
            Grid(
                table.replace("_", " "),
                heads,
                [[str(row.get(column, "")) for column in columns] for row in rows],
            )
        )
    return made


def _raised(card: dict) -> str:
    """When the grade rises above that of the card: only a number that has one right value has
    consequences."""
    causes = (
        [_ALSO[cause] for cause in card["raise_on"]] if card["stated"] and card["relation"] == "=" else []
    )
    if card["severity"] == "tinggi" or not causes:
        return ""
    listed = causes[0] if len(causes) == 1 else ", ".join(causes[:-1]) + " atau " + causes[-1]
    return f"naik menjadi tinggi bila {listed} ikut berubah"


def view(card: dict) -> dict:
    """What the pages about a rule say. card: a rule card as a dict (checks.cards.Card.model_dump)."""
    criterion = card["criterion"]
    source = " ".join(part for part in (criterion["document"], criterion["section"]) if part)
    stated = [card["stated"]] if isinstance(card["stated"], str) else card["stated"]
    plain = (
        "id",
        "title",
        "title_en",
        "kind",
        "severity",
        "table",
        "documents",
        "where",
        "holds",
        "label",
        "needs",
        "since",
    )
    told = {key: card[key] for key in plain}
    told |= {key: _plain(card[key]) for key in ("why", "akibat", "rekomendasi", "needs_reason")}
    alternatives = list(dict.fromkeys(card["allowed"]))
    return told | {
        "source": source[0].upper() + source[1:],
        "criterion": _plain(criterion["what"]),
        "otherwise": criterion["otherwise"],
        "raised": _raised(card),
        "stated": [_label(card["table"], column).lower() for column in stated if column],
        "relation": _RELATION[card["relation"]],
        "ways": _ways(card["recomputed"], card["table"]),
        "wrong": _ways(card["wrong"], card["table"]),
        "allowed": alternatives,
        "alarms": card["false_alarms"],
        "examples": [
            _example(card, kind, content) for example in card["examples"] for kind, content in example.items()
        ],
        "card": _as_yaml(card),
    }


def _as_yaml(card: dict) -> str:
    """What the card says beyond its texts and examples, as it may be written."""
    kept = (
        "id",
        "kind",
        "severity",
        "table",
        "documents",
        "where",
        "stated",
        "relation",
        "recomputed",
        "wrong",
        "prefer",
        "label",
        "allowed",
        "holds",
        "needs",
        "measure",
        "group",
    )
    told = {key: list(card[key]) if isinstance(card[key], tuple) else card[key] for key in kept if card[key]}
    if told.get("relation") == "=":
        del told["relation"]
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1_000).strip()
