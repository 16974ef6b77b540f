"""How far the readers go on wordings and table forms that nobody fitted them to: `python -m tests.cold.measure [ID …]`.

Each pair has a sound text (or table) and its faulty twin, in which one figure is wrong. Told are: found (a finding at `sedang` or above
on the twin names the wrong figure, or another operand, beside the right value), proven (in the sound one the figure is recomputed),
alarms (findings at `sedang` or above on sound ones), and what is said of figures that nothing joins.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import yaml

from cermat import audit

HERE = Path(__file__).parent
TITLE = "# BAB III AKUNTABILITAS KINERJA\n\n## Capaian Kinerja Tahun {year}\n\n"
YEAR = 2023
SETS = tuple(sorted(path.stem.partition("_")[2] for path in HERE.glob("kalimat*.yaml")))
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_NO_CENTS = re.compile(r"(?<=[.,]\d{3})[.,]00$")  # of rupiah: "345.550.000,00" is told as "345.550.000"


@dataclass
class Case:
    """One text: its id, family, whether it is sound, the document, the figure it is about (as printed when right, when wrong)."""

    name: str
    family: str
    sound: bool
    text: str
    right: str
    wrong: str


def _markdown(caption: str, header: list, rows: list[list[str]]) -> str:
    heads = header if isinstance(header[0], list) else [header]
    lines = [heads[0], ["---"] * len(heads[0]), *heads[1:], *rows]
    return "\n".join([f"Tabel 3.1 {caption}", "", *(f"| {' | '.join(row)} |" for row in lines)])


def cases(which: str = "") -> list[Case]:
    """Every sound and faulty text and table of a set (SETS), and the sentences of unrelated figures."""
    told = yaml.safe_load((HERE / f"kalimat{which}.yaml").read_text(encoding="utf-8"))
    grids = yaml.safe_load((HERE / f"tabel{which}.yaml").read_text(encoding="utf-8"))["pasangan"]
    found = []
    for p in told["pasangan"]:
        for sound in (True, False):
            found.append(
                Case(p["id"], p["family"], sound, p["sound" if sound else "faulty"], p["right"], p["wrong"])
            )
    for i, p in enumerate(told["lepas"]):
        found.append(Case(f"lepas-{i + 1}", "lepas", True, p["text"], "", ""))
    for p in grids:
        wrong, rows = p["faulty"], [list(map(str, row)) for row in p["rows"]]
        twin = [list(row) for row in rows]
        twin[wrong["row"]][wrong["column"]] = wrong["value"]
        for sound, content in ((True, rows), (False, twin)):
            text = _markdown(p["caption"], p["header"], content)
            found.append(Case(f"tabel {p['id']}", "tabel", sound, text, p["right"], wrong["value"]))
    return found


def figures(text: str) -> set[str]:
    """The numbers in a text, as printed, rupiah without their ",00"."""
    return {_NO_CENTS.sub("", number) for number in _NUMBER.findall(text)}


def _value(text: str) -> str:
    return _NO_CENTS.sub("", (_NUMBER.findall(text) or [""])[0])


def judged(case: Case, result) -> str:
    """'ditemukan', 'luput', 'terbukti', 'belum', 'salah tuduh' …"""
    report = result.to_dict()
    grave = [f for f in report["findings"] if f["severity"] in ("sedang", "tinggi")]
    if not case.sound:
        about = [f for f in report["findings"] if _value(case.wrong) in figures(f["kondisi"])]
        return "ditemukan" if any(f in grave for f in about) else "ringan" if about else "luput"
    if grave:
        return "salah tuduh"
    if case.family == "lepas":
        return "dibuktikan" if report["summary"]["numbers"]["recomputed"] else "didiamkan"
    texts = result.sub.angka["teks"].str.strip()
    at = [i for i, t in enumerate(texts) if _value(t) == _value(case.right)]
    return "terbukti" if any(result.reach[i] == "recomputed" for i in at) else "belum"


def measured(wanted: list[Case]) -> list[tuple[Case, str, list]]:
    """Each case audited by itself, through the public door."""
    out = []
    with TemporaryDirectory() as folder:
        for case in wanted:
            path = Path(folder) / "laporan.md"
            path.write_text(TITLE.format(year=YEAR) + case.text + "\n", encoding="utf-8")
            result = audit.check(path)
            out.append((case, judged(case, result), result.to_dict()["findings"]))
    return out


@click.command(help=__doc__)
@click.argument("names", nargs=-1)
@click.option("--set", "which", type=click.Choice(SETS), default="", help="a later set")
def main(names: tuple[str, ...], which: str) -> None:
    """Print a line for each case that went wrong, and the counts."""
    wanted = [c for c in cases(f"_{which}" if which else "") if not names or any(n in c.name for n in names)]
    counts: Counter[tuple[str, str]] = Counter()
    for case, verdict, findings in measured(wanted):
        group = case.family if case.family in ("lepas", "tabel") else "kalimat"
        counts[group, verdict] += 1
        if verdict not in ("ditemukan", "terbukti", "didiamkan") or names:
            click.echo(f"{case.name} ({'benar' if case.sound else 'salah'}): {verdict}")
            for f in findings if verdict == "salah tuduh" or names else ():
                click.echo(f"    {f['severity']} {f['rule']} {' '.join(f['kondisi'].split())[:200]}")
    for (group, verdict), n in sorted(counts.items()):
        click.echo(f"{group:<8} {verdict:<12} {n}")


if __name__ == "__main__":
    sys.exit(main())
