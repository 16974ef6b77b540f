"""Made-up reports whose figures agree with each other: typed tables for tests, demonstration and load."""

import random
from fractions import Fraction
from functools import cache
from importlib.resources import files

import pandas as pd
import yaml

HUNDRED = Fraction(100)


@cache
def vocabulary() -> dict:
    """The words of sample.yaml."""
    return yaml.load(
        files("cermat.datasets.compose").joinpath("sample.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def printed(value: Fraction | int, decimals: int = 0) -> str:
    """A number as an Indonesian report prints it: 1.234,50."""
    scaled = rounded(Fraction(value), decimals) * 10**decimals
    digits = f"{abs(int(scaled)):0{decimals + 1}d}"
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return ("-" if scaled < 0 else "") + f"{int(whole):,}".replace(",", ".") + ("," + rest if rest else "")


class Indicator:
    """One indicator over the years: exact printed values by year, and what follows from them."""

    def __init__(self, rng: random.Random, sasaran: str, spec: list, years: list[int], falling: str) -> None:
        self.sasaran, self.name, self.unit, self.direction = sasaran, *spec[:3]
        self.falling = falling
        self.counts: tuple[int, int] | None = None
        self.parts = tuple(spec[3:5]) if len(spec) == 7 else ()
        self.decimals = 2 if self.parts else spec[5]
        if self.parts:
            whole = rng.randint(spec[5], spec[6])
            part = round(whole * rng.uniform(0.62, 0.97))
            self.counts = (part, whole)
            last = rounded(Fraction(100 * part, whole), 2)
        else:
            last = rounded(Fraction(str(round(rng.uniform(spec[3], spec[4]), 3))), self.decimals)
        last = max(last, Fraction(1, 10**self.decimals))
        up = self.direction == "naik"
        self.realised, self.target = {years[-1]: last}, {}
        value = last
        for year in reversed(years[:-1]):  # backwards: it was worse before, with now and then a setback
            step = Fraction(rng.randint(-8, 45), 1000)
            value = rounded(value / (1 + step) if up else value * (1 + step), self.decimals) or last
            self.realised[year] = value
        best = None  # targets never give way: a target that falls would say that less is better
        for year in years:
            factor = Fraction(rng.randint(880 if year == years[-1] else 1010, 1130), 1000)
            wanted = self._cap(
                rounded(self.realised[year] * (1 / factor if up else factor), self.decimals)
                or self.realised[year]
            )
            best = wanted if best is None else max(best, wanted) if up else min(best, wanted)
            self.target[year] = best
        growth = Fraction(rng.randint(10, 120), 1000)
        self.end = self._cap(
            rounded(self.target[years[-1]] * (1 + growth if up else 1 - growth), self.decimals)
            or self.target[years[-1]]
        )

    def _cap(self, value: Fraction) -> Fraction:
        return min(value, HUNDRED) if self.unit == "%" else value

    def achievement(self, realised: Fraction, target: Fraction) -> Fraction:
        """Capaian, rounded to two decimals."""
        if self.direction == "naik":
            return rounded(realised / target * 100, 2)
        if self.falling == "dua_target":
            return rounded((2 * target - realised) / target * 100, 2)
        return rounded(target / realised * 100, 2)

    def show(self, value: Fraction) -> str:
        return printed(value, self.decimals)

    def met(self, year: int) -> bool:
        """Has the target been reached?"""
        realised, target = self.realised[year], self.target[year]
        return realised >= target if self.direction == "naik" else realised <= target


class Sample:
    """One made-up report. `tables` returns its typed tables."""

    def __init__(self, seed: int, size: int = 1) -> None:
        self.rng = random.Random(seed)
        self.size = size
        words = vocabulary()
        rng = self.rng
        self.field = rng.choice(words["bidang"])
        self.place = f"{rng.choice(words['tempat']['awal'])} {rng.choice(words['tempat']['akhir'])}"
        self.agency = f"Dinas {self.field['nama']} {rng.choice(words['tempat']['jenis'])} {self.place}"
        self.year = rng.randint(2018, 2024)
        self.start = self.year - rng.randint(1, 3)
        self.years = list(range(self.year - rng.randint(1, 3), self.year + 1))
        self.falling = rng.choice(["dua_target", "target_per_realisasi"])
        self.scale = rng.choice(words["skala"])
        self.indicators = [
            Indicator(rng, sasaran, spec, self.years, self.falling)
            for sasaran, specs in rng.sample(
                self.field["sasaran"], rng.randint(2, len(self.field["sasaran"]))
            )
            for spec in rng.sample(specs, rng.randint(1, len(specs)))
        ]
        self.rows: dict[str, list[dict]] = {}
        self.mean = Fraction(0)  # of all capaian
        self.money: list[int] = []  # pagu and realisasi of all programmes
        self.numbers: dict[str, int] = {}  # how many programmes, how many kegiatan

    def _add(self, table: str, **row: str) -> dict:
        self.rows.setdefault(table, []).append(row)
        return row

    def label(self, achieved: Fraction) -> str:
        """The scale's label of a printed capaian."""
        return next(label for label, low in self.scale if not low or achieved >= int(low))

    def tables(self) -> dict[str, pd.DataFrame]:
        """Typed tables of text."""
        from cermat.datasets.compose import sample_amounts as amounts
        from cermat.datasets.compose import sample_tables as make

        self.rows = {}
        for part in (
            make.identity,
            make.rules,
            make.plan,
            make.achievement,
            make.comparison,
            make.series,
            make.working,
            amounts.counts,
            amounts.services,
            amounts.budget,
            make.prose,
        ):
            part(self)
        return {name: pd.DataFrame(rows).fillna("") for name, rows in self.rows.items()}


def sample(seed: int, size: int = 1) -> dict[str, pd.DataFrame]:
    """Typed tables of one made-up, sound report. size: how many times its tables of counts and budgets are
    repeated."""
    return Sample(seed, size).tables()
