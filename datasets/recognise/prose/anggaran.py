"""Claim family: budgets and what was spent of them, as `klaim` (pagu, serapan, persen, sisa). What a sentence
computes in percent of them is read by the cards of relations (serapan, porsi)."""

import re
from typing import Any

import pandas as pd

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears, tidy
from cermat.datasets.recognise.prose.measures import Measure, measure, year_of
from cermat.datasets.recognise.prose.owner import Owned, Owners, is_share_of_target
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.prose.values import acuan

_PERCENT = Pattern(
    r"(KOMA|BUKA)? DAN? "
    r"(ATAU|DENGAN|SE|SEHINGGA|CAPAIAN|SERAPAN|PENGISI|TDUA|MENJADI|BATAS|REALISASI|PAGU){0,6} (SE|TDUA)? "
    r"(?P<c>N)"
)
_CHANGED = Pattern(r"SEMULA ![N|TITIK]{0,6} (?P<a>N) ![N|TITIK]{0,30} MENJADI ![N|TITIK]{0,3} (?P<b>N)")
_CHANGE = Pattern("MENJADI ![N|TITIK]{0,3} (?P<b>N)")
_CHANGED_WORDS = re.compile(
    r"perjanjian\s+kinerja\s+(?:\(pk\)\s+)?(?:perubahan|revisi)"
    r"|(?:anggaran|pagu|dipa|dpa)\s+(?:\w+\s+)?(?:setelah|sesudah)\s+(?:perubahan|revisi)"
    r"|(?:perubahan|pergeseran|revisi|refocusing)\s+(?:anggaran|pagu|dipa|dpa|apbd)|\bdppa\b|apbd[ -]?p\b"
    r"|apbd\s+perubahan",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:setelah|sesudah)\s+(?:\w+\s+)?(?:perubahan|revisi|pergeseran|refocusing)"
    r"|(?:perubahan|revisi)\s+menjadi",
    re.IGNORECASE,
)
_SPENT = ("realisasi", "serapan")
_LAST = 60  # rows of a block that was just read are among so many


def _grid_pagu(rows: pd.DataFrame, values: dict[int, float]) -> dict[float, str]:
    """pagu → uraian in the budget grids; a value that several rows print is left out."""
    found: dict[float, set[str]] = {}
    columns = rows.reindex(columns=["_pagu", "uraian"])
    for figure, name in zip(columns["_pagu"].fillna(-1), columns["uraian"].astype(str), strict=True):
        if int(figure) in values:
            found.setdefault(values[int(figure)], set()).add(name)
    return {value: names.pop() for value, names in found.items() if len(names) == 1}


def changed(setting: Setting, found: Found, text: str) -> None:
    """A klaim where a text, or a header of a column, says that the budget, or the agreement with its budgets,
    was changed in the year ("Anggaran Setelah Perubahan")."""
    if told := _CHANGED_WORDS.search(text):
        promise = told[0].lower().startswith("perjanjian")
        whose = ("Perjanjian Kinerja", "") if promise else ("anggaran", "pagu")
        content = dict(zip(("subjek", "ukuran"), whose, strict=True), teks=tidy(told[0]))
        found.add("klaim", setting, jenis="perubahan_anggaran", tahun=setting.context.tahun, **content)


class BudgetReader:
    """Reads the budget statements of a document; knows the budget grids' rows by their pagu."""

    def __init__(self, from_grids: dict[str, pd.DataFrame], angka_values: dict[int, float]):
        rows = from_grids.get("anggaran", pd.DataFrame())
        rows = rows.reindex(columns=[*rows, *({"tingkat", "realisasi", "uraian", "tabel"} - set(rows))])
        whole = rows[rows["tingkat"].eq("total")]
        spent = whole.loc[whole["realisasi"].notna() & whole["realisasi"].ne(""), "tabel"].unique()
        self.total = str(whole["uraian"].iloc[0]) if len(whole) else "Total"
        self.owners = Owners(self.total, _grid_pagu(rows, angka_values))
        self.tables = set(rows["tabel"]) if rows["realisasi"].notna().any() else set()
        self.main = str(spent[0]) if len(spent) == 1 else ""  # whose total is the whole that was spent

    def read(self, setting: Setting, found: Found) -> None:
        """klaim rows of one block."""
        changed(setting, found, setting.blok.teks)
        rincian = found.rows.get("rincian", ())[-_LAST:]
        self.owners.learn([row for row in rincian if row["tabel"] == setting.table])
        for sentence in setting.sentences:
            reading = _Reading(self, setting, found, sentence)
            if bears(sentence.tokens, "RP"):
                reading.changes()
                reading.money()
            else:
                reading.absorption()


