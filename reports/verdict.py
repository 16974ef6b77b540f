"""What a report comes to, in words that every paper shares."""

from cermat.reports.labels import Labels
from cermat.reports.plain import one_line
from cermat.schemas.documents import ONLY_TABLES
from cermat.schemas.places import on_page


def name(findings: dict, most: int = 160) -> str:
    """The agency, or the report's file name."""
    report = findings["report"]
    return one_line(report["instansi"] or report["laporan"], most)


def title(findings: dict, labels: Labels) -> str:
    """'Dinas X, tahun 2023'."""
    year = findings["report"]["tahun"]
    return name(findings) + (f", {labels._('tahun')} {year}" if year else "")


def document(findings: dict, labels: Labels) -> str:
    """What was read: 'Rencana Strategis (Renstra) 2024-2026, bukan LKjIP'; 'Laporan Kinerja (LKjIP) 2016,
    hanya BAB III'."""
    told, _ = findings["report"].get("dokumen"), labels._
    if not told:  # findings of an earlier version
        return ""
    if only_tables(findings):
        return _("%(what)s, kiriman hanya tabel", what=_kind(told, _))
    return _kind(told, _)


def _kind(told: dict, _) -> str:
    """What the document is, and which part of it was read."""
    what = one_line(told["nama"], 160)
    if told["bagian"]:
        what = _("%(what)s, hanya %(part)s", what=what, part=one_line(told["bagian"], 80))
    return what if told["jenis"] == "lkjip" or not told["bukti"] else _("%(what)s, bukan LKjIP", what=what)


def only_tables(findings: dict) -> bool:
    """Is the submission tables alone, so that no rule on sentences could be tested?"""
    return any(rule["reason"] == ONLY_TABLES for rule in findings["rules"])


def subject(findings: dict, labels: Labels) -> str:
    """What a paper is about, for its heading: 'Laporan Kinerja', or the name of another document."""
    told = findings["report"].get("dokumen")
    return (
        one_line(told["nama"], 160)
        if told and told["jenis"] != "lkjip" and told["bukti"]
        else labels._("Laporan Kinerja")
    )


def title_line(findings: dict, labels: Labels) -> str:
    """The first line of a paper: whose report, of which year, and what kind of document it is."""
    return " · ".join(part for part in (title(findings, labels), document(findings, labels)) if part)


def nothing_audited(findings: dict, worst: int = 1) -> bool:
    """Is there neither a figure that any other tested nor a finding of grade `worst` or above (0 rendah, 1
    sedang, 2 tinggi)?"""
    numbers, grades = findings["summary"]["numbers"], ("rendah", "sedang", "tinggi")[worst:]
    return not (numbers["recomputed"] + numbers["repeated"] + numbers["weak"]) and not any(
        findings["summary"]["findings"][grade] for grade in grades
    )


def what_was_read(findings: dict, result, labels: Labels) -> str:
    """One line where nothing could be audited: which file, what kind of document, how many pages and
    figures."""
    report = findings["report"]
    seen = [
        frame.loc[frame["laporan"].eq(report["laporan"]), "halaman"].max()
        for frame in (result.sub.blok, result.sub.sel)
        if len(frame)
    ]
    pages = int(max([0, *(page for page in seen if page == page)]))
    told = report.get("dokumen")
    parts = [
        _kind(told, labels._) if told else "",
        f"{pages} halaman" if pages > 0 else "",
        f"{findings['summary']['numbers']['printed']} angka",
    ]
    read = ", ".join(part for part in parts if part)
    return (
        f"{one_line(report['laporan'], 120)}: tidak satu angka pun dapat dihitung ulang; yang dibaca: {read}"
    )


def answer(findings: dict, labels: Labels) -> str:
    """The answer before all else: can the figures of this report be relied upon?"""
    summary, _ = findings["summary"], labels._
    counts = summary.get("matters", summary["findings"])
    if nothing_audited(findings):
        return _("Tidak dapat diuji")
    if counts["tinggi"] + counts["sedang"]:
        return _("Belum dapat diyakini")
    return _("Dapat diyakini, dengan catatan kecil") if counts["rendah"] else _("Tidak ada pertentangan")


def unproven(findings: dict) -> int:
    """Printed figures that no other recomputes or repeats: the one number of what is "belum terbukti"."""
    numbers = findings["summary"]["numbers"]
    return numbers["weak"] + numbers["unreached"]


def reached(findings: dict, labels: Labels) -> str:
    """The share of printed figures that others recompute ("74%"): the one number for reach."""
    numbers = findings["summary"]["numbers"]
    return labels.percent(numbers["recomputed"], numbers["printed"])


