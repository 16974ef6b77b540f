"""Sentences of a composed report: claims, verdicts, written-out arithmetic, services, parts of a whole."""

from num2words import num2words

from cermat.datasets.compose.parts import Line
from cermat.datasets.compose.style import MONEY, Style

MONEY_WORDS = frozenset({"pagu", "serapan", "persen", "sisa"})


def claim(style: Style, row: dict, words_of: dict | None = None) -> str:
    """One `klaim` row as a sentence; '' where the wording has none for it.

    words_of: (figure, what is counted) → its words, where they are given; else they are what the figure says.
    """
    year, other = (
        int(row[column]) if row[column] else style.facts["tahun"] for column in ("tahun", "tahun_lain")
    )
    measure, unit = row["ukuran"], row["satuan"]
    words = {
        "subjek": row["subjek"],
        "sasaran": row["subjek"] if row["subjek"] in style.facts["semua_sasaran"] else "",
        "ukuran": measure,
        "tahun": year,
        "tahun_lain": other,
        "kata": "",
        "satuan": unit,
    }
    if row["jenis"] in ("banyak", "x_dari_y"):
        words |= {"nilai": row["nilai"], "dari": row["dari"]}
        if row["jenis"] == "banyak" and row["nilai"].isdigit():
            words["kata"] = (words_of or {}).get((row["nilai"], measure)) or num2words(
                int(row["nilai"]), lang="id"
            )
    else:
        words |= {key: style.value(row[key], measure, unit) for key in ("nilai", "dari")}
    if row["jenis"] in ("nilai", "x_dari_y"):
        return style.say(row["jenis"], measure or "lain", **words)
    return style.say(row["jenis"], **words)


def verdict(style: Style, row: dict) -> str:
    """One `predikat` row as a sentence."""
    year = int(row["tahun"]) if row["tahun"] else style.facts["tahun"]
    value = style.value(row["nilai"], "capaian") if row["nilai"] else ""
    return style.say(
        "predikat",
        row["ukuran"] or "capaian",
        subjek=row["subjek"],
        tahun=year,
        nilai=value,
        label=row["label"],
    )


def arithmetic(style: Style, row: dict) -> str:
    """One `perhitungan` row as a line with its numbers."""
    percent = row["operasi"] == "bagi_persen"
    words = {letter: style.digits(row[letter]) for letter in ("a", "b", "c")}
    result = style.digits(row["hasil"].rstrip("% ")) + ("%" if percent or row["hasil"].endswith("%") else "")
    names = {name: row[name] or row["subjek"] for name in ("a_arti", "b_arti", "c_arti")}
    measure, subject = row["ukuran"] or "realisasi", row["subjek"]
    named = subject.lower().startswith(measure)  # "Jumlah pegawai", not "Jumlah Jumlah pegawai"
    return style.say(
        "perhitungan",
        row["operasi"],
        hal=subject if named else f"{measure.capitalize()} {subject}",
        hasil=result,
        **words,
        **names,
    )


def service(style: Style, row: dict) -> str:
    """One `layanan` row as a sentence."""
    return style.say(
        "layanan",
        uraian=row["uraian"],
        penerima=row["penerima"],
        satuan=row["satuan"],
        target=style.digits(row["target"]),
        realisasi=style.digits(row["realisasi"]),
    )


def indicator_sentence(style: Style, row: dict) -> str:
    """One `indikator` row that stands in prose."""
    year = int(row["tahun"]) if row["tahun"] else style.facts["tahun"]
    unit = row["satuan"]
    values = {column: style.value(row[column], column, unit) for column in ("target", "realisasi", "capaian")}
    return style.say("indikator", indikator=row["indikator"], tahun=year, **values)


def parts_sentence(style: Style, rows: list[dict]) -> str:
    """`rincian` rows of one passage: the total and its parts in one sentence."""
    total = next((row for row in rows if row["peran"] == "total"), None)
    rest = [
        {"uraian": row["uraian"], "nilai": style.digits(row["nilai"])}
        for row in rows
        if row["peran"] == "bagian"
    ]
    if total is None or not rest:
        return ""
    return style.say(
        "rincian",
        subjek=total["subjek"] or total["uraian"],
        jumlah=style.digits(total["nilai"]),
        satuan=total["satuan"],
        bagian=rest,
    )


def is_money(row: dict) -> bool:
    """Does a claim speak of the budget?"""
    return row["ukuran"] in MONEY_WORDS or row["ukuran"] in MONEY


def paragraph(sentences: list[str]) -> list[Line]:
    """Sentences as one paragraph; nothing where there are none."""
    told = [
        sentence if sentence.endswith((".", ":", ";", "?")) else f"{sentence}."
        for sentence in sentences
        if sentence
    ]
    return [Line(" ".join(told))] if told else []