class _Reading:
    """What one sentence tells of budgets."""

    def __init__(self, reader: BudgetReader, setting: Setting, found: Found, sentence: Sentence):
        self.reader, self.setting, self.found, self.sentence = reader, setting, found, sentence
        self.tokens = sentence.tokens

    def changes(self) -> None:
        """ "anggaran semula sebesar Rp a … menjadi Rp b"."""
        for told in _CHANGED.all(self.sentence):
            old, new = self.tokens[told.start("a")], self.tokens[told.start("b")]
            if "RP" in old and "RP" in new:
                name = self._owner(told.start("b")).nama or "anggaran"
                text = short_name(self.sentence.printed(told.start(), told.end()))
                content: dict[str, Any] = {"subjek": name, "ukuran": "pagu", "tahun": self.setting.tahun}
                content |= {"nilai": new, "dari": old, "teks": text}
                self.found.add("klaim", self.setting, jenis="perubahan_anggaran", **content)
                self.found.use(old, new)

    def money(self) -> None:
        """Budgets, what was spent and what is left of them."""
        told = [one for one in measure(self.sentence, self.setting) if "RP" in one.n]
        told = self._in_force([one for one in told if self.found.free(one.n) and not self._initial(one)])
        for one in told:  # "dengan capaian realisasinya sebesar Rp …": money is reached by spending it
            one.role = "realisasi" if one.role in ("rancu", "capaian") else one.role
        roles = [one.role for one in told]
        pagu: Measure | None = None
        for at, one in enumerate(told):
            ahead, spent = roles[at + 1 : at + 2], one.role in _SPENT
            if one.role == "pagu":
                pagu = one
                if not set(ahead) & set(_SPENT):
                    self._told(one, {"pagu": one.n})
            elif spent and pagu is not None:
                self._pair(pagu, one, told[at + 1 :])
                pagu = None
            elif spent and ahead == ["pagu"] and self._of(one, told[at + 1]):
                self._pair(told[at + 1], one, told[at + 2 :])
                break
            elif "pagu" not in roles and one.role in ("serapan", "sisa"):
                if one.subjek is None or one.subjek.jenis in ("uraian", "frasa"):
                    self._told(one, {one.role: one.n})

    def absorption(self) -> None:
        """ "Penyerapan anggaran tahun 2022 mencapai 97,35%": a percentage alone."""
        for one in measure(self.sentence, self.setting):
            percent = one.role == "serapan" and "PERSEN" in one.n and self.found.free(one.n)
            if percent and not is_share_of_target(self.sentence, one.position):
                self._told(one, {"persen": one.n})

    def _owner(self, position: int) -> Owned:
        return self.reader.owners.of(self.setting, self.sentence, position)

    def _pair(self, pagu: Measure, spent: Measure, further: list[Measure]) -> None:
        """A budget and what was spent of it, with the percentage and the rest that are told of them."""
        rest = next((one.n for one in further if one.role == "sisa"), None)
        places = {max(pagu.position, spent.position), spent.position}
        percents = [None, *(percent for at in places if (percent := self._percent(at)))]
        first = pagu if pagu.key < spent.key else spent
        content = {"pagu": pagu.n, "serapan": spent.n, "persen": percents[-1], "sisa": rest}
        if not self._told(first, content, pagu.position):
            self.found.use(*content.values())
        if rest is not None:
            name = self._owner(pagu.position).nama
            name = name or short_name(self.sentence.printed(pagu.key, pagu.position + 1), 120)
            terms: dict = {"a": pagu.n, "b": spent.n, "hasil": rest}
            terms["tahun"] = year_of(self.setting, self.sentence)
            self.found.add("perhitungan", self.setting, subjek=name, ukuran="sisa", operasi="kurang", **terms)

    def _percent(self, position: int) -> Token | None:
        """The percentage right behind an amount; not "12,50 persen dari total belanja", of something else."""
        told = _PERCENT.at(self.sentence, position + 1)
        if told is None or "PERSEN" not in self.tokens[told.start("c")]:
            return None
        behind = self.tokens[told.end("c") : told.end("c") + 5]
        other = bool(behind) and "DARI" in behind[0]
        known = bears(behind, "PAGU", "TARGET")
        return None if other and not known else self.tokens[told.start("c")]

    def _told(self, first: Measure, content: dict[str, Token | None], position: int = -1) -> bool:
        """Add a klaim for each figure, from the key of `first` on; False where nobody's money it is."""
        owned = self._owner(position if position >= 0 else first.position)
        if not owned.nama:
            return False
        reference = acuan(self.setting, self.sentence)
        if owned.nama == self.reader.total and reference not in self.reader.tables:
            reference = self.reader.main
        whose: dict = {"subjek": owned.nama, "dasar": owned.dasar, "induk": owned.induk, "acuan": reference}
        whose["tahun"] = year_of(self.setting, self.sentence)
        for measured, figure in content.items():
            if figure is not None:
                end = next(at for at, token in enumerate(self.tokens) if token is figure) + 1
                told = {"ukuran": measured, "nilai": figure, "satuan": "Rp" if "RP" in figure else ""}
                text = short_name(self.sentence.printed(first.key, end))
                self.found.add("klaim", self.setting, jenis="nilai", teks=text, **whose, **told)
                self.found.use(figure)
        return True

    def _in_force(self, told: list[Measure]) -> list[Measure]:
        """ "alokasi sebesar Rp a dan setelah dilakukan perubahan menjadi sebesar Rp b": the budget is b, a
        was the one before."""
        for at, one in enumerate(told):
            change = _CHANGE.one(self.sentence, one.position) if one.role == "pagu" else None
            if change is None or "RP" not in self.tokens[change.start("b")]:
                continue
            if _AFTER.search(self.sentence.printed(one.position + 1, change.end())):
                now, place = one.beside("pagu", change.start("b")), change.start("b")
                return [*told[:at], now, *(other for other in told[at + 1 :] if other.position != place)]
        return told

    def _initial(self, one: Measure) -> bool:
        """Is it the budget before a change ("pagu semula", "pagu awal")?"""
        return bears(self.tokens[max(0, one.key - 3) : one.position], "SEMULA")

    def _of(self, spent: Measure, pagu: Measure) -> bool:
        """Does "dari" join what was spent to its budget ("Rp a dari pagu Rp b")?"""
        return bears(self.tokens[spent.position + 1 : pagu.key + 1], "DARI")