def verdict(findings: dict, labels: Labels) -> list[str]:
    """Up to three sentences: what must be done, how far the numbers are proven, and that no sentence was
    there to be tested."""
    summary, _ = findings["summary"], labels._
    counts, numbers = summary.get("matters", summary["findings"]), summary["numbers"]
    grave = counts["tinggi"] + counts["sedang"]
    if not numbers["printed"]:
        return [_("Tidak ada angka yang dapat diuji dalam laporan ini.")]
    if grave:
        one = "%(num)s hal perlu diperbaiki atau dijelaskan sebelum laporan ini dapat diyakini."
        first = labels.ngettext(one, one, grave) % {"num": grave}
    elif counts["rendah"]:
        first = _(
            "Tidak ada pertentangan berarti di antara angka-angka laporan ini; ada %(n)s catatan kecil.",
            n=counts["rendah"],
        )
    else:
        first = _("Tidak ditemukan pertentangan di antara angka-angka laporan ini.")
    proven = _(
        "%(a)s dari %(b)s angka tercetak dapat dihitung ulang dari angka lain (%(p)s); %(u)s belum terbukti.",
        a=labels.number(numbers["recomputed"]),
        b=labels.number(numbers["printed"]),
        p=reached(findings, labels),
        u=labels.number(unproven(findings)),
    )
    bare = _("Kiriman ini hanya tabel: yang hanya dapat diuji dari kalimat laporan tidak diuji.")
    return [first, proven, *([bare] if only_tables(findings) else [])]


def place_line(place: dict, most: int = 300, short: bool = False) -> str:
    """A place as `Places.where` gives it, on one line: '113,59: Tabel 3.1 · baris 1 · kolom Capaian (BAB III
    > A)'.

    short: the chapter only, and none where table and page tell it.
    """
    where = " · ".join(
        part for part in (one_line(place["table"], 120), one_line(place["detail"], 160)) if part
    )
    parts = place["section"].split(" > ")
    if short and where:
        parts = [] if place["table"] else parts[:1]
    elif where:
        parts = parts[:2]
    section, text = one_line(" > ".join(parts), 120), one_line(place["text"], 80)
    told = f"{where} ({section})" if where and section else where or section
    return one_line(f"{text}: {told}" if text and told else text or told, most)


def rule_titles(findings: dict, result, lang: str) -> dict[str, str]:
    """Titles of rules by id, in the language of the paper; in English also of what some rules tell by row
    (Card.by_row), by the Indonesian title."""
    told = {finding["rule"]: finding["title"] for finding in findings["findings"]}
    cards = getattr(result, "cards", ())
    told |= {card.id: (card.title_en if lang == "en" and card.title_en else card.title) for card in cards}
    tables = getattr(getattr(result, "settled", None), "tables", {}) if lang == "en" else {}
    for card in cards:
        column, table = card.by_row.get("title", ""), tables.get(card.table, {})
        if f"{column}_en" in table:
            told |= dict(zip(table[column], table[f"{column}_en"], strict=True))
    return told


def title_in(finding: dict, titles: dict[str, str], lang: str) -> str:
    """The title of a finding, which may say more than its rule's ("Target berbeda dari Perjanjian Kinerja");
    in other languages its own, too, or that of the rule."""
    title = finding["title"]
    return title if lang == "id" else titles.get(title, titles.get(finding["rule"], title))


def own_title(finding: dict, titles: dict[str, str], words: Labels) -> str:
    """The same, in the language of a paper's words."""
    return title_in(finding, titles, words.lang)


def test_names(result, lang: str) -> dict[str, str]:
    """What is so where a rule holds, by rule: "Jumlah sama dengan rinciannya"; the title of a card without
    such a name."""
    english = lang == "en"
    return {
        card.id: (english and card.holds_title_en) or card.holds_title or card.title
        for card in getattr(result, "cards", ())
    }


def where(findings: dict, result, words: Labels):
    """Places in words: a function of a place, as `Places.where`. Without the frames, tables go by their
    id."""
    if result is not None:
        from cermat.reports.places import Places

        return Places(result.sub, findings["report"]["laporan"], words).where
    return plain_place(words)


def plain_place(words: Labels):
    """Places in words where only findings.json is there: tables by their id."""
    _ = words._

    def told(place: dict) -> dict:
        parts = [
            _("baris %(x)s", x=place["row"]) if place["row"] else "",
            _("kolom %(x)s", x=place["column"]) if place["column"] else "",
            on_page(place["page"], place.get("printed"), _),
            _("baris teks %(n)s", n=place["line"]) if place["line"] is not None else "",
            _(place["asal"]) if place.get("asal") else "",
        ]
        document = place.get("document", "")
        return {
            "text": place["text"],
            "table": " · ".join(part for part in (document, place["table"]) if part),
            "detail": " · ".join(part for part in parts if part),
            "section": "" if document else place["section"],
        }

    return told
