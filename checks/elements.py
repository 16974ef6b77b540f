"""The five elements of a finding, made when somebody reads them: kondisi, kriteria, sebab, akibat, saran.

Templates (see fills.py) are those of the cards, and by shape those in checks/texts.yaml.
"""

import numpy as np

from cermat.checks import causes_told, written
from cermat.checks.cards import Card
from cermat.checks.fills import fill
from cermat.checks.phrases import MEASURES, capital, defaults, like
from cermat.checks.texts import Words


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
    shown = lasting(words, card, bandings)
    context["banyak"] = len(shown)
    listed = bool(card.kondisi) and "semua" in card.kondisi
    context["semua"] = [words.row(banding) for banding in shown] if listed else []
    kondisi = fill(card.kondisi or template, **context)
    if (
        card.kondisi
        and card.shape == "interval"
        and not finding["relation"]
        and not context.get("dinyatakan", True)
    ):
        kondisi = fill(template, **context)
    kondisi = capital(f"{kondisi} {fill(card.remark, **context)}".strip() if card.remark else kondisi)
    kondisi = f"{kondisi} {words.after.of_label(first)}".strip() if card.table == "label" else kondisi
    kriteria = _kriteria(words, card, finding, context)
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
        "rekomendasi": _rekomendasi(words, card, finding, context),
        "calculation": calculation,
        "alternatives": alternatives,
        "interval": interval,
    }


def lasting(words: Words, card: Card, bandings: list[int]) -> list[int]:
    """The comparisons that a finding tells: of rounding those about figures that other repairs leave as they
    are, as nobody rounds what will change."""
    if card.kind != "pembulatan":
        return bandings
    kept = [banding for banding in bandings if words.after.value(words.quoted(banding)) is None]
    return kept or bandings


def _kriteria(words: Words, card: Card, finding: dict, context: dict) -> str:
    """What the report is held against: its own rule as it prints it, with the page; the regulation that the
    card names; else what is good practice, which no regulation is made to say."""
    criterion = card.criterion
    if "criterion" in card.by_row:
        return str(context["baris"][card.by_row["criterion"]])
    what = fill(criterion.what, **context)
    if criterion.document != "laporan":
        return (
            f"{capital(' '.join(part for part in (criterion.document, criterion.section) if part))}: {what}"
        )
    quoted = words.quotes.of(criterion.quotes, str(finding["laporan"]), str(finding["subject"]))
    if quoted:
        return f"Laporan{'' if quoted.startswith(':') else ' '}{quoted}"
    if criterion.printed:
        return f"Laporan: {what}"
    return f"{criterion.otherwise}: {what}" if criterion.otherwise else f"Praktik baik: {what}"


def _rekomendasi(words: Words, card: Card, finding: dict, context: dict) -> str:
    """What to do; where one figure is to be replaced by another: which, by which, where."""
    told = fill(card.rekomendasi, **context)
    replaced = (
        card.shape == "interval"
        and card.relation == "="
        and card.kind != "dokumen"
        and not finding["relation"]
    )
    if not replaced or not np.isfinite(float(finding["recomputed"])) or not context["tercetak"]:
        return told
    accused = int(finding["stated_id"])
    more = len(words.copies.of(int(words.node[accused]))) - 1
    where = words.at(accused) + (f" dan {more} tempat lain" if more > 0 else "")
    becomes = like(context["hasil"], context["tercetak"])
    return f"Ganti {context['tercetak']} menjadi {becomes} pada {where}. {told}"


def _way(name: str) -> str:
    """A way to compute as a text calls it."""
    return defaults()["cara"].get(name, name)


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
        "cara_kata": "" if way in defaults()["cara"] and not told else _way(way),
        "alternatif": {
            _way(name): text
            for position, (name, text) in enumerate(told.items())
            if text not in list(told.values())[:position]
        },
        "alternatif_nilai": {name: value for name, value in values.items() if np.isfinite(value)},
        "hasil": words.shown(recomputed, first)
        if is_stated
        else written.recomputed_text(recomputed, decimals, decimals <= 0 and words.unit(accused) != "%"),
        "selisih": words.shown(abs(stated - computed), first),
        "lebih": bool(stated > computed),
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
    """The indicated sebab, '' where the report shows none."""
    told = ""
    if card.shape == "interval" and not finding["relation"]:
        if context.get("salah"):
            return f"Indikasi: dihitung dengan {_way(context['salah'])}."
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
    return f"Indikasi: {told.rstrip('.')}." if told else ""
