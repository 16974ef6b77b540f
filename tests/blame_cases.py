"""Sound reports made at random, and what goes wrong in them: grids, budgets with levels, figures told twice, averages."""

import random
from dataclasses import dataclass, field
from fractions import Fraction

from tests.helpers import printed


@dataclass
class Case:
    """A sound report; `wrong` says which of its numbers were changed: (table, row, column) → the right
    text."""

    tables: dict[str, list[dict]]
    wrong: dict[tuple[str, int, str], str] = field(default_factory=dict)

    def change(self, table: str, row: int, column: str, text: str) -> None:
        self.wrong.setdefault((table, row, column), self.tables[table][row][column])
        self.tables[table][row][column] = text


def other_digit(rng: random.Random, text: str) -> str:
    """One digit changed; the first never to 0, so that the number keeps its length."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    at = rng.choice(places)
    digits = [d for d in "0123456789" if d != text[at] and (d != "0" or at != places[0])]
    return text[:at] + rng.choice(digits) + text[at + 1 :]


def other_number(rng: random.Random, text: str) -> str:
    """Another number of the same form: a digit, two digits swapped, or something else altogether."""
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    kind = rng.choice(["digit", "digit", "swap", "any"])
    if kind == "swap" and len(digits) > 1:
        k = rng.randrange(len(digits) - 1)
        i, j = digits[k], digits[k + 1]
        if text[i] != text[j] and not (k == 0 and text[j] == "0"):
            return text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]
    if kind == "any" and "," not in text:
        made = printed(rng.randint(1, 10 ** rng.randint(1, 6)), 0)
        if made != text:
            return made
    return other_digit(rng, text)


def value(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


def far_digit(rng: random.Random, text: str) -> str:
    """A digit in front of the comma changed: no hidden decimal explains it."""
    whole, comma, rest = text.partition(",")
    return f"{other_digit(rng, whole)}{comma}{rest}"


def grid(rng: random.Random) -> Case:
    """Counts with row totals, column totals and a grand total: every number stands in two equations."""
    rows, columns = rng.randint(2, 6), rng.randint(2, 5)
    cells = [
        [rng.choice([0, *[rng.randint(1, 10 ** rng.randint(1, 5))] * 8]) for _ in range(columns)]
        for _ in range(rows)
    ]
    made = []
    for i, row in enumerate(cells):
        for j, v in enumerate(row):
            made.append(
                {
                    "kode": f"b{i}",
                    "induk": "t",
                    "ukuran": f"k{j}",
                    "ukuran_induk": "jumlah",
                    "nilai": printed(v, 0) if v else "-",
                }
            )
        made.append({"kode": f"b{i}", "induk": "t", "ukuran": "jumlah", "nilai": printed(sum(row), 0)})
    for j in range(columns):
        made.append(
            {
                "kode": "t",
                "ukuran": f"k{j}",
                "ukuran_induk": "jumlah",
                "peran": "total",
                "nilai": printed(sum(r[j] for r in cells), 0),
            }
        )
    made.append(
        {"kode": "t", "ukuran": "jumlah", "peran": "total", "nilai": printed(sum(map(sum, cells)), 0)}
    )
    return Case({"rincian": [{"uraian": r["kode"], **r} for r in made]})


def one_wrong_in_grid(rng: random.Random) -> Case:
    case = grid(rng)
    rows = case.tables["rincian"]
    at = rng.choice([i for i, r in enumerate(rows) if r["nilai"] not in ("-", "0")])
    case.change("rincian", at, "nilai", other_number(rng, rows[at]["nilai"]))
    return case


def two_apart_in_grid(rng: random.Random) -> Case:
    """Two wrong cells in different rows and different columns: no equation holds both."""
    case = grid(rng)
    cells = [
        i
        for i, r in enumerate(case.tables["rincian"])
        if r["ukuran"] != "jumlah" and r["kode"] != "t" and r["nilai"] not in ("-", "0")
    ]
    rng.shuffle(cells)
    apart = [
        (a, b)
        for a in cells
        for b in cells
        if a < b
        and all(case.tables["rincian"][a][k] != case.tables["rincian"][b][k] for k in ("kode", "ukuran"))
    ]
    if not apart:
        return two_apart_in_grid(rng)
    for at in rng.choice(apart):
        case.change("rincian", at, "nilai", other_number(rng, case.tables["rincian"][at]["nilai"]))
    off = {value(case.tables[t][r][c]) - value(right) for (t, r, c), right in case.wrong.items()}
    return (
        case if len(off) == 2 else two_apart_in_grid(rng)
    )  # off by the same, two other cells explain it as well


def several_in_grid(rng: random.Random) -> Case:
    """Two or three wrong numbers anywhere, sharing equations or not: perhaps none can be told, but no right
    one is accused."""
    case = grid(rng)
    rows = case.tables["rincian"]
    filled = [i for i, r in enumerate(rows) if r["nilai"] not in ("-", "0")]
    for at in rng.sample(filled, min(len(filled), rng.randint(2, 3))):
        case.change("rincian", at, "nilai", other_number(rng, rows[at]["nilai"]))
    return case


def share(spent: int, budget: int) -> Fraction:
    """Percentage to two decimals, half up."""
    scaled = Fraction(spent * 10000, budget)
    return Fraction(int(scaled + Fraction(1, 2)), 100)


def budget(rng: random.Random) -> Case:
    """Programmes with pagu, realisasi, persen and sisa, and their total."""
    lines, total = [], [0, 0]
    for i in range(rng.randint(2, 8)):
        pagu = rng.randint(10**6, 10 ** rng.randint(7, 11))
        spent = pagu - rng.randint(pagu // 50, pagu // 2)
        lines.append((f"Program {'ABCDEFGH'[i]}", f"p{i}", "program", "t", pagu, spent))
        total = [total[0] + pagu, total[1] + spent]
    lines.append(("Total", "t", "total", "", *total))
    return Case(
        {
            "anggaran": [
                {
                    "uraian": name,
                    "kode": kode,
                    "tingkat": level,
                    "induk": parent,
                    "tahun": "2020",
                    "dokumen": "realisasi",
                    "pagu": printed(p, 0),
                    "realisasi": printed(s, 0),
                    "persen": printed(share(s, p), 2),
                    "sisa": printed(p - s, 0),
                }
                for name, kode, level, parent, p, s in lines
            ]
        }
    )


def one_wrong_in_budget(rng: random.Random) -> Case:
    case = budget(rng)
    rows = case.tables["anggaran"]
    at, column = rng.randrange(len(rows)), rng.choice(["pagu", "realisasi", "persen", "sisa"])
    case.change("anggaran", at, column, far_digit(rng, rows[at][column]))
    return case


def hierarchy(rng: random.Random) -> Case:
    """Budgets by programme, kegiatan and sub kegiatan: a leaf stands in one equation, every total in two or
    more."""
    rows, count, grand = [], 0, 0
    for i in range(rng.randint(2, 3)):
        whole = 0
        for j in range(rng.randint(2, 3)):
            leaves = [rng.randint(10**6, 10**9) for _ in range(rng.randint(2, 4))]
            rows += [
                {
                    "uraian": f"Sub {(count := count + 1)}",
                    "kode": f"s{count}",
                    "induk": f"k{i}{j}",
                    "tingkat": "sub kegiatan",
                    "pagu": printed(v, 0),
                }
                for v in leaves
            ]
            rows.append(
                {
                    "uraian": f"Giat {i}{j}",
                    "kode": f"k{i}{j}",
                    "induk": f"p{i}",
                    "tingkat": "kegiatan",
                    "pagu": printed(sum(leaves), 0),
                }
            )
            whole += sum(leaves)
        rows.append(
            {
                "uraian": f"Program {i}",
                "kode": f"p{i}",
                "induk": "t",
                "tingkat": "program",
                "pagu": printed(whole, 0),
            }
        )
        grand += whole
    rows.append({"uraian": "Total", "kode": "t", "tingkat": "total", "pagu": printed(grand, 0)})
    return Case({"anggaran": rows})


def _wrong_at(case: Case, rng: random.Random, levels: tuple[str, ...]) -> Case:
    at = rng.choice([i for i, r in enumerate(case.tables["anggaran"]) if r["tingkat"] in levels])
    case.change("anggaran", at, "pagu", other_digit(rng, case.tables["anggaran"][at]["pagu"]))
    return case


def wrong_subtotal(rng: random.Random) -> Case:
    return _wrong_at(hierarchy(rng), rng, ("kegiatan", "program"))


def wrong_leaf(rng: random.Random) -> Case:
    return _wrong_at(hierarchy(rng), rng, ("sub kegiatan",))


def indicator(rng: random.Random, name: str) -> dict:
    target, real = Fraction(rng.randint(2000, 9900), 100), Fraction(rng.randint(1500, 9900), 100)
    scaled = real / target * 10000
    return {
        "indikator": name,
        "tahun": "2020",
        "arah": "naik",
        "target": printed(target, 2),
        "realisasi": printed(real, 2),
        "capaian": printed(Fraction(int(scaled + Fraction(1, 2)), 100), 2),
    }


def told_twice(rng: random.Random) -> Case:
    """A table that is computed, and sentences that repeat its realisasi and capaian."""
    names = ["Cakupan layanan", "Mutu layanan", "Kepuasan warga"]
    rows = [{"tabel": "capaian", **indicator(rng, n)} for n in names]
    claims = [
        {
            "tabel": f"prosa-{i}-{m}",
            "jenis": "nilai",
            "subjek": r["indikator"],
            "ukuran": m,
            "tahun": "2020",
            "nilai": r[m],
        }
        for i, r in enumerate(rows)
        for m in ("realisasi", "capaian")
    ]
    return Case({"indikator": rows, "klaim": claims})


def wrong_in_prose(rng: random.Random) -> Case:
    case = told_twice(rng)
    at = rng.randrange(len(case.tables["klaim"]))
    case.change("klaim", at, "nilai", far_digit(rng, case.tables["klaim"][at]["nilai"]))
    return case


def wrong_in_table(rng: random.Random) -> Case:
    """Realisasi or capaian wrong in the table, right in the sentence."""
    case = told_twice(rng)
    at, column = rng.randrange(3), rng.choice(["realisasi", "capaian"])
    case.change("indikator", at, column, far_digit(rng, case.tables["indikator"][at][column]))
    return case


def wrong_in_both(rng: random.Random) -> Case:
    """The same wrong capaian in the table and in the sentence, and in a second table that computes it too."""
    case = told_twice(rng)
    case.tables["indikator"] += [r | {"tabel": "capaian-2"} for r in case.tables["indikator"]]
    at = rng.randrange(3)
    text = far_digit(rng, case.tables["indikator"][at]["capaian"])
    for table, row, column in (
        ("indikator", at, "capaian"),
        ("indikator", at + 3, "capaian"),
        ("klaim", 2 * at + 1, "nilai"),
    ):
        case.change(table, row, column, text)
    return case


def averaged(rng: random.Random) -> Case:
    """A table of capaian with its average, which a sentence repeats."""
    rows = [
        indicator(rng, n)
        for n in ("Cakupan layanan", "Mutu layanan", "Kepuasan warga", "Ketepatan waktu")[: rng.randint(2, 4)]
    ]
    scaled = 100 * sum(value(r["capaian"]) for r in rows) / len(rows)
    mean = printed(Fraction(int(scaled + Fraction(1, 2)), 100), 2)
    rows.append({"indikator": "Rata-rata", "jenis_baris": "rata_rata", "tahun": "2020", "capaian": mean})
    rows = [{"tabel": "capaian"} | r for r in rows]
    said = {
        "tabel": "prosa",
        "jenis": "nilai",
        "subjek": "rata-rata capaian",
        "ukuran": "rata_rata",
        "tahun": "2020",
        "acuan": "capaian",
        "nilai": mean,
    }
    return Case({"indikator": rows, "klaim": [said]})


def wrong_in_average(rng: random.Random) -> Case:
    """One capaian, or the average in the table, or the average in the sentence."""
    case = averaged(rng)
    table = rng.choice(["indikator", "indikator", "klaim"])
    column = "capaian" if table == "indikator" else "nilai"
    at = rng.randrange(len(case.tables[table]))
    case.change(table, at, column, far_digit(rng, case.tables[table][at][column]))
    return case
