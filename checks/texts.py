"""The five elements of a finding in words, made when somebody reads them: kondisi, kriteria, sebab, akibat,
rekomendasi.

Templates (see phrases.py) are those of the cards, and by shape those in checks/texts.yaml.
"""

from functools import cached_property

import numpy as np
import pandas as pd

from checks import causes_told, written
from checks.cards import Card
from checks.lookups import Columns, Groups
from checks.operands import Numbers
from checks.phrases import MEASURES, capital, defaults, display, fill, like, measured
from schemas.angka import NIL


class Words:
    """Everything that the texts of one run's findings draw on."""

    def __init__(self, result):
        self.r = result
        self.cards: dict[str, Card] = {card.id: card for card in result.cards}
        self.numbers: Numbers = result.settled.tables.numbers
        self.texts = np.append(result.sub.angka["teks"].to_numpy(dtype=object), "")
        # a "-" that counts as zero is one in a sum
        nil = np.append(result.sub.angka["kelas"].eq(NIL).to_numpy(), False)
        self.operands = np.where(nil, "0", self.texts)
        self.parts: dict[str, list] = {}
        for part in result.comparisons.parts:
            self.parts.setdefault(part.card.id, []).append(part)
        self.paper = Columns(result.comparisons.kertas_kerja)
        self.angka = Columns(result.sub.angka)
        self.node = result.explained.causes.node
        self._tables: dict[str, Columns] = {}

    def table(self, name: str) -> Columns:
        """One of the settled tables."""
        if name not in self._tables:
            self._tables[name] = Columns(self.r.settled.tables[name])
        return self._tables[name]

    @cached_property
    def copies(self) -> Groups:
        """Numbers by their node."""
        return Groups(self.node)

    @cached_property
    def printed_tables(self) -> frozenset[str]:
        """Ids of the tables and passages that numbers stand in."""
        return frozenset(pd.unique(self.angka["tabel"])) - {""}

    def named(self, subject: str) -> str:
        """A subject as it is read, without the id of the table that tells it from one of the same name."""
        name, _, table = subject.rpartition(" · ")
        return display(name if name and table in self.printed_tables else subject)

    def part(self, banding: int):
        """The part and the row within it of one comparison."""
        for part in self.parts[self.paper["aturan"][banding]]:
            if part.start <= banding < part.start + len(part.paper):
                return part, banding - part.start
        raise KeyError(banding)

    def calculation(self, banding: int) -> tuple[str, dict[str, float]]:
        """(the recomputation written out, value by alternative)."""
        part, row = self.part(banding)
        chosen = int(part.choice[row])
        paper = part.paper
        text = written.write(
            part, row, chosen, self.numbers, self.operands, self.shown(paper["recomputed"][row], banding)
        )
        return text, {
            alternative.name: float(part.values[position, row])
            for position, alternative in enumerate(part.alternatives)
        }

    def shown(self, value: float, banding: int) -> str:
        """A recomputed value in Indonesian form."""
        decimals = self.paper["desimal"][banding]
        decimals = int(decimals) if pd.notna(decimals) else 2
        number = int(self.paper["stated_id"][banding])
        whole = number >= 0 and decimals <= 0 and self.unit(number) != "%"
        return written.recomputed_text(float(value), decimals, whole)

    def unit(self, number: int) -> str:
        return str(self.angka["satuan"][number]) if number >= 0 else ""

    def quoted(self, banding: int) -> int:
        """The number that the card quotes first (its `names`), -1 where there is none."""
        part, row = self.part(banding)
        table = self.table(part.card.table)
        valued = self.r.settled.tables.value_columns.get(part.card.table, ())
        ids = [int(table[name][int(part.rows[row])]) for name in part.card.names if name in valued]
        return next((number for number in ids if number >= 0), -1)

    def row(self, banding: int) -> dict:
        """The row of the card's table as texts, for templates."""
        part, row = self.part(banding)
        values = self.table(part.card.table).row(int(part.rows[row]))
        for column in self.r.settled.tables.value_columns.get(part.card.table, ()):
            number = int(values.get(column, -1))
            values[column] = str(self.texts[number]).strip()
            values[f"{column}_angka"] = float(self.numbers.value[number])
        return values

    def tested(self, banding: int) -> list[str]:
        """The printed figures that a condition has looked at, in the order in which it names them."""
        part, row = self.part(banding)
        return [
            str(self.texts[number]).strip()
            for leaf in part.weak
            for number in leaf.id[leaf.row == row]
            if number >= 0
        ]

    @cached_property
    def _suspects(self) -> dict[int, list[int]]:
        suspects = self.r.explained.causes.suspect
        return (
            suspects.groupby("cause")["node"].agg(lambda nodes: [int(node) for node in nodes]).to_dict()
            if len(suspects)
            else {}
        )

    def suspects(self, cause: int) -> list[int]:
        return self._suspects.get(cause, [])

    def what(self, number: int) -> str:
        """What a number is: 'realisasi Program X (Tabel …)'."""
        name, kind = self.names.get(number, ("", ""))
        kind = kind or self.angka["kolom"][number]
        return measured(MEASURES.get(kind, kind), self.named(str(name or self.angka["baris"][number] or "")))

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        tables = self.r.settled.tables
        found: dict[int, tuple[str, str]] = {}
        for table in ("rincian", "anggaran", "perhitungan", "layanan"):
            frame = tables[table]
            for value_column in sorted(tables.value_columns[table]):
                label = (
                    {"realisasi": "serapan"}.get(value_column, value_column)
                    if table == "anggaran"
                    else value_column
                )
                uraian = frame["uraian"] if "uraian" in frame else frame["subjek"]
                found |= {
                    int(number): (name, label)
                    for number, name in zip(frame[value_column], uraian, strict=True)
                    if number >= 0
                }
        facts = self.r.settled.fakta
        return found | {
            int(number): (key, measure)
            for number, key, measure in zip(facts["nilai"], facts["kunci"], facts["ukuran"], strict=True)
        }

    @cached_property
    def _facts(self) -> tuple[Columns, np.ndarray, np.ndarray, Groups]:
        """fakta, first of its rows by node (-1: none), and its rows by what is said in which report, whatever
        the year."""
        facts = self.r.settled.fakta
        first = np.full(len(self.node), -1)
        if facts.empty:
            return Columns(facts), first, np.empty(0, int), Groups([])
        first[self.node[facts["nilai"].to_numpy(dtype="int64")[::-1]]] = np.arange(len(facts))[::-1]
        kind = facts.groupby(["laporan", "kunci", "ukuran"], sort=False, dropna=False).ngroup().to_numpy()
        return Columns(facts), first, kind, Groups(kind)

    def other_years(self, number: int) -> list[float]:
        """Values of the fact that a number states, in other years of the same report."""
        facts, first, kind, alike = self._facts
        at = int(first[self.node[number]])
        if at < 0:
            return []
        rows = alike.of(int(kind[at]))
        return [
            float(value)
            for value in self.numbers.value[
                facts["nilai"][rows[facts["tahun"][rows] != facts["tahun"][at]]].astype("int64")
            ]
        ]


