"""Sheet 'Dokumen Lain': the documents that the report was held against, how much of it each comparison
covers, what has no counterpart, and indicators followed through the years."""

from cermat.reports import beside, yearly
from cermat.reports.xlsx_book import Grid, number_format
from cermat.reports.yearly import MEASURES

WIDTHS = (46.0, 40.0, 28.0, 48.0, 48.0, 14.0)
_GREY = "#525B66"


def beside_sheet(papers, sheet) -> None:
    """A row a document, a row a comparison, a row a name without its equal, a row a year of an indicator."""
    words = papers.labels
    _, book = words._, papers.book
    grid = Grid(book, sheet, WIDTHS)
    grid.title(0, _(beside.HEADING))
    grid.wide(1, 0, len(WIDTHS) - 1, _(beside.LEAD), book.style(text_wrap=True, font_color=_GREY))
    told = beside.documents(papers.findings, words)
    at = 3
    grid.header(at, 0, [_("Dokumen"), _("Dikenali dari"), _("Dibandingkan")])
    for one in told:
        at += 1
        named = "\n".join(part for part in (one["file"], one["name"]) if part)
        grid.line(at, 0, [named, one["how"], one["told"]])
    rows = [(one["file"], row) for one in told for row in one["rows"]]
    at += 2
    grid.header(at, 0, [_("Perbandingan"), _("Dokumen"), _("Cakupan"), _("Mutu")])
    for file, row in rows:
        at += 1
        look = {"align": "center", "bold": True, "bg_color": f"#{beside.SHADES[row['grade']]}"}
        grid.line(at, 0, [row["name"], file, row["share"], row["grade"]], {3: look})
    _years(papers, grid, _names(papers, grid, at + 2, rows))


def _names(papers, grid: Grid, at: int, rows: list[tuple[str, dict]]) -> int:
    """What was matched by a similar name, or not at all; returns the line for what follows."""
    _ = papers.labels._
    named = [
        (row["name"], file, state, here, there)
        for file, row in rows
        for state, pairs in (
            (_("tidak ada di dokumen itu"), [(name, "") for name in row["missing"]]),
            (_("cocok menurut nama yang mirip"), row["similar"]),
            (_("hanya di dokumen itu"), [("", name) for name in row["only_there"]]),
        )
        for here, there in pairs
    ]
    if not named:
        return at
    heads = [
        _("Perbandingan"),
        _("Dokumen"),
        _("Keadaan"),
        _("Nama di laporan ini"),
        _("Nama di dokumen itu"),
    ]
    grid.header(at, 0, heads)
    for line, row in enumerate(named, at + 1):
        grid.line(line, 0, list(row))
    return at + len(named) + 2


def _years(papers, grid: Grid, at: int) -> None:
    """Each year of each indicator that is followed."""
    words = papers.labels
    _, followed = words._, yearly.series(papers.findings, words)
    if not followed:
        return
    grid.heading(at, 0, _(yearly.HEADING))
    at += 1
    names = [_("Indikator"), _("Dokumen"), _("Tahun"), _("Target"), _("Realisasi"), _("Capaian")]
    grid.header(at, 0, names)
    for one in followed:
        name = f"{one['name']} ({one['unit']})" if one["unit"] else one["name"]
        again = {row["year"]: yearly.restated_text(row, words) for row in one["restated"]}
        shapes = {
            nth: {"num_format": number_format(one["decimals"][measure])}
            for nth, measure in enumerate(MEASURES, 3)
        }
        for year in one["years"]:
            at += 1
            whose = year["document"] or _("laporan ini") if year["told"] else ""
            source = "\n".join(part for part in (whose, again.get(year["year"], "")) if part)
            values = [year["values"][measure] for measure in MEASURES]
            told = ["" if value is None else value for value in values]
            grid.line(at, 0, [name, source, str(year["year"]), *told], shapes)
