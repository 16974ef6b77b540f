"""One layout and one wording put to use: templates filled, numbers written the way the layout writes them."""

import random
import re
from functools import cache
from importlib.resources import files

import jinja2
import yaml

from cermat.schemas.errors import InputError

_DIGITS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
PERCENT = frozenset({"capaian", "capaian_lalu", "capaian_akhir", "persen", "rata_rata"})
MONEY = frozenset({"pagu", "pagu_awal", "realisasi_uang", "sisa", "serapan"})
_WITHOUT_UNIT = frozenset({"%", "", "rp", "rupiah", "indeks", "nilai", "skor", "angka", "persen"})


def _names(folder: str) -> list[str]:
    return sorted(
        path.name.removesuffix(".yaml")
        for path in files("cermat.datasets.compose").joinpath(folder).iterdir()
        if path.name.endswith(".yaml")
    )


@cache
def layouts() -> dict[str, dict]:
    """All layouts by name (layouts.yaml)."""
    return yaml.load(
        files("cermat.datasets.compose").joinpath("layouts.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


@cache
def wordings() -> tuple[str, ...]:
    """Names of all wordings (wordings/*.yaml)."""
    return tuple(_names("wordings"))


@cache
def _wording(name: str) -> dict:
    if name not in wordings():
        raise InputError(f"susunan kata '{name}' tidak dikenal; yang ada: {', '.join(wordings())}")
    return yaml.load(
        files("cermat.datasets.compose").joinpath("wordings", f"{name}.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    made.filters["awal_besar"] = lambda text: text[:1].upper() + text[1:]
    made.filters["awal_kecil"] = lambda text: text[:1].lower() + text[1:]
    return made


@cache
def _template(text: str) -> jinja2.Template:
    return _environment().from_string(text)


class Style:
    """A layout, a wording and a random generator. `facts` are known to every template (instansi, tahun,
    …)."""

    def __init__(self, layout: str, wording: str, seed: int, facts: dict) -> None:
        if layout not in layouts():
            raise InputError(f"tata letak '{layout}' tidak dikenal; yang ada: {', '.join(layouts())}")
        self.layout, self.words = layouts()[layout], _wording(wording)
        self.rng, self.facts = random.Random(f"{seed}/{layout}/{wording}"), facts

    def fill(self, template: str, **values) -> str:
        """A template with the facts and these values; blanks are single."""
        return re.sub(r"[ \n]+", " ", _template(template).render(**{**self.facts, **values})).strip()

    def say(self, *path: str, **values) -> str:
        """The sentence at kalimat > path; one is drawn where there are several. '' where the wording has
        none."""
        found = self.words["kalimat"]
        for step in path:
            if not isinstance(found, dict):
                break
            found = found.get(step, found.get("lain", ""))
        if isinstance(found, list):
            found = self.rng.choice(found)
        return self.fill(found, **values) if isinstance(found, str) else ""

    def header(self, role: str) -> str:
        """The header of a column."""
        return self.words["kepala"][role]

    def caption(self, kind: str, **values) -> str:
        """The caption of a kind of table, without its number."""
        return self.fill(self.words["judul_tabel"][kind], **values)

    def digits(self, text: str) -> str:
        """A number as the layout prints it: decimals behind a point, where the layout asks for it."""
        if self.layout["desimal"] != "titik":
            return text

        def english(found: re.Match) -> str:
            return (
                found[0].replace(".", "\0").replace(",", ".").replace("\0", ",")
                if "," in found[0]
                else found[0]
            )

        return _DIGITS.sub(english, text)

    def money(self, text: str, sign: bool = True) -> str:
        """Rupiah: grouped, with 'Rp' and ',00' where the layout has them."""
        bare = re.sub(r"(?i)^rp\.?\s*", "", text.strip())
        if not re.search(r"\d", bare):
            return text
        if self.layout["sen"] and "," not in bare:
            bare += ",00"
        return ("Rp" if sign else "") + self.digits(bare)

    def value(self, text: str, measure: str, unit: str = "") -> str:
        """A number in a sentence, with its unit."""
        if not re.search(r"\d", text):
            return text
        if measure in MONEY or unit.lower() in ("rp", "rupiah"):
            return self.money(text)
        if text.endswith("%") or measure in PERCENT or unit == "%":
            return self.digits(text.rstrip("% ")) + "%"
        return (
            self.digits(text)
            if unit.lower() in _WITHOUT_UNIT or unit in text
            else f"{self.digits(text)} {unit}"
        )

    def cells(
        self, texts: list[str], title: str, role: str, units: list[str], own_units: bool
    ) -> tuple[list[str], str]:
        """A column's cells and its header, signs where the layout has them.

        units: the unit of each row; own_units: the grid has a column of units.
        """
        filled = [bool(re.search(r"\d", text)) for text in texts]
        if role in MONEY:
            sign = self.layout["rupiah"] == "sel"
            out = [
                self.money(text, sign) if given else text for text, given in zip(texts, filled, strict=True)
            ]
            return out, f"{title} (Rp)" if self.layout["rupiah"] == "kepala" else title
        percent = [
            given and (text.endswith("%") or role in PERCENT or unit == "%")
            for text, given, unit in zip(texts, filled, units, strict=True)
        ]
        bare = [
            self.digits(text.rstrip("% ")) if given else text
            for text, given in zip(texts, filled, strict=True)
        ]
        whole = any(filled) and all(share for share, given in zip(percent, filled, strict=True) if given)
        if self.layout["persen"] == "kepala" and (whole or own_units):
            return bare, f"{title} (%)" if whole and "%" not in title and not (
                own_units and role not in PERCENT
            ) else title
        if not own_units and role not in PERCENT:  # the unit stands in the cell: "12 dokumen"
            return [
                f"{plain}%"
                if share
                else f"{plain} {unit}"
                if given and unit.lower() not in _WITHOUT_UNIT
                else plain
                for plain, share, given, unit in zip(bare, percent, filled, units, strict=True)
            ], title
        return [f"{plain}%" if share else plain for plain, share in zip(bare, percent, strict=True)], title
