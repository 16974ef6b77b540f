"""Where the rows of submitted tables stand, as people say it: 'indikator!G2' of a workbook, 'indikator.csv, baris 3'
of a folder of CSV."""

import openpyxl
import pandas as pd
import pytest

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports.labels import labels
from cermat.reports.places import Places
from cermat.schemas.places import in_file

COLUMNS = ["indikator", "tahun", "target", "realisasi", "capaian"]
ROWS = [
    ["Layanan selesai", "2023", "80,00", "80,00", "100,00"],
    ["Warga terlayani", "2023", "90,00", "81,00", "95,00"],
]


@pytest.fixture(params=["csv", "xlsx"])
def made(request, tmp_path):
    if request.param == "csv":
        path = tmp_path / "kiriman"
        path.mkdir()
        pd.DataFrame(ROWS, columns=COLUMNS).to_csv(path / "indikator.csv", index=False)
        return audit.check(path), "indikator.csv, baris 3"
    path = tmp_path / "kiriman.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "indikator"
    for row in (COLUMNS, *ROWS):
        book.active.append(row)
    book.save(path)
    return audit.check(path), "indikator!E3"


def test_texts_and_papers_name_the_cell_or_the_row_of_the_file(made):
    result, where = made
    lay_out(result.sub)
    told = result.to_dict()
    (found,) = [f for f in told["findings"] if f["rule"] == "CAP-01"]
    assert result.words.at(found["places"][0]["angka"]) == where
    places = Places(result.sub, told["report"]["laporan"], labels("id"))
    shown = places.where(found["places"][0])
    assert shown["table"] == where and shown["detail"] == "kolom Capaian"


def test_traces_that_no_person_reads_are_not_told():
    assert [in_file(trace) for trace in ("p12", "t3", "h4:1,2,3,4", "")] == [""] * 4
    assert in_file("T3!E4") == "T3!E4" and in_file("Capaian 2023!AB12") == "Capaian 2023!AB12"
    english = in_file("indikator.csv:12", labels("en")._)
    assert (in_file("indikator.csv:12"), english) == ("indikator.csv, baris 12", "indikator.csv, row 12")
