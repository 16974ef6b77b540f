"""The five elements of a finding in words, made when somebody reads them: kondisi, kriteria, sebab, akibat, rekomendasi.

Templates are jinja2: those of the cards, and by shape those in checks/texts.yaml.
"""

from functools import cache
from importlib.resources import files

import jinja2
import numpy as np
import pandas as pd
import yaml

from checks import causes_told, written
from checks.cards import Card
from checks.operands import Numbers

MEASURES = {
    "capaian": "capaian", "realisasi": "realisasi", "target": "target", "rata_rata": "rata-rata", "pagu": "pagu",
    "serapan": "realisasi anggaran", "persen": "persentase", "sisa": "sisa anggaran", "nilai": "angka", "hasil": "hasil hitungan",
    "capaian_akhir": "capaian terhadap target akhir",
    "pagu_awal": "pagu awal", "jumlah": "jumlah", "target_akhir": "target akhir periode", "selisih": "selisih",
}  # fmt: skip


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    env.filters["angka"] = lambda v, d=2: written.number(float(v), int(d))
    return env


@cache
def _template(text: str) -> jinja2.Template:
    return _environment().from_string(text)


@cache
def defaults() -> dict:
    """checks/texts.yaml."""
    return yaml.load(files("checks").joinpath("texts.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def display(subject: str) -> str:
    """A subject as it is read: averages by how many indicators they cover, not by all their names."""
    if subject.startswith("Rata-rata capaian: "):
        names = subject.removeprefix("Rata-rata capaian: ").split("; ")
        if len(names) > 2 or len(subject) > 160:
            return f"Rata-rata capaian {len(names)} indikator"
        return "Rata-rata capaian " + " dan ".join(names)
    return subject


def fill(text: str, **context) -> str:
    """Fill one template; spaces left by empty parts are taken out."""
    return " ".join(_template(text).render(**context).split())


class Words:
    """Everything that the texts of one run's findings draw on."""

    def __init__(self, result):
        self.r = result
        self.cards: dict[str, Card] = {c.id: c for c in result.cards}
        self.numbers: Numbers = result.settled.tables.numbers
        self.texts = np.append(result.sub.angka["teks"].to_numpy(dtype=object), "")
        self.parts = {}
        for p in result.comparisons.parts:
            self.parts.setdefault(p.card.id, []).append(p)

    def part(self, banding: int):
        """The part and the row within it of one comparison."""
        rule = self.r.comparisons.kertas_kerja["aturan"].iat[banding]
        for p in self.parts[rule]:
            if p.start <= banding < p.start + len(p.paper):
                return p, banding - p.start
        raise KeyError(banding)

    def calculation(self, banding: int) -> tuple[str, dict[str, float]]:
        """(the recomputation written out, value by alternative)."""
        p, row = self.part(banding)
        k = int(p.choice[row])
        paper = p.paper
        text = written.write(p, row, k, self.numbers, self.texts, self.shown(paper["recomputed"][row], banding))
        return text, {a.name: float(p.values[j, row]) for j, a in enumerate(p.alternatives)}

    def shown(self, value: float, banding: int) -> str:
        """A recomputed value in Indonesian form."""
        paper = self.r.comparisons.kertas_kerja
        d = int(paper["desimal"].iat[banding]) if pd.notna(paper["desimal"].iat[banding]) else 2
        i = int(paper["stated_id"].iat[banding])
        whole = i >= 0 and d <= 0 and self.unit(i) != "%"
        return written.recomputed_text(float(value), d, whole)

    def unit(self, i: int) -> str:
        return str(self.r.sub.angka["satuan"].iat[i]) if i >= 0 else ""

    def quoted(self, banding: int) -> int:
        """The number that the card quotes first (its `names`), -1 where there is none."""
        p, row = self.part(banding)
        table = self.r.settled.tables[p.card.table]
        valued = self.r.settled.tables.value_columns.get(p.card.table, ())
        ids = [int(table[n].iat[int(p.rows[row])]) for n in p.card.names if n in valued]
        return next((i for i in ids if i >= 0), -1)

    def row(self, banding: int) -> dict:
        """The row of the card's table as texts, for templates."""
        p, row = self.part(banding)
        table = self.r.settled.tables[p.card.table]
        values = table.iloc[int(p.rows[row])].to_dict()
        for c in self.r.settled.tables.value_columns.get(p.card.table, ()):
            i = int(values.get(c, -1))
            values[c] = str(self.texts[i]).strip()
            values[f"{c}_angka"] = float(self.numbers.value[i])
        return values

    def tested(self, banding: int) -> list[str]:
        """The printed figures that a condition has looked at, in the order in which it names them."""
        p, row = self.part(banding)
        return [str(self.texts[i]).strip() for leaf in p.weak for i in leaf.id[leaf.row == row] if i >= 0]

    def suspects(self, cause: int) -> list[int]:
        s = self.r.explained.causes.suspect
        return [int(n) for n in s.loc[s["cause"] == cause, "node"]] if cause >= 0 and len(s) else []

    def what(self, i: int) -> str:
        """What a number is: 'realisasi Program X (Tabel …)'."""
        a = self.r.sub.angka.iloc[i]
        name = self.names.get(i, ("", ""))
        name = (display(name[0]), name[1])
        measure = MEASURES.get(name[1] or a["kolom"], name[1] or a["kolom"])
        return " ".join(str(x) for x in (measure, name[0] or a["baris"]) if x)

    @property
    def names(self) -> dict[int, tuple[str, str]]:
        if not hasattr(self, "_names"):
            tables = self.r.settled.tables
            self._names = {}
            for t in ("rincian", "anggaran", "perhitungan", "layanan"):
                frame = tables[t]
                for c in sorted(tables.value_columns[t]):
                    label = {"realisasi": "serapan"}.get(c, c) if t == "anggaran" else c
                    uraian = frame["uraian"] if "uraian" in frame else frame["subjek"]
                    self._names |= {int(i): (u, label) for i, u in zip(frame[c], uraian, strict=True) if i >= 0}
            f = self.r.settled.fakta
            self._names |= {int(i): (k, u) for i, k, u in zip(f["nilai"], f["kunci"], f["ukuran"], strict=True)}
        return self._names


def five_elements(words: Words, finding: dict, bandings: list[int], dampak: list[dict]) -> dict[str, str]:
    """kondisi, kriteria, sebab, akibat, rekomendasi of one finding, plus calculation, alternatives, interval."""
    card = words.cards[finding["rule"]]
    first = int(finding["banding"])
    paper = words.r.comparisons.kertas_kerja
    subject = display(str(finding["subject"]))
    context = {
        "subjek": subject[0].upper() + subject[1:] if subject else "", "hal": subject,
        "ukuran": MEASURES.get(finding["measure"], str(finding["measure"]).replace("_", " ")),
        "tahun": f" tahun {finding['tahun']}" if int(finding["tahun"]) > 0 else "",
        "banyak": len(bandings), "label": finding["stated_label"], "seharusnya": finding["recomputed_label"],
    }  # fmt: skip
    alternatives, interval, calculation = {}, None, ""
    template = defaults()["kondisi"][card.shape]
    if card.shape == "interval":
        context |= _interval_context(words, card, finding, bandings)
        calculation, alternatives, interval = context["hitungan"], context["alternatif_nilai"], context["selang"]
        template = defaults()["kondisi"]["relasi" if finding["relation"] else "interval" if context["dinyatakan"] else "operan"]
        if card.relation != "=":
            template = defaults()["kondisi"]["batas"]
    context["baris"], context["diuji"] = words.row(first), words.tested(first)
    context["semua"] = [words.row(b) for b in bandings] if card.kondisi and "semua" in card.kondisi else []
    kondisi = fill(card.kondisi or template, **context)
    if card.kondisi and card.shape == "interval" and not finding["relation"] and not context.get("dinyatakan", True):
        kondisi = fill(template, **context)
    criterion = card.criterion
    kriteria = fill(criterion.what, **context)
    source = " ".join(x for x in (criterion.document, criterion.section) if x)
    otherwise = f" (bila tidak dinyatakan: {criterion.otherwise})" if criterion.otherwise else ""
    kriteria = f"{source[0].upper() + source[1:]}: {kriteria}{otherwise}"
    sebab = _sebab(words, card, finding, context, bandings, paper)
    akibat = fill(card.akibat, **context)
    if dampak:
        moved = [f"{d['what']}: {d['stated']} menjadi {d['becomes']}" for d in dampak if d["stated"] != d["becomes"]]
        stays = [f"{d['what']} tetap {d['stated']}" for d in dampak if d["stated"] == d["becomes"]]
        akibat += " Bila diperbaiki, " + "; ".join([*moved, *stays]) + "."
    return {
        "kondisi": kondisi, "kriteria": kriteria, "sebab": sebab, "akibat": akibat, "rekomendasi": fill(card.rekomendasi, **context),
        "calculation": calculation, "alternatives": alternatives, "interval": interval,
    }  # fmt: skip


def _interval_context(words: Words, card: Card, finding: dict, bandings: list[int]) -> dict:
    first = int(finding["banding"])
    paper = words.r.comparisons.kertas_kerja
    calculation, values = words.calculation(first)
    stated_id = int(paper["stated_id"].iat[first])
    accused = int(finding["stated_id"])
    node = words.r.explained.causes.node
    is_stated = bool(finding["cause"] < 0) or node[stated_id] == node[accused]
    p, row = words.part(first)
    names = [a.name for a in p.alternatives]
    chosen = names[int(p.choice[row])]
    # the same figure with the other sign is no other way to compute it
    others = {n: v for n, v in values.items() if n != chosen and np.isfinite(v) and v != -values[chosen]}
    recomputed = float(finding["recomputed"])
    d = int(words.numbers.desimal[accused])
    told = [f"{words.calculation(b)[0]}, tercetak {str(words.texts[int(paper['stated_id'].iat[b])]).strip().removesuffix('%').strip()}"
            for b in bandings[:24]]  # fmt: skip
    equations = list(dict.fromkeys(told))[:6]
    lo, hi = float(paper["lower"].iat[first]), float(paper["upper"].iat[first])
    stated, x = float(paper["stated"].iat[first]), float(paper["recomputed"].iat[first])
    return {
        "tercetak": str(words.texts[accused]).strip(), "tercetak_hubungan": str(words.texts[stated_id]).strip(),
        "hitungan": calculation, "dinyatakan": is_stated, "cara": chosen if len(names) > 1 or card.wrong else "",
        "alternatif": {n: words.shown(v, first) for n, v in others.items()},
        "alternatif_nilai": {n: v for n, v in values.items() if np.isfinite(v)},
        "hasil": words.shown(recomputed, first) if is_stated
        else written.recomputed_text(recomputed, d, d <= 0 and words.unit(accused) != "%"),
        "selisih": words.shown(abs(stated - x), first), "hubungan": equations,
        "apa": words.what(accused), "salah": str(p.misfit[row]) if p.misfit is not None else "",
        "tersangka": [f"{words.what(i)} {str(words.texts[i]).strip()}" for i in words.suspects(int(finding["cause"]))[:8]],
        "banyak_tersangka": len(words.suspects(int(finding["cause"]))),
        "selang": [lo, hi] if np.isfinite(lo) and np.isfinite(hi) else None,
    }  # fmt: skip


def _sebab(words: Words, card: Card, finding: dict, context: dict, bandings: list[int], paper: pd.DataFrame) -> str:
    if card.shape != "interval" or finding["relation"]:
        told = fill(card.sebab, **context) if card.sebab else ""
        return f"Indikasi: {told}" if told else "Indikasi: belum dapat ditunjukkan dari laporan ini saja; diisi oleh unit kerja."
    if context.get("salah"):
        return f"Indikasi: dihitung dengan rumus {context['salah']}."
    accused = int(finding["stated_id"])
    f = words.r.settled.fakta
    me = f[f["nilai"].isin(np.flatnonzero(words.r.explained.causes.node == words.r.explained.causes.node[accused]))] if len(f) else f
    prior: list[float] = []
    if len(me):
        k, u, y, lap = me[["kunci", "ukuran", "tahun", "laporan"]].iloc[0]
        other = f[(f["laporan"] == lap) & (f["kunci"] == k) & (f["ukuran"] == u) & (f["tahun"] != y)]
        prior = [float(v) for v in words.numbers.value[other["nilai"].to_numpy(dtype="int64")]]
    members: list[float] = []
    if context["dinyatakan"]:
        p, row = words.part(int(finding["banding"]))
        leaves = p.alternatives[int(p.choice[row])].leaves
        several = [leaf.id[leaf.row == row] for leaf in leaves.values() if (leaf.row == row).sum() > 1]
        members = [float(v) for ids in several for v in words.numbers.value[ids]]
    found = causes_told.pattern(float(finding["stated"]), float(finding["recomputed"]), int(words.numbers.desimal[accused]), prior, members)
    if found:
        return f"Indikasi: {found}."
    told = fill(card.sebab, **context) if card.sebab else ""
    return f"Indikasi: {told}" if told else "Indikasi: belum dapat ditunjukkan dari laporan ini saja; diisi oleh unit kerja."
