"""Submissions made from rows in a test, and what an audit says about them."""

import json
import os
from functools import cache
from importlib.resources import files

import jsonschema
import pandas as pd

from cermat import audit
from cermat.checks.profile import scales
from cermat.schemas.submission import Submission, bind
from cermat.schemas.tables import all_tables

# what a row of a test may leave out although its table wants it
_DEFAULT = {
    "tahun": "2020",
    "ukuran": "capaian",
    "operasi": "sama",
    "jenis": "nilai",
    "rumus": "realisasi_per_target",
    "nilai": "1",
}


def often(few: int, many: int) -> int:
    """How often a costly thing is tried: a few times, or many where LONG is set (`make test LONG=1`)."""
    return many if os.environ.get("LONG") else few


def _row(table: str, row: dict, laporan: str) -> dict:
    required = {
        c.name: _DEFAULT.get(c.name, c.label) for c in all_tables()[table].columns.values() if c.required
    }
    return {"tabel": "t"} | required | {k: str(v) for k, v in row.items()} | {"laporan": laporan}


def portfolio(
    reports: dict[str, dict[str, list[dict]]], lacking: dict[str, list[tuple[str, str]]] | None = None
) -> Submission:
    """reports: laporan → table → rows (column → text). lacking: laporan → (table, column) that its submission
    does not have."""
    rows: dict[str, list[dict]] = {}
    for laporan, tables in reports.items():
        for table, content in tables.items():
            gone = [c for t, c in (lacking or {}).get(laporan, ()) if t == table]
            rows.setdefault(table, []).extend(
                _row(table, r, laporan) | dict.fromkeys(gone, "") for r in content
            )
    about = pd.DataFrame({"laporan": list(reports)}).assign(sumber="uji", sha256="0" * 64, jenis="tabel")
    gone = [(r, t, c) for r, pairs in (lacking or {}).items() for t, c in pairs]
    tiada = pd.DataFrame(gone, columns=["laporan", "tabel_tipe", "kolom"])
    return bind({t: pd.DataFrame(r) for t, r in rows.items()}, about, tiada)


def one(**tables: list[dict]) -> Submission:
    """One report, 'r'."""
    return portfolio({"r": tables})


def example_tables(card, content) -> dict[str, list[dict]]:
    """An example of a card as typed tables: columns of one row, rows of the card's table, or rows by
    table."""
    if isinstance(content, list):
        return {card.table: content}
    if all(k in all_tables() and isinstance(v, list) for k, v in content.items()):
        return content
    return {card.table: [content]}


def folder(path, tables: dict[str, list[dict]]):
    """Write rows as a folder of CSV, one file a table with every column; returns its path."""
    path.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        frame = pd.DataFrame([_row(table, r, "") for r in rows]).reindex(
            columns=list(all_tables()[table].columns)
        )
        frame.astype(object).fillna("").to_csv(path / f"{table}.csv", index=False)
    return path


def documents(tables: dict[str, list[dict]]) -> list[dict[str, list[dict]]]:
    """Tables of an example taken apart by the `laporan` that its rows name; the first is the report
    itself."""
    names = list(dict.fromkeys(r.get("laporan", "") for rows in tables.values() for r in rows))
    return [{t: [r for r in rows if r.get("laporan", "") == n] for t, rows in tables.items()} for n in names]


def status(result, rule: str, laporan: str = "r") -> pd.Series:
    """The row of `statuses` of one rule."""
    s = result.statuses
    return s[(s["laporan"] == laporan) & (s["id"] == rule)].iloc[0]


def findings(result, laporan: str = "r", rule: str | None = None) -> list[dict]:
    """Findings of one report as in findings.json."""
    found = result.to_dict(laporan)["findings"]
    return [f for f in found if rule is None or f["rule"] == rule]


def numpy_judge(paper: pd.DataFrame, _cards) -> "object":
    """The verdict by outcome, for tests of what comes before and after the judge (the judge has its own
    tests)."""
    return paper["hasil"].eq("tidak cocok").to_numpy()


def check(sub: Submission, **options):
    """audit.check, the public door."""
    return audit.check(sub, **options)


def judged(sub: Submission, cards=None, **options):
    """An audit by some cards (all, if None), with the real judge."""
    from cermat.checks.engine import audit as run

    return run(sub, cards, **options)


def quick(sub: Submission, cards=None, **options):
    """An audit without the judge's start-up time."""
    return judged(sub, cards, judge_with=numpy_judge, **options)


@cache
def cards() -> tuple:
    """The bundled rule cards."""
    from cermat.checks.cards import load_cards

    return load_cards()


def subset(*ids: str) -> tuple:
    """Some of the bundled cards."""
    return tuple(c for c in cards() if c.id in ids)


def printed(value, decimals: int) -> str:
    """A Fraction or int as an Indonesian report prints it, with its decimals; it must be exact in them."""
    from fractions import Fraction

    scaled = Fraction(value) * 10**decimals
    assert scaled.denominator == 1
    digits = f"{abs(scaled.numerator):0{decimals + 1}d}"
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if scaled < 0 else "") + grouped + ("," + rest if rest else "")


def same_but_ids(value):
    """Findings without the row positions of their numbers, which depend on what else is audited."""
    if isinstance(value, dict):
        return {k: same_but_ids(v) for k, v in value.items() if k != "angka"}
    return [same_but_ids(v) for v in value] if isinstance(value, list) else value


@cache
def validator():
    """The JSON Schema of findings.json."""
    schema = json.loads(files("cermat.schemas").joinpath("findings.schema.json").read_text(encoding="utf-8"))
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def printed_scale(name: str) -> list[dict]:
    """A common scale as a report would print it."""
    text = lambda v: "" if v is None else f"{v:g}".replace(".", ",")  # noqa: E731
    yes = lambda b: "ya" if b else "tidak"  # noqa: E731
    return [
        {
            "label": b.label,
            "bawah": text(b.bawah),
            "bawah_termasuk": yes(b.bawah_termasuk),
            "atas": text(b.atas),
            "atas_termasuk": yes(b.atas_termasuk),
        }
        for b in scales()[name].skala
    ]
