"""Small submissions whose figures agree, whatever way of rounding: Hypothesis draws exact values, the convention of the
report prints what follows from them."""

from collections.abc import Callable
from fractions import Fraction
from math import floor

from hypothesis import strategies as st

from tests.helpers import printed

Rows = dict[str, list[dict]]


def half_up(scaled: Fraction) -> int:
    return floor(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)


def half_even(scaled: Fraction) -> int:
    return round(scaled)


def cut(scaled: Fraction) -> int:
    return floor(abs(scaled)) * (1 if scaled >= 0 else -1)


CONVENTIONS: dict[str, Callable[[Fraction], int]] = {"half up": half_up, "half even": half_even, "cut": cut}


class Writer:
    """One report's way of printing: decimals and convention, the same throughout."""

    def __init__(self, convention: str, decimals: int) -> None:
        self.way, self.decimals = CONVENTIONS[convention], decimals

    def value(self, exact: Fraction, decimals: int | None = None) -> Fraction:
        """What a printed figure says."""
        many = self.decimals if decimals is None else decimals
        return Fraction(self.way(exact * 10**many), 10**many)

    def text(self, exact: Fraction, decimals: int | None = None) -> str:
        many = self.decimals if decimals is None else decimals
        return printed(self.value(exact, many), many)


@st.composite
def indicators(draw, pen: Writer) -> Rows:
    """A table of indicators of both directions with its mean, and sentences that repeat it."""
    rows, said, values = [], [], []
    rising = draw(st.lists(st.booleans(), min_size=1, max_size=6))
    for n, up in enumerate(rising):
        unit = 10**pen.decimals
        target = Fraction(draw(st.integers(20 * unit, 99 * unit)), unit)
        share = Fraction(draw(st.integers(7000, 13000)), 10000)
        real = pen.value(target * share)
        achieved = 100 * real / target if up else 100 * (2 * target - real) / target
        values.append(pen.value(achieved, 2))
        name = f"Indikator mutu layanan {'ABCDEF'[n]}"
        row = {"indikator": name, "tahun": "2020", "arah": "naik" if up else "turun", "tabel": "capaian"}
        row |= {"target": pen.text(target), "realisasi": pen.text(real), "capaian": pen.text(achieved, 2)}
        rows.append(row)
        said.append(_claim(n, name, "capaian", row["capaian"]))
    mean = pen.text(sum(values, Fraction(0)) / len(values), 2)
    rows.append(
        {
            "indikator": "Rata-rata",
            "jenis_baris": "rata_rata",
            "tahun": "2020",
            "tabel": "capaian",
            "capaian": mean,
        }
    )
    said.append(_claim(99, "rata-rata capaian", "rata_rata", mean) | {"acuan": "capaian"})
    way = {"tabel": "rumus", "arah": "turun", "rumus": "dua_target"}
    return {"indikator": rows, "klaim": said, "rumus": [way]}


def _claim(number: int, subject: str, measure: str, value: str) -> dict:
    told = {"tabel": f"prosa-{number}", "jenis": "nilai", "subjek": subject, "ukuran": measure}
    return told | {"tahun": "2020", "nilai": value}


@st.composite
def budget(draw, pen: Writer) -> Rows:
    """Programmes and their total in whole rupiah, with shares and what is left."""
    rows, whole = [], [0, 0]
    for n in range(draw(st.integers(1, 6))):
        pagu = draw(st.integers(10**6, 10**11))
        spent = pagu * draw(st.integers(3000, 10000)) // 10000
        rows.append(
            _line(pen, f"Program {'ABCDEF'[n]}", f"p{n}", pagu, spent) | {"induk": "t", "tingkat": "program"}
        )
        whole = [whole[0] + pagu, whole[1] + spent]
    rows.append(_line(pen, "Jumlah", "t", *whole) | {"tingkat": "total"})
    return {"anggaran": rows}


def _line(pen: Writer, name: str, code: str, pagu: int, spent: int) -> dict:
    share = pen.text(Fraction(100 * spent, pagu), 2)
    money = {"pagu": printed(pagu, 0), "realisasi": printed(spent, 0), "sisa": printed(pagu - spent, 0)}
    return {"uraian": name, "kode": code, "tabel": "anggaran", "persen": share} | money


@st.composite
def counts(draw, pen: Writer) -> Rows:
    """Counted people with their total, and a measured amount (hidden decimals) with its total and mean."""
    people = draw(st.lists(st.integers(0, 10**5), min_size=2, max_size=7))
    unit = 10 ** (pen.decimals + 3)
    exact = [Fraction(draw(st.integers(unit, 500 * unit)), unit) for _ in people]
    rows = [{"kode": "t", "uraian": "Jumlah", "nilai": printed(sum(people), 0), "tabel": "orang"}]
    rows += [
        {
            "induk": "t",
            "kode": f"k{n}",
            "uraian": f"Kelompok {'ABCDEFG'[n]}",
            "nilai": printed(v, 0),
            "tabel": "orang",
        }
        for n, v in enumerate(people)
    ]
    area = {"tabel": "luas", "ukuran": "luas"}
    if (
        pen.decimals and pen.way is not cut
    ):  # whole figures are exact; parts that are cut lose more than half a unit
        rows.append({"kode": "l", "uraian": "Jumlah", "nilai": pen.text(sum(exact, Fraction(0)))} | area)
        rows += [
            {"induk": "l", "kode": f"l{n}", "uraian": f"Blok {'ABCDEFG'[n]}", "nilai": pen.text(v)} | area
            for n, v in enumerate(exact)
        ]
    return {"rincian": rows}


@st.composite
def workings(draw, pen: Writer) -> Rows:
    """Written-out divisions, sums and changes."""
    part, whole = sorted((draw(st.integers(1, 10**5)), draw(st.integers(10**5, 10**6))))
    before, after = (draw(st.integers(100, 10**5)) for _ in range(2))
    unit = 10**pen.decimals
    one, other = (Fraction(draw(st.integers(unit, 90 * unit)), unit) for _ in range(2))
    made = [
        ("bagi_persen", printed(part, 0), printed(whole, 0), pen.text(Fraction(100 * part, whole), 2)),
        ("tambah", pen.text(one), pen.text(other), pen.text(one + other)),
        ("kurang", pen.text(one), pen.text(other), pen.text(one - other)),
        (
            "ubah_persen",
            printed(after, 0),
            printed(before, 0),
            pen.text(Fraction(100 * (after - before), before), 2),
        ),
    ]
    rows = [
        {"tabel": f"prosa-{n}", "subjek": f"Hitungan {n}", "operasi": how, "a": a, "b": b, "hasil": result}
        for n, (how, a, b, result) in enumerate(made)
    ]
    return {"perhitungan": rows}


@st.composite
def submissions(draw) -> Rows:
    """One report: some of these tables, printed by one convention with 0 to 4 decimals."""
    pen = Writer(draw(st.sampled_from(sorted(CONVENTIONS))), draw(st.integers(0, 4)))
    made: Rows = {}
    for part in (indicators, budget, counts, workings):
        if draw(st.booleans()) or not made:
            made |= draw(part(pen))
    return made