def five_elements(words: Words, finding: dict, bandings: list[int], dampak: list[dict]) -> dict:
    """kondisi, kriteria, sebab, akibat, rekomendasi of one finding, plus calculation, alternatives,
    interval."""
    card = words.cards[finding["rule"]]
    first = int(finding["banding"])
    subject = words.named(str(finding["subject"]))
    measure = MEASURES.get(finding["measure"], str(finding["measure"]).replace("_", " "))
    doubled = measure == MEASURES["rata_rata"] and subject.startswith("Rata-rata")
    context = {
        "subjek": capital(subject),
        "hal": subject,
        "ukuran": measure,
        "pokok": subject if doubled else ": ".join(part for part in (capital(subject), measure) if part),
        "tahun": f" tahun {finding['tahun']}" if int(finding["tahun"]) > 0 else "",
        "banyak": len(bandings),
        "label": finding["stated_label"],
        "seharusnya": finding["recomputed_label"],
    }
    alternatives, interval, calculation = {}, None, ""
    template = defaults()["kondisi"][card.shape]
    if card.shape == "interval":
        context |= _interval_context(words, card, finding, bandings)
        calculation, alternatives, interval = (
            context["hitungan"],
            context["alternatif_nilai"],
            context["selang"],
        )
        template = defaults()["kondisi"][
            "relasi" if finding["relation"] else "interval" if context["dinyatakan"] else "operan"
        ]
        if card.relation != "=":
            template = defaults()["kondisi"]["batas"]
    context["baris"], context["diuji"] = words.row(first), words.tested(first)
    context["semua"] = (
        [words.row(banding) for banding in bandings] if card.kondisi and "semua" in card.kondisi else []
    )
    kondisi = fill(card.kondisi or template, **context)
    if (
        card.kondisi
        and card.shape == "interval"
        and not finding["relation"]
        and not context.get("dinyatakan", True)
    ):
        kondisi = fill(template, **context)
    kondisi = capital(f"{kondisi} {fill(card.remark, **context)}".strip() if card.remark else kondisi)
    criterion = card.criterion
    kriteria = fill(criterion.what, **context)
    source = " ".join(part for part in (criterion.document, criterion.section) if part)
    otherwise = f" (bila tidak dinyatakan: {criterion.otherwise})" if criterion.otherwise else ""
    kriteria = f"{capital(source)}: {kriteria}{otherwise}"
    sebab = _sebab(words, card, finding, context)
    akibat = fill(card.akibat, **context)
    if dampak:
        moved = [
            f"{one['what']}: {one['stated']} menjadi {like(one['becomes'], one['stated'])}{_own_part(one)}"
            for one in dampak
            if one["stated"] != one["becomes"]
        ]
        stays = [f"{one['what']} tetap {one['stated']}" for one in dampak if one["stated"] == one["becomes"]]
        if moved and len(stays) > 1:
            stays = [f"{len(stays)} predikat lain tetap"]
        akibat += " Bila diperbaiki, " + "; ".join([*moved, *stays]) + "."
    return {
        "kondisi": kondisi,
        "kriteria": kriteria,
        "sebab": sebab,
        "akibat": akibat,
        "rekomendasi": fill(card.rekomendasi, **context),
        "calculation": calculation,
        "alternatives": alternatives,
        "interval": interval,
    }


