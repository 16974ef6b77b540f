"""What every paper tells of the documents that a report is held against: which they are, how much of the
report each comparison covers, and what has no counterpart (`against` and `coverage` of findings.json)."""

from cermat.reports.labels import N_, Labels
from cermat.reports.plain import one_line

HEADING = N_("Terhadap dokumen lain")
LEAD = N_(
    "Cakupan: bagian indikator atau baris anggaran laporan ini yang ada padanannya di dokumen itu. Mutu "
    "menurut kertas kerja PermenPANRB 88/2021: a lebih dari 90 persen, b 75, c 40, d 10, "
    "e sisanya."
)
COLUMNS: dict[str, float] = {
    N_("Dokumen"): 66,
    N_("Perbandingan"): 66,
    N_("Cakupan"): 40,
    N_("Mutu"): 14,
    N_("Tidak ada di dokumen itu"): 78,
}  # of the short table, with their millimetres
SHADES = {"a": "DCEFD0", "b": "E9F3DF", "c": "FBE3A6", "d": "F9DEC0", "e": "F4C7C3"}  # behind a grade
_NAME = 200  # characters of a name
_NAMED = 4  # names that a short table lists


def documents(findings: dict, words: Labels) -> list[dict]:
    """One row a document: file, name, how (it was recognised), used, told ("7 angka dibandingkan, 2 temuan",
    or why none is), found (no and id of the findings about it) and rows (its comparisons).

    findings: findings.json as a dict.
    """
    covered = findings.get("coverage", [])
    made = []
    for one in findings.get("against", []):
        rows = [_comparison(row, words) for row in covered if row["document"] == one["document"]]
        found = [(found["no"], found["id"]) for found in differing(findings, one["document"])]
        told = words._("%(n)s angka dibandingkan", n=words.number(one["used"]))
        if many := len(matters_of([no for no, _ in found])):
            told += words.ngettext(", %(num)s temuan", ", %(num)s temuan", many) % {"num": many}
        made.append(
            {
                "file": one_line(one["document"], _NAME),
                "name": one_line(one["name"], _NAME),
                "how": one_line(one["how"], _NAME),
                "used": one["used"],
                "found": found,
                "told": told if one["used"] else one_line(one["note"], 400),
                "rows": rows,
            }
        )
    return made


def differing(findings: dict, document: str) -> list[dict]:
    """The findings that a document beside the report differs in, without those under a waiver."""
    return [
        found
        for found in findings["findings"]
        if found["no"] and any(place.get("document") == document for place in found["places"])
    ]


def matters_of(numbers: list[str]) -> list[str]:
    """The numbers of the matters that some findings are of, each once: "3.1" and "3.2" are of 3."""
    return list(dict.fromkeys(number.split(".")[0] for number in numbers))


def line(document: dict) -> str:
    """'pk2021.docx: Perjanjian Kinerja (PK) 2021, 7 angka dibandingkan'."""
    return f"{document['file']}: {', '.join(part for part in (document['name'], document['told']) if part)}"


def _comparison(row: dict, words: Labels) -> dict:
    """One comparison: name, share ("4 dari 4 (100%)"), grade, and the names on either side."""
    return {
        "name": one_line(row["comparison"], _NAME),
        "share": share(row, words),
        "grade": row["grade"],
        "missing": [one_line(name, _NAME) for name in row["missing"]],
        "similar": [
            tuple(one_line(pair[side], _NAME) for side in ("here", "there")) for pair in row["similar"]
        ],
        "only_there": [one_line(name, _NAME) for name in row["only_there"]],
    }


def share(row: dict, words: Labels) -> str:
    """'4 dari 4 (100%)' of a row of `coverage`."""
    return words._(
        "%(n)s dari %(m)s (%(p)s)",
        n=words.number(row["compared"]),
        m=words.number(row["of"]),
        p=words.percent(row["compared"], row["of"]),
    )


def few(names: list[str], words: Labels, most: int = _NAMED) -> str:
    """The first names, and how many more there are."""
    shown = [one_line(name, 80) for name in names[:most]]
    if len(names) > most:
        shown.append(words._("dan %(n)s lagi", n=len(names) - most))
    return "; ".join(shown)


def short_rows(findings: dict, words: Labels) -> list[dict[str, str]]:
    """A short table, one row a comparison, as texts: berkas, nama, angka (of the first row of a document,
    else ''), perbandingan, cakupan, mutu, warna, belum; of a document of which nothing could be used one row
    that says why."""
    made = []
    for one in documents(findings, words):
        rows = one["rows"] or [{"name": "", "share": "", "grade": "", "missing": [], "similar": []}]
        for at, row in enumerate(rows):
            head = at == 0
            alike = words._("%(n)s menurut nama yang mirip", n=len(row["similar"])) if row["similar"] else ""
            made.append(
                {
                    "berkas": one["file"] if head else "",
                    "nama": one["name"] if head else "",
                    "angka": one["told"] if head else "",
                    "perbandingan": row["name"],
                    "cakupan": "; ".join(part for part in (row["share"], alike) if part),
                    "mutu": row["grade"],
                    "warna": SHADES.get(row["grade"], "FFFFFF"),
                    "belum": few(row["missing"], words),
                }
            )
    return made
