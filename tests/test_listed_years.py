"""Lists of the same figures under two years."""

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.listed_years import listed_years

SHARES = ("76,19", "14,29", "9,52")


def listed(year: str, shares=SHARES) -> str:
    items = "\n".join(
        f"- Kategori {k}: {s}%" for k, s in zip(("baik", "cukup", "kurang"), shares, strict=False)
    )
    return f"Capaian indikator dinas perikanan tahun {year} dengan hasil sebagai berikut:\n\n{items}\n\n"


def told(*parts: str) -> list[str]:
    document = assemble(
        parse_text("# BAB III AKUNTABILITAS KINERJA\n\n" + "## Uraian\n\n".join(parts)), "uji"
    )
    found: list[str] = []
    listed_years(all_lines(document), lambda kind, value, line: found.append(value))
    return list(dict.fromkeys(found))


def test_one_list_under_two_years():
    (said,) = told(listed("2021"), listed("2020"))
    assert "tahun 2020" in said and "tahun 2021" in said


def test_lists_that_are_two():
    assert told(listed("2021"), listed("2021")) == []
    assert told(listed("2021"), listed("2020", ("71,43", "19,05", "9,52"))) == []
    assert told(listed("2021", SHARES[:2]), listed("2020", SHARES[:2])) == []  # too few to tell