def _own_part(effect: dict) -> str:
    """ " (bagian temuan ini −3,88)" where other findings change the figure, too."""
    return f" (bagian temuan ini {effect['part']})" if effect["part"] else ""


def _equation(words: Words, banding: int) -> str:
    """A relation that does not hold, with its numbers."""
    told = words.calculation(banding)[0]
    printed = str(words.texts[int(words.paper["stated_id"][banding])]).strip().removesuffix("%").strip()
    return f"{told}, tercetak {printed}" if " = " in told else f"{told} dan {printed} seharusnya sama"


def _interval_context(words: Words, card: Card, finding: dict, bandings: list[int]) -> dict:
    first = int(finding["banding"])
    paper, node = words.paper, words.node
    calculation, values = words.calculation(first)
    stated_id = int(paper["stated_id"][first])
    accused = int(finding["stated_id"])
    is_stated = bool(finding["cause"] < 0) or node[stated_id] == node[accused]
    part, row = words.part(first)
    names = [alternative.name for alternative in part.alternatives]
    chosen = names[int(part.choice[row])]
    # the same figure with the other sign is no other way to compute it
    others = {
        name: value
        for name, value in values.items()
        if name != chosen and np.isfinite(value) and value != -values[chosen]
    }
    told = {name: words.shown(value, first) for name, value in others.items()}
    same = [
        name for name, value in told.items() if value == words.shown(values[chosen], first)
    ]  # another way to the same value tells nothing
    told = {name: value for name, value in told.items() if name not in same}
    way = chosen if (len(names) > 1 or card.wrong) and (told or not same) else ""
    recomputed = float(finding["recomputed"])
    decimals = int(words.numbers.desimal[accused])
    equations = list(dict.fromkeys(_equation(words, banding) for banding in bandings[:24]))[:6]
    lo, hi = float(paper["lower"][first]), float(paper["upper"][first])
    stated, computed = float(paper["stated"][first]), float(paper["recomputed"][first])
    return {
        "tercetak": str(words.texts[accused]).strip(),
        "tercetak_hubungan": str(words.texts[stated_id]).strip(),
        "hitungan": calculation,
        "dinyatakan": is_stated,
        "cara": way,
        "alternatif": {
            name: text
            for position, (name, text) in enumerate(told.items())
            if text not in list(told.values())[:position]
        },
        "alternatif_nilai": {name: value for name, value in values.items() if np.isfinite(value)},
        "hasil": words.shown(recomputed, first)
        if is_stated
        else written.recomputed_text(recomputed, decimals, decimals <= 0 and words.unit(accused) != "%"),
        "selisih": words.shown(abs(stated - computed), first),
        "hubungan": equations,
        "apa": words.what(accused),
        "salah": str(part.misfit[row]) if part.misfit is not None else "",
        "tersangka": [
            f"{words.what(number)} {str(words.texts[number]).strip()}"
            for number in words.suspects(int(finding["cause"]))[:8]
        ],
        "banyak_tersangka": len(words.suspects(int(finding["cause"]))),
        "selang": [lo, hi] if np.isfinite(lo) and np.isfinite(hi) else None,
    }


def _sebab(words: Words, card: Card, finding: dict, context: dict) -> str:
    told = ""
    if card.shape == "interval" and not finding["relation"]:
        if context.get("salah"):
            return f"Indikasi: dihitung dengan rumus {context['salah']}."
        accused = int(finding["stated_id"])
        members: list[float] = []
        if context["dinyatakan"]:
            part, row = words.part(int(finding["banding"]))
            leaves = part.alternatives[int(part.choice[row])].leaves
            several = [ids for leaf in leaves.values() if len(ids := leaf.id[leaf.row == row]) > 1]
            members = [float(value) for ids in several for value in words.numbers.value[ids]]
        found = (float(finding["stated"]), float(finding["recomputed"]), int(words.numbers.desimal[accused]))
        told = causes_told.pattern(*found, words.other_years(accused), members)
    told = told or (fill(card.sebab, **context) if card.sebab else "")
    return (
        f"Indikasi: {told.rstrip('.')}."
        if told
        else "Indikasi: belum dapat ditunjukkan dari laporan ini saja; diisi oleh unit kerja."
    )
