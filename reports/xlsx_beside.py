"""Sheet 'Dokumen Lain': the documents that the report was held against, how much of it each comparison
covers, and indicators followed through the years."""

from cermat.reports import beside, yearly
from cermat.reports.xlsx_book import Grid, number_format
from cermat.reports.yearly import MEASURES

WIDTHS = (46.0, 40.0, 20.0, 14.0, 42.0, 42.0, 42.0)
_GREY = "#525B66"


def beside_sheet(papers, sheet) -> None:
    """A row a document and a row a comparison with the names that lack it; below, a row an indicator and
    year."""
    words = papers.labels
    _, book = words._, papers.book
    grid = Grid(book, sheet, WIDTHS)
    grid.title(0, _(beside.HEADING))
    grid.wide(1, 0, len(WIDTHS) - 1, _(beside.LEAD), book.style(text_wrap=True, font_color=_GREY))
    at = 3
    grid.header(at, 0, [_("Dokumen"), _("Dikenali dari"), _("Dibandingkan")])
    told = beside.documents(papers.findings, words)
    for one in told:
        at += 1
        grid.line(
            at, 0, ["\n".join(part for part in (one["file"], one["name"]) if part), one["how"], one["told"]]
        )
    at += 2
    heads = [_("Perbandingan"), _("Dokumen"), _("Cakupan"), _("Mutu"), _("Tidak ada di dokumen itu")]
    grid.header(at, 0, [*heads, _("Cocok menurut nama yang mirip"), _("Hanya di dokumen itu")])
    for one in told:
        for row in one["rows"]:
            at += 1
            alike = "\n".join(f"{here} ↔ {there}" for here, there in row["similar"])
            names = ["\n".join(row["missing"]), alike, "\n".join(row["only_there"])]
            look = {3: {"align": "center", "bold": True, "bg_color": f"#{beside.SHADES[row['grade']]}"}}
            grid.line(at, 0, [row["name"], one["file"], row["share"], row["grade"], *names], look)
    _years(papers, grid, at + 2)


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
        for year in one["years"]:
            at += 1
            whose = year["document"] or _("laporan ini")
            source = "\n".join(part for part in (whose, again.get(year["year"], "")) if part)
            values = [
                "" if year["values"][measure] is None else year["values"][measure] for measure in MEASURES
            ]
            shapes = {
                nth: {"num_format": number_format(one["decimals"][measure])}
                for nth, measure in enumerate(MEASURES, 3)
            }
            grid.line(at, 0, [name, source, str(year["year"]), *values], shapes)
