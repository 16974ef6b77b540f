"""The matters of a report as the papers print them: the head with all its elements, its rows and what follows
from it in a line each."""

from cermat.reports.html_findings import by_matter, present, replaced
from cermat.reports.labels import BY_THE_UNIT, N_, Labels, labels
from cermat.reports.places import Places
from cermat.reports.plain import one_line

COLUMNS: dict[str, float] = {
    N_("No"): 9,
    N_("Kondisi"): 78,
    N_("Kriteria, sebab, akibat"): 54,
    N_("Rekomendasi"): 37,
    N_("Tanggapan"): 24,
    N_("Perbaikan disepakati"): 25,
    N_("Tanggal"): 20,
    N_("Status"): 17,
}  # of the table of matters, with their millimetres: four that the paper fills, four for people
OVERVIEW: dict[str, float] = {
    N_("No"): 9,
    N_("Hal"): 107,
    N_("Tercetak → seharusnya"): 113,
    N_("Tempat"): 35,
}  # of the list of a line each that stands before it
_MOVED = 6  # figures that a matter lists as changed by its repair
_LINE = 400  # characters of a row or an effect


def matters(findings: dict, rows: dict[str, dict], places: Places, words: Labels) -> list[dict]:
    """One row a matter: the head's row, with sebab (a dotted line where the report shows none), akibat
    without what `perubahan` lists, `baris`, `lanjutan` and `perubahan` (lines each), `nilai` (what it is
    about, printed → right; '' where no figure is), `ringkas` (the same, else the title) and `di` (a short
    place).

    rows: the row of each finding that counts, by its id.
    """
    titles = {row["aturan"]: row["judul"] for row in rows.values()}
    counted = [finding for finding in findings["findings"] if finding["id"] in rows]
    shown, _inside = present(counted, places, labels("id"), words, titles)
    return [_matter(group, rows, words) for group in by_matter(shown)]


def _matter(group: dict, rows: dict[str, dict], words: Labels) -> dict:
    head, _ = group["head"], words._
    row = rows[head["id"]]
    effects = [effect for effect in head["effects"] if effect["stated"] != effect["becomes"]]
    changed = [_change(effect, words) for effect in effects[:_MOVED]]
    if len(effects) > _MOVED:
        changed.append(_("dan %(n)s angka lain", n=len(effects) - _MOVED))
    value = _value(head, words)
    told = (
        one_line(": ".join(part for part in (_capital(head["subject"]), value) if part), 300) if value else ""
    )
    return row | {
        "sebab": row["sebab"] or _(BY_THE_UNIT),
        "akibat": one_line(head["akibat"], 1_500),
        "baris": [_line(rows[member["id"]]) for member in group["rows"]],
        "lanjutan": [_line(rows[member["id"]]) for member in group["effects"]],
        "perubahan": changed,
        "nilai": told,
        "ringkas": told or row["judul"],
        "di": group["at"] or one_line(head["at"][0]["table"] if head["at"] else "", 40),
    }


def _line(row: dict) -> str:
    """'1.2 Rata-rata ditarik oleh satu indikator: Rata-rata capaian … tercetak 138,35; …'."""
    return one_line(f"{row['no']} {row['kondisi']}", _LINE)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(head: dict, words: Labels) -> str:
    """'113,59 → 86,41'; 'tercetak 100, tercatat 4' or 'tercetak 81,70%, di pk2021.docx 85,00%' where the
    other is no repair."""
    if head["was"] and head["becomes"]:
        return f"{head['was']} → {head['becomes']}"
    if head["was"] and head["beside"]:
        return words._(
            "tercetak %(a)s, %(whose)s %(b)s", a=head["was"], whose=head["whose"], b=head["beside"]
        )
    return ""


def _change(effect: dict, words: Labels) -> str:
    """'Rata-rata capaian 7 indikator: 138,35 → 126,45 (bagian temuan ini −3,88)'."""
    part = f" ({words._('bagian temuan ini')} {effect['part']})" if effect["part"] else ""
    return one_line(f"{moved(effect)}{part}", _LINE)


def moved(effect: dict) -> str:
    """'Rata-rata capaian 7 indikator: 138,35 → 126,45', of an effect whose value moves."""
    becomes = replaced(effect["stated"], effect["becomes"])
    return f"{_capital(effect['what'])}: {effect['stated']} → {becomes}"
