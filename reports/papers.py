"""What the papers of a review say, for Word and PDF alike: findings that count and their numbers, the form,
the statement."""

import datetime as dt

from babel.dates import format_date

from cermat.reports import beside, doubtful, letters
from cermat.reports.checklist import Answer, checklist
from cermat.reports.kantor import DOTS, Office, letterhead
from cermat.reports.labels import GRADES, STATUSES, Labels, labels
from cermat.reports.matters import matters
from cermat.reports.places import Places
from cermat.reports.plain import one_line
from cermat.reports.verdict import answer, document, name, rule_titles, subject, title_in, unproven, verdict

NOTES = "catatan-hasil-reviu"
STATEMENT = "pernyataan-telah-direviu"
FORM = "formulir-checklist-reviu"
REPORT = "laporan-hasil-reviu"
LETTER = "surat-pengantar"
REPAIRS = "lembar-perbaikan"
SHADES = {"tinggi": "F4C7C3", "sedang": "FBE3A6", "rendah": "D3E6F8"}  # behind the number of a finding
OPEN = "FFF6D6"  # behind what a person still has to answer
_PLACES = 3  # places that a row of findings tells
_LISTED = 25  # matters that the statement lists
_ITSELF = (
    "laporan tidak memuat pernyataan telah direviu"  # the statement does not say that it is not there yet
)
_TEXT = 1_500  # characters of one element of a finding


def in_force(finding: dict) -> bool:
    """Is the finding taken out of the count by a waiver that still holds?"""
    return bool(finding["waiver"] and finding["waiver"]["berlaku"])


def numbered(findings: dict) -> list[tuple[str, dict]]:
    """Findings that count, with the number that every paper gives them: "3", "3.1" (checks/matters.py)."""
    return [(finding["no"], finding) for finding in findings["findings"] if not in_force(finding)]


def excused(findings: dict) -> list[dict]:
    """Findings under a waiver that holds."""
    return [finding for finding in findings["findings"] if in_force(finding)]


def rule_title(finding: dict, result, lang: str) -> str:
    """The title of the finding's rule in the language of the paper."""
    return one_line(title_in(finding, rule_titles({"findings": []}, result, lang), lang), 300)


def content(findings: dict, result, lang: str = "id", kantor: Office | None = None) -> dict:
    """Everything that a template of a paper may print: texts, and lists of rows whose fields are texts
    (docx_templates/README.md). kantor: who reviews (reports/kantor.py); None: dotted lines.

    No text holds a control character or turns the reading direction; none is longer than a cell can bear.
    """
    words = labels(lang)
    places = Places(result.sub, findings["report"]["laporan"], words)
    report, engine = findings["report"], findings["engine"]
    counts, numbers = findings["summary"]["findings"], findings["summary"]["numbers"]
    heads = findings["summary"].get("matters", counts)
    numbers = numbers | {"unreached": unproven(findings)}  # "belum terbukti" is one figure everywhere
    titles = rule_titles(findings, result, lang)
    rows = [_row(number, finding, places, result, words) for number, finding in numbered(findings)]
    every = matters(findings, {row["id"]: row for row in rows}, places, words)
    grave = [
        row for row in every if row["mutu"] != "rendah" and not row["kondisi"].casefold().startswith(_ITSELF)
    ]
    told = letterhead(kantor or Office(), words) | {
        "dokumen": document(findings, words),
        "perihal": subject(findings, words),
        "instansi": name(findings),
        "tahun": str(report["tahun"] or "…………"),
        "berkas": one_line(report["laporan"], 200),
        "sidik": report["sha256"][:16],
        "tanggal": _date(engine["time"], lang),
        "mesin": f"Cermat {engine['version']}",
        "banyak_aturan": str(engine["rules"]),
        "jawaban": answer(findings, words),
        "simpulan": " ".join(verdict(findings, words)),
        "banyak": {name: str(value) for name, value in counts.items()},
        "angka": {name: words.number(value) for name, value in numbers.items()},
        "banyak_hal": {name: str(value) for name, value in heads.items()},
        "temuan": rows,
        "hal_utama": [matter for matter in every if matter["mutu"] != "rendah"],
        "hal_kecil": [matter for matter in every if matter["mutu"] == "rendah"],
        "temuan_utama": grave[:_LISTED],
        "temuan_utama_lain": str(max(0, len(grave) - _LISTED)),
        "ada_temuan_utama": bool(grave),
        "ada_temuan_utama_lain": len(grave) > _LISTED,
        "banyak_rendah": str(heads["rendah"]),
        "ada_rendah": heads["rendah"] > 0,
        "dikecualikan": [_excused(finding, result, words) for finding in excused(findings)],
        "perlu_dilihat": [_doubtful(row) for row in doubtful.rows(findings, places.where, titles, words)],
        "dokumen_lain": beside.short_rows(findings, words),
        "tidak_diuji": _untested(findings, result, words),
        "formulir": [
            {"bagian": f"{number}. {title}", "butir": [_question(given, words) for given in answers]}
            for number, title, answers in checklist(findings, result, words)
        ],
    }
    told |= _head(result, report["laporan"], told["instansi"], words)
    return told | {
        "lhr": letters.report(findings, told, words),
        "surat": letters.letter(findings, told, words),
    }


