"""Parts as Markdown or as plain text whose tables are set with tabs."""

from cermat.datasets.compose.parts import Cell, Contents, Grid, Heading, Item, Line, PageBreak

LINES_A_PAGE = 42  # a text has no pages: the contents count these


def pages(parts: list) -> dict[int, int]:
    """Estimated page of every heading (by its position in parts), for formats that do not know their
    pages."""
    page, used, out = 1, 0, {}
    started = False
    for at, part in enumerate(parts):
        if isinstance(part, Heading):
            if part.level == 1 and part.text.upper().startswith("BAB") and not started:
                page, used, started = 1, 0, True
            out[at] = page
        if isinstance(part, PageBreak):
            page, used = page + (used > 0), 0
            continue
        used += len(part.rows) + 3 if isinstance(part, Grid) else 2 + len(getattr(part, "text", "")) // 80
        page, used = page + used // LINES_A_PAGE, used % LINES_A_PAGE
    return out


def roman(number: int) -> str:
    """Small roman numerals, for the pages before the first chapter."""
    out = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + sign, number - value
    return out


def contents(parts: list, page_of: dict[int, int]) -> list[tuple[str, int, str]]:
    """(title, level, page as printed) of every heading."""
    out, body = [], False
    for at, part in enumerate(parts):
        if isinstance(part, Heading):
            body |= part.text.upper().startswith("BAB")
            out.append((part.text, part.level, str(page_of[at]) if body else roman(page_of[at])))
    return out


def _cells(row: list[Cell | None], joined: str) -> list[str]:
    return [joined.join(cell.text.splitlines()) if cell else "" for cell in row]


def text(parts: list, style) -> str:
    """Plain text: headings in lines of their own, tables with a tab between cells."""
    out: list[str] = []
    for part in parts:
        if isinstance(part, Heading):
            out += [part.text, ""]
        elif isinstance(part, Line):
            out += [part.text, ""]
        elif isinstance(part, Item):
            out += [f"{part.label} {part.text}"]
        elif isinstance(part, PageBreak):
            out += ["", ""]
        elif isinstance(part, Contents):
            leader = "\t" if style.layout["kepala_isi"] == "tab" else " " + "." * 30 + " "
            out += [f"{title}{leader}{page}" for title, _, page in contents(parts, pages(parts))] + [""]
        elif isinstance(part, Grid):
            out += ["", part.caption, ""]
            out += ["\t".join(_cells(row, " ")) for row in part.rows] + [""]
    return "\n".join(out) + "\n"


def markdown(parts: list, style) -> str:
    """Markdown: '#' headings, pipe tables (of a header of two rows the second is the first row below the
    line)."""
    out: list[str] = []
    for part in parts:
        if isinstance(part, Heading):
            out += [f"{'#' * part.level} {part.text}", ""]
        elif isinstance(part, Line):
            out += [f"**{part.text}**" if part.style == "sampul" else part.text.replace("*", r"\*"), ""]
        elif isinstance(part, Item):
            out += [f"{part.label} {part.text}"]
        elif isinstance(part, Contents):
            leader = "\t" if style.layout["kepala_isi"] == "tab" else " " + "." * 30 + " "
            out += [f"{title}{leader}{page}  " for title, _, page in contents(parts, pages(parts))] + [""]
        elif isinstance(part, Grid):
            rows = [[cell.replace("|", r"\|") for cell in _cells(row, "<br>")] for row in part.rows]
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            lines.insert(1, "|" + "---|" * len(rows[0]))
            out += ["", part.caption, "", *lines, ""]
    return "\n".join(out) + "\n"
