"""Parts as Markdown or as plain text whose tables are set with tabs."""

from datasets.compose.parts import Cell, Contents, Grid, Heading, Item, Line, PageBreak

LINES_A_PAGE = 42  # a text has no pages: the contents count these


def pages(parts: list) -> dict[int, int]:
    """Estimated page of every heading (by its position in parts), for formats that do not know their
    pages."""
    page, used, out = 1, 0, {}
    started = False
    for i, p in enumerate(parts):
        if isinstance(p, Heading):
            if p.level == 1 and p.text.upper().startswith("BAB") and not started:
                page, used, started = 1, 0, True
            out[i] = page
        if isinstance(p, PageBreak):
            page, used = page + (used > 0), 0
            continue
        used += len(p.rows) + 3 if isinstance(p, Grid) else 2 + len(getattr(p, "text", "")) // 80
        page, used = page + used // LINES_A_PAGE, used % LINES_A_PAGE
    return out


def roman(n: int) -> str:
    """Small roman numerals, for the pages before the first chapter."""
    out = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while n >= value:
            out, n = out + sign, n - value
    return out


def contents(parts: list, page_of: dict[int, int]) -> list[tuple[str, int, str]]:
    """(title, level, page as printed) of every heading."""
    out, body = [], False
    for i, p in enumerate(parts):
        if isinstance(p, Heading):
            body |= p.text.upper().startswith("BAB")
            out.append((p.text, p.level, str(page_of[i]) if body else roman(page_of[i])))
    return out


def _cells(row: list[Cell | None], joined: str) -> list[str]:
    return [joined.join(c.text.splitlines()) if c else "" for c in row]


def text(parts: list, style) -> str:
    """Plain text: headings in lines of their own, tables with a tab between cells."""
    out: list[str] = []
    for p in parts:
        if isinstance(p, Heading):
            out += [p.text, ""]
        elif isinstance(p, Line):
            out += [p.text, ""]
        elif isinstance(p, Item):
            out += [f"{p.label} {p.text}"]
        elif isinstance(p, PageBreak):
            out += ["", ""]
        elif isinstance(p, Contents):
            leader = "\t" if style.layout["kepala_isi"] == "tab" else " " + "." * 30 + " "
            out += [f"{t}{leader}{n}" for t, _, n in contents(parts, pages(parts))] + [""]
        elif isinstance(p, Grid):
            out += ["", p.caption, ""]
            out += ["\t".join(_cells(r, " ")) for r in p.rows] + [""]
    return "\n".join(out) + "\n"


def markdown(parts: list, style) -> str:
    """Markdown: '#' headings, pipe tables (of a header of two rows the second is the first row below the
    line)."""
    out: list[str] = []
    for p in parts:
        if isinstance(p, Heading):
            out += [f"{'#' * p.level} {p.text}", ""]
        elif isinstance(p, Line):
            out += [f"**{p.text}**" if p.style == "sampul" else p.text.replace("*", r"\*"), ""]
        elif isinstance(p, Item):
            out += [f"{p.label} {p.text}"]
        elif isinstance(p, Contents):
            leader = "\t" if style.layout["kepala_isi"] == "tab" else " " + "." * 30 + " "
            out += [f"{t}{leader}{n}  " for t, _, n in contents(parts, pages(parts))] + [""]
        elif isinstance(p, Grid):
            rows = [[c.replace("|", r"\|") for c in _cells(r, "<br>")] for r in p.rows]
            lines = ["| " + " | ".join(r) + " |" for r in rows]
            lines.insert(1, "|" + "---|" * len(rows[0]))
            out += ["", p.caption, "", *lines, ""]
    return "\n".join(out) + "\n"