def _doubtful(row: dict) -> dict[str, str]:
    return {
        "aturan": row["rule"],
        "judul": row["title"],
        "kondisi": row["kondisi"],
        "sebab": row["why"],
        "keyakinan": row["sure"],
        "tempat": "; ".join(row["at"]),
    }


def _date(time: str, lang: str) -> str:
    return format_date(dt.datetime.fromisoformat(time).date(), format="d MMMM yyyy", locale=lang)


def _row(number: str, finding: dict, places: Places, result, words: Labels) -> dict[str, str]:
    told = list(
        dict.fromkeys(
            line for place in finding["places"] if (line := _place(place, finding["kondisi"], places))
        )
    )
    shown = told[:_PLACES]
    if len(told) > _PLACES:
        shown.append(words._("dan %(n)s tempat lain", n=len(told) - _PLACES))
    return {
        "no": number,
        "mutu": finding["severity"],
        "tingkat": words._(GRADES[finding["severity"]]),
        "warna": SHADES[finding["severity"]],
        "aturan": finding["rule"],
        "judul": rule_title(finding, result, words.lang),
        "tempat": shown or [words._("seluruh laporan")],
        "id": finding["id"],
    } | {
        field: one_line(finding[field], _TEXT)
        for field in ("kondisi", "kriteria", "sebab", "akibat", "rekomendasi")
    }


def _place(place: dict, condition: str, places: Places) -> str:
    """'113,59: Tabel 3.1 · baris 1 · kolom Capaian', in prose its heading; short, for it stands in a narrow
    column."""
    if not (place["table"] or place["section"]):
        return ""
    told = places.where(place | {"row": "" if place["row"] in condition else place["row"]})
    where = " · ".join(part for part in (one_line(told["table"], 60), one_line(told["detail"], 90)) if part)
    if not told["table"]:
        where = " · ".join(part for part in (one_line(told["section"].split(" > ")[-1], 80), where) if part)
    return ": ".join(part for part in (one_line(told["text"], 50), where) if part)


def _excused(finding: dict, result, words: Labels) -> dict[str, str]:
    waiver = finding["waiver"]
    return {
        "aturan": finding["rule"],
        "judul": rule_title(finding, result, words.lang),
        "kondisi": one_line(finding["kondisi"], _TEXT),
        "alasan": one_line(waiver["alasan"], _TEXT),
        "oleh": one_line(waiver["oleh"], 200),
        "sampai": _date(waiver["sampai"], words.lang),
    }


def _untested(findings: dict, result, words: Labels) -> list[dict[str, str]]:
    title = {
        card.id: (card.title_en if words.lang == "en" and card.title_en else card.title)
        for card in getattr(result, "cards", ())
    }
    gone = [rule for rule in findings["rules"] if rule["status"] in ("galat", "tidak dapat diuji")]
    return [
        {
            "aturan": rule["id"],
            "judul": one_line(title.get(rule["id"], ""), 300),
            "status": words._(STATUSES[rule["status"]]),
            "alasan": one_line(rule["reason"], 400),
        }
        for rule in gone
    ]


def _head(result, laporan: str, agency: str, words: Labels) -> dict:
    """`pimpinan`: who signs for the unit, as its report names them, dots where it does not; `yth`: whom the
    letter is to."""
    who = result.sub.tables["identitas"]
    who = who[who["laporan"] == laporan] if len(who) else who

    def first(kind: str) -> str:
        found = who.loc[who["jenis"].eq(kind), "nilai"].tolist() if len(who) else []
        return one_line(found[0], 120) if found else ""

    post = first("jabatan")
    given = {"jabatan": post, "nama": first("pimpinan"), "nip": first("nip")}
    return {
        "pimpinan": {name: value or DOTS for name, value in given.items()},
        "yth": post or words._("Pimpinan %(x)s", x=agency),
    }


def _question(answer: Answer, words: Labels) -> dict[str, str | bool]:
    _ = words._
    is_open = answer.answer not in ("ya", "tidak")
    lead = {"sebagian": _("Sebagian; dinilai pereviu."), "": _("Dinilai pereviu.")}.get(answer.answer, "")
    return {
        "no": answer.number,
        "teks": f"{answer.text}\u00a0*" if answer.compare else answer.text,
        "ya": "✓" if answer.answer == "ya" else "☐" if is_open else "",
        "tidak": "✓" if answer.answer == "tidak" else "☐" if is_open else "",
        "keterangan": f"{lead} {answer.reason}".strip(),
        "terbuka": is_open,
        "warna": OPEN if is_open else "FFFFFF",
    }
