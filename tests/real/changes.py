"""One figure of a sound report changed, hundreds of times: is it found, and is a right figure ever accused instead?

    python -m tests.real.changes REPORT.md [--figures 150] [--seed 1]

Figures are drawn by place (prose, and each kind of table), and each is changed in four ways (CHANGES). A change counts as
contradicted where the sound report recomputes or repeats the figure: then other figures of the report speak against it.
"""

import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from cermat import audit
from cermat.schemas import angka as A
from cermat.schemas.tables import all_tables

BATCH = 40
CHANGES = ("satu angka", "angka terakhir", "tertukar", "titik bergeser")
_GRAVE = ("sedang", "tinggi")


@dataclass(frozen=True)
class Printed:
    """A figure of the report: its id, place (prose or the kind of table), line of the file, text, and how many equal ones stand
    before it on the line; reached: other figures of the report prove or repeat it."""

    id: int
    place: str
    line: int
    text: str
    before: int
    reached: bool


def printed(path: Path) -> tuple[list[Printed], list[str]]:
    """The report's figures that can be changed in its text, and the lines of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    result = audit.check(path)
    figures = result.sub.angka[result.sub.angka["kelas"].eq(A.FIGURE)]
    tables = _typed(result.sub)
    seen: dict[tuple[int, str], int] = defaultdict(int)
    found = []
    for row in figures.itertuples():
        text, line = row.teks.strip(), int(row.garis) - 1
        if not 0 <= line < len(lines) or lines[line].count(text) == 0:
            continue
        place = "prosa" if row.r < 0 else tables.get(row.Index, "lain")
        nth = seen[line, text]
        seen[line, text] += 1
        found.append(
            Printed(
                int(row.Index), place, line, text, nth, result.reach[row.Index] in ("recomputed", "repeated")
            )
        )
    return found, lines


def _typed(sub) -> dict[int, str]:
    """Figure → the kind of table whose rows hold it; prose's claims last."""
    names = sorted(sub.tables, key=lambda name: name in ("klaim", "perhitungan", "bilangan"), reverse=True)
    known = [n for n in names if n in all_tables()]
    return {
        int(i): name
        for name in known
        for column in all_tables()[name].angka_columns
        for i in sub.tables[name][column]
        if i >= 0
    }


def changed(text: str, how: str, rng: random.Random) -> str:
    """A printed figure with one slip of the pen; '' where it has too few digits for it."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    pairs = [
        (a, b)
        for a, b in zip(places, places[1:], strict=False)
        if text[a] != text[b] and (a != places[0] or text[b] != "0")
    ]
    if how == "satu angka" and len(places) > 1:
        return _digit(text, rng.choice(places[:-1]), rng)
    if how == "angka terakhir" and places:
        return _digit(text, places[-1], rng)
    if how == "tertukar" and pairs:
        a, b = rng.choice(pairs)
        return text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]
    if (
        how == "titik bergeser"
        and "," in text
        and text.split(",")[0][-1:].isdigit()
        and len(text.split(",")[0]) > 1
    ):
        whole, rest = text.split(",", 1)
        return f"{whole[:-1]},{whole[-1]}{rest}" if whole[:-1].strip("Rp .-") else ""
    return ""


def _digit(text: str, at: int, rng: random.Random) -> str:
    first = next(i for i, c in enumerate(text) if c.isdigit())
    other = [d for d in "123456789" + ("" if at == first else "0") if d != text[at]]
    return text[:at] + rng.choice(other) + text[at + 1 :]


def replaced(lines: list[str], figure: Printed, new: str) -> str:
    """The report with one figure changed."""
    pieces = lines[figure.line].split(figure.text)
    left, right = figure.text.join(pieces[: figure.before + 1]), figure.text.join(pieces[figure.before + 1 :])
    return "\n".join([*lines[: figure.line], left + new + right, *lines[figure.line + 1 :]]) + "\n"


def drawn(figures: list[Printed], count: int, rng: random.Random) -> list[Printed]:
    """So many figures, as even over the places as they allow."""
    by_place: dict[str, list[Printed]] = defaultdict(list)
    for figure in figures:
        by_place[figure.place].append(figure)
    for group in by_place.values():
        rng.shuffle(group)
    chosen: list[Printed] = []
    while len(chosen) < count and any(by_place.values()):
        chosen += [group.pop() for group in by_place.values() if group]
    return chosen[:count]


def verdict(report: dict, new: str) -> str:
    """'ditemukan', 'luput', or 'salah tuduh' where only figures are accused that were not changed."""
    grave = [f for f in report["findings"] if f["severity"] in _GRAVE]
    told = [
        f
        for f in grave
        if new in f["kondisi"] or any(p["text"] == new for p in [*f["suspects"], *f["places"]])
    ]
    if told:
        return "ditemukan"
    if any(f["stated"] is not None for f in grave):
        return "salah tuduh"
    return "ditemukan" if grave else "luput"


@click.command(help=__doc__)
@click.argument("report", type=click.Path(exists=True, path_type=Path))
@click.option("--figures", default=150)
@click.option("--seed", default=1)
@click.option("--show", is_flag=True, help="a line for every change that is not found")
def main(report: Path, figures: int, seed: int, show: bool) -> None:
    """Print found, missed and wrongly accused by place and by kind of change."""
    rng = random.Random(seed)
    every, lines = printed(report)
    wanted = [
        (figure, how, new)
        for figure in drawn(every, figures, rng)
        for how in CHANGES
        if (new := changed(figure.text, how, rng)) and new != figure.text
    ]
    counts: dict[tuple, int] = defaultdict(int)
    for start in range(0, len(wanted), BATCH):
        for (figure, how, new), said in _audited(wanted[start : start + BATCH], lines, report.suffix):
            for key in ((figure.place, figure.reached), ("semua", figure.reached), (how, figure.reached)):
                counts[*key, said] += 1
            if show and said != "ditemukan":
                click.echo(
                    f"{said}: {figure.text} → {new} ({how}, {figure.place}, baris {figure.line + 1}, {figure.reached})"
                )
    click.echo(f"{'':<16}{'dibantah angka lain':>34}{'tidak dibuktikan apa pun':>34}")
    for name in dict.fromkeys(k[0] for k in counts):
        click.echo(
            f"{name:<16}" + "".join(f"{_line(counts, name, reached):>34}" for reached in (True, False))
        )


def _line(counts: dict[tuple, int], name: str, reached: bool) -> str:
    found, missed, accused = (counts[name, reached, v] for v in ("ditemukan", "luput", "salah tuduh"))
    total = found + missed + accused
    return f"{found}/{total} ({found / max(total, 1):.0%}), salah tuduh {accused}"


def _audited(batch: list[tuple], lines: list[str], suffix: str):
    with TemporaryDirectory() as folder:
        paths = []
        for i, (figure, _, new) in enumerate(batch):
            path = Path(folder) / f"ubahan-{i:03d}{suffix}"
            path.write_text(replaced(lines, figure, new), encoding="utf-8")
            paths.append(path)
        result = audit.check(paths)
        for (figure, how, new), path in zip(batch, paths, strict=True):
            yield (figure, how, new), verdict(result.to_dict(path.name), new)


if __name__ == "__main__":
    main()
