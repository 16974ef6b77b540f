"""What bad inputs are put to: each kind of input has good ones, a way to spoil them, and the code that takes them.

An attempt answers READ, TOLD (read, with a note or a cell that is told), REFUSED (an InputError of one line) or
SILENT (figures that the input still prints were lost without a word), and raises whatever else happens.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import pandas as pd
import yaml

from cermat import audit
from cermat.checks.cards import read_cards
from cermat.checks.fills import fill
from cermat.checks.profile import read_profile, read_waivers
from cermat.datasets.given import submitted
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.number_tokens import tokens
from cermat.reports.compare import compare
from cermat.reports.findings_file import read_findings
from cermat.reports.kantor import read_kantor
from cermat.schemas import language, yaml_text
from cermat.schemas.angka import parse, parse_column
from cermat.schemas.errors import InputError
from tests.helpers import quick, subset
from tests.proof import mutation
from tests.proof.good import (
    REPORT,
    ROWS,
    TEXTS,
    digits_of,
    docx,
    docx_prints,
    pdf,
    text_prints,
    xlsx,
    xlsx_prints,
)
from tests.proof.rows import Options

READ, TOLD, REFUSED, SILENT = "read", "read and told", "refused in one line", "silent"
ROOT = Path(audit.__file__).parent
_LINE = 2_000  # letters that one clear line has at most


@dataclass(frozen=True)
class Target:
    """count: inputs that a whole proof tries; size: inputs in one case; make(chance): a case; attempt(case)."""

    count: int
    make: Callable[[random.Random], Any]
    attempt: Callable[[Any], str]
    size: int = 1

    def inputs(self, options: Options) -> int:
        """How many inputs to try: a sample takes a twentieth of those that cost most."""
        if options.sample is None:
            return self.count * (10 if options.everything else 1)
        return options.sample if self.count >= 2_000 else -(-options.sample // 20)

    @property
    def fuzzed(self) -> bool:
        """Is it small enough, and a text or bytes, for a fuzzer?"""
        return self.count >= 2_000 and self.size == 1


def refused(attempt: Callable[[Any], str]) -> Callable[[Any], str]:
    """The attempt, with a refusal in one clear line as an outcome."""

    def trying(case) -> str:
        try:
            return attempt(case)
        except (InputError, click.ClickException) as error:
            line = str(error) or getattr(error, "message", "")
            if not line.strip() or len(line) > _LINE:
                raise AssertionError(f"no clear line ({len(line)} letters): {line[:80]!r}") from error
            return REFUSED

    return trying


def in_file(name: str, reads: Callable[[Path], Any]) -> Callable[[Any], str]:
    """Reads a file of this name with the case as its content."""

    def attempt(case) -> str:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(case if isinstance(case, bytes) else case.encode("utf-8", "surrogatepass"))
            reads(path)
        return READ

    return refused(attempt)


# Small texts


def _number(chance: random.Random) -> str:
    good = chance.choice(mutation.NUMBERS)
    return mutation.text(good, chance, 3)[:6_000]


@refused
def _parsed(text: str) -> str:
    for thousands in (None, True, False):
        parse(text, thousands)
    parse_column(pd.Series([text, "1,5"]))
    return READ


@refused
def _tokenised(text: str) -> str:
    tokens(text)
    tokens(text, sel=True)
    return READ


def _formula(chance: random.Random) -> str:
    good = chance.choice(
        ["realisasi / target * 100", "jumlah(pagu, kelompok=program)", "abs(a - b) <= 0.5 and a > 0"]
    )
    return mutation.text(good, chance, 3)[:4_000]


@refused
def _understood(text: str) -> str:
    language.parse(text)
    return READ


def _template(chance: random.Random) -> str:
    good = "{% for one in daftar %}{{ loop.index }}. {{ one }}{{ ';' if not loop.last }}{% endfor %} {{ nilai|angka(2) }}"
    return mutation.text(good, chance, 3)[:4_000]


@refused
def _filled(text: str) -> str:
    fill(text, daftar=[1, 2], nilai=72.5, teks="kata")
    return READ


@refused
def _blocks(text: str) -> str:
    parse_text(text)
    return READ


# Files of settings


@cache
def _written(page: str, title: str) -> str:
    """A file that the documentation shows."""
    told = (ROOT / "docs/pages" / page).read_text(encoding="utf-8")
    return re.search(rf'```\w+ title="{re.escape(title)}"\n(.*?)```', told, re.S)[1]


def _tree_of(page: str, title: str) -> Callable[[random.Random], str]:
    """The file, spoiled as a text or value by value."""

    def make(chance: random.Random) -> str:
        good = _written(page, title)
        if chance.random() < 0.5:
            return mutation.text(good, chance)
        return yaml.safe_dump(mutation.tree(yaml.safe_load(good), chance), allow_unicode=True)

    return make


@cache
def _cards() -> list[dict]:
    folder = ROOT / "checks/rules"
    return [
        card
        for path in sorted(folder.glob("*.yaml"))
        for card in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _card(chance: random.Random) -> str:
    good = [chance.choice(_cards())]
    if chance.random() < 0.5:
        return mutation.text(yaml.safe_dump(good, allow_unicode=True), chance)
    return yaml.safe_dump(mutation.tree(good, chance), allow_unicode=True)


@refused
def _carded(text: str) -> str:
    read_cards(text, "uji.yaml")
    return READ


@refused
def _yaml(text: str) -> str:
    yaml_text.read(text, "uji.yaml")
    return READ


def _toml(chance: random.Random) -> str:
    return mutation.text(_written("panduan/pengaturan.md", "cermat.toml"), chance)


def _settled(path: Path) -> None:
    report = path.with_name("laporan.md")
    report.write_text("x", encoding="utf-8")
    audit.cli.commands["check"].make_context("check", [str(report)])


@cache
def _findings() -> dict:
    result = quick(submitted(REPORT.replace("90,00", "99,00").encode()), subset("CAP-01", "CAP-02"))
    return result.to_dict(result.audited[0])


def _json(chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return mutation.content(json.dumps(_findings(), ensure_ascii=False).encode(), chance)
    share = chance.choice([0.002, 0.01, 0.05])
    return json.dumps(mutation.tree(_findings(), chance, share), default=str).encode("utf-8", "replace")


def _compared(path: Path) -> None:
    compare(_findings(), read_findings(path))


# Documents


def document(name: str, prints: Callable[[bytes], str | None]) -> Callable[[bytes], str]:
    """Reads a document of this name. prints: what it prints, by other means; None where that cannot be told."""

    def attempt(case: bytes) -> str:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(case)
            sub = submitted(path)
        if sub.warnings or len(sub.struktur):
            return TOLD
        read = " ".join(
            [*sub.blok["teks"].astype(str), *sub.sel["teks"].astype(str), *sub.angka["teks"].astype(str)]
        )
        return SILENT if any(digits not in read for digits in digits_of(prints(case) or "")) else READ

    return refused(attempt)


def _report(chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return mutation.content(REPORT.encode(), chance)
    return mutation.text(REPORT, chance, 6).encode("utf-8", "replace")


def _page(chance: random.Random) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    good = f"<html><body><h1>LAPORAN KINERJA</h1><table>{rows}</table>{''.join(f'<p>{one}</p>' for one in TEXTS)}</body></html>"
    return (mutation.xml(good, chance) if chance.random() < 0.7 else mutation.text(good, chance)).encode(
        "utf-8", "replace"
    )


def _table(chance: random.Random) -> bytes:
    good = "\n".join(";".join(row) for row in ROWS)
    return (
        mutation.text(good, chance, 5).encode("utf-8", "replace")
        if chance.random() < 0.7
        else mutation.content(good.encode(), chance)
    )


def _printed(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return mutation.content(pdf(), chance)
    return mutation.text(pdf().decode("latin-1"), chance).encode("latin-1", "replace")


def _sentences(chance: random.Random) -> bytes:
    every = (mutation.text(chance.choice(TEXTS), chance, 3).replace("\n", " ")[:3_000] for _ in range(40))
    return "\n\n".join(every).encode("utf-8", "replace")


def _folder_of_tables(chance: random.Random) -> dict[str, str]:
    """A folder of typed tables: indikator.csv and anggaran.csv."""
    names = ("indikator", "satuan", "target", "realisasi", "capaian", "tahun")
    good = {
        "indikator": "\n".join(
            [",".join(names), *(f'{r[1]},{r[2]},"{r[3]}","{r[4]}","{r[5]}",2023' for r in ROWS[1:])]
        ),
        "anggaran": 'uraian,pagu,realisasi,persen,tahun\nProgram A,1.000.000,900.000,"90,00",2023\nJumlah,1.000.000,900.000,90,2023',
    }
    return {
        name: mutation.text(text, chance) if chance.random() < 0.7 else text for name, text in good.items()
    }


@refused
def _tables_read(case: dict[str, str]) -> str:
    with TemporaryDirectory() as folder:
        for name, text in case.items():
            (Path(folder) / f"{name}.csv").write_bytes(text.encode("utf-8", "replace"))
        submitted(Path(folder))
    return READ


TARGETS = {
    "numbers": Target(40_000, _number, _parsed),
    "sentences, tokens": Target(24_000, lambda chance: mutation.text(chance.choice(TEXTS), chance, 4), _tokenised),
    "sentences, relations": Target(6_000, _sentences, document("laporan.md", lambda _content: None), 40),
    "expressions of cards": Target(8_000, _formula, _understood),
    "texts of cards": Target(6_000, _template, _filled),
    "YAML": Target(4_000, _tree_of("panduan/profil.md", "profil.yaml"), _yaml),
    "rule cards": Target(3_000, _card, _carded),
    "profile": Target(2_500, _tree_of("panduan/profil.md", "profil.yaml"), in_file("profil.yaml", read_profile)),
    "waivers": Target(2_500, _tree_of("panduan/pengecualian.md", "pengecualian.yaml"), in_file("p.yaml", read_waivers)),
    "kantor": Target(2_500, _tree_of("panduan/kantor.md", "kantor.yaml"), in_file("kantor.yaml", read_kantor)),
    "cermat.toml": Target(2_000, _toml, in_file("cermat.toml", _settled)),
    "findings.json, compare": Target(2_000, _json, in_file("findings.json", _compared)),
    "text, blocks": Target(3_000, lambda chance: mutation.text(REPORT, chance, 6), _blocks),
    "tables of CSV": Target(600, _folder_of_tables, _tables_read),
    "text": Target(400, _report, document("laporan.md", text_prints)),
    "CSV as a document": Target(400, _table, document("laporan.csv", text_prints)),
    "page": Target(300, _page, document("laporan.html", lambda _content: None)),
    "Word": Target(300, lambda chance: mutation.package(docx(), chance), document("laporan.docx", docx_prints)),
    "workbook": Target(300, lambda chance: mutation.package(xlsx(), chance), document("laporan.xlsx", xlsx_prints)),
    "PDF": Target(300, _printed, document("laporan.pdf", lambda _content: None)),
}  # fmt: skip
