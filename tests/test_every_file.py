"""Every file that lies on a desk, through the public door: other programs' formats, files named as what they
are not, CSV as programs write it, archives."""

import http.server
import json
import os
import threading
import time
import zipfile
from collections import Counter
from email.message import EmailMessage

import pytest
from lxml import html as page

from cermat import audit
from cermat.datasets.compose import compose
from cermat.datasets.compose.demo import FOLDER, demo_tables, plan
from cermat.datasets.readers import office
from cermat.schemas import archive
from cermat.schemas.angka import BARE
from cermat.schemas.errors import InputError
from tests.office import convert

DEMO = FOLDER / "laporan_demo.docx"
ROWS = [
    ["Program", "Pagu (Rp)", "Realisasi (Rp)", "%"],
    ["Program A – rutin", "1.000.000", "905.000", "90,50"],
    ["Program B", "2.000.000", "1.500.000", "75,00"],
    ["Jumlah", "3.000.000", "2.450.000", "80,17"],
]
WRONG = ("TOT-01", 2450000.0, 2405000.0)  # two digits swapped in the total of realisasi


def lines(sign: str, quoted: bool = False) -> str:
    rows = [[f'"{cell}"' for cell in row] if quoted else row for row in ROWS]
    return "".join(sign.join(row) + "\r\n" for row in rows)


def table() -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"<table border=1>{rows}</table>"


def archived(content: str) -> bytes:
    """A page as the web archive that Excel saves."""
    whole = EmailMessage()
    whole["MIME-Version"] = "1.0"
    whole.add_related(content, subtype="html", cte="quoted-printable")
    del whole["MIME-Version"]
    return b"MIME-Version: 1.0\r\n" + whole.as_bytes()


def found(result, laporan: str) -> Counter:
    """What a report's findings say, and by which of its figures."""
    told = result.to_dict(laporan)
    return Counter((one["id"], one["rule"], one["stated"], one["recomputed"]) for one in told["findings"])


def save(folder, files: dict[str, str | bytes]):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [folder / name for name in files]


# --- other programs' formats


@pytest.mark.parametrize(
    ("source", "formats"), [("docx", ("doc", "odt", "rtf", "html")), ("xlsx", ("xls", "ods"))]
)
def test_conversions_say_the_same(tmp_path, soffice, source, formats):
    """The papers name the file that was sent in, and cells stay where they are."""
    original = DEMO
    if source == "xlsx":
        original, wanted = tmp_path / "buku.xlsx", plan()
        style = {"layout": wanted["layout"], "wording": wanted["wording"], "seed": wanted["benih"]}
        compose(demo_tables(), "xlsx", original, **style)
    made = [path for form in formats for path in convert(soffice, form, tmp_path, original)]
    result = audit.check([original, *made])
    base = result.to_dict(original.name)
    assert len(base["findings"]) >= 6
    for path in made:
        told = result.to_dict(path.name)
        assert found(result, path.name) == found(result, original.name), path.suffix
        assert told["report"]["source"] == str(path)
        assert [one["kondisi"] for one in told["findings"]] == [one["kondisi"] for one in base["findings"]]
        assert told["summary"]["numbers"] == base["summary"]["numbers"]
    if source == "xlsx":
        traces = result.sub.sel.groupby("laporan")["jejak"].agg(set)
        assert all(traces[path.name] == traces[original.name] for path in made)


def test_without_libreoffice_one_line_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    (path,) = save(tmp_path / "a", {"laporan.rtf": r"{\rtf1\ansi Pagu Rp100.000\par}"})
    with pytest.raises(InputError, match=r"^laporan\.rtf: untuk membaca \.rtf pasang LibreOffice .*\.docx$"):
        audit.read(path)


def ods(path, rows: list[str]):
    """A workbook of OpenDocument of one sheet, its rows as XML."""
    office_ns = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{office_ns}{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f"<manifest xmlns='{office_ns}manifest:1.0'/>")
        package.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Anggaran">{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(value: str | float, printed: str = "") -> str:
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    kind = "percentage" if printed.endswith("%") else "float"
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{printed}</text:p>'
        "</table:table-cell>"
    )


def test_without_libreoffice_the_values_of_a_workbook_are_read_and_accuse_nobody(tmp_path, monkeypatch):
    """0.905 is 90,50% in the workbook, and nobody can see it: it is told that its form is missing."""
    monkeypatch.setattr(office, "program", lambda: None)
    rows = [[cell(text) for text in ROWS[0]]]
    for name, *values in (("Program A", 1e6, 905e3), ("Program B", 2e6, 15e5), ("Jumlah", 3e6, 245e4)):
        share = values[1] / values[0]
        rows.append(
            [cell(name), *(cell(value, f"{value:.0f}") for value in values), cell(share, f"{share:.2%}")]
        )
    path = ods(tmp_path / "a.ods", [f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows])
    result = audit.check(path)
    told = result.to_dict()
    assert not told["findings"] and any("tanpa LibreOffice" in line for line in result.sub.warnings)
    (total,) = [one for one in told["doubtful"] if one["rule"] == "TOT-01"]
    assert "tanpa bentuknya" in total["why"] and total["places"][0]["asal"] == BARE
    assert BARE in total["kondisi"] or all(BARE == place["asal"] for place in total["places"])
    assert set(result.sub.angka["asal"]) == {BARE}


def test_a_document_fetches_nothing(tmp_path, soffice):
    """Linked pictures and sheets are left alone."""
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET
        log_message = print

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}/gambar.png"
        field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{at}" \\d}}{{\fldrslt x}}}}'
        page_of = f"<html><body><img src='{at}'><p>Pagu Rp100.000</p>{table()}</body></html>"
        for path in save(
            tmp_path / "a", {"a.rtf": rf"{{\rtf1 Pagu Rp100.000 {field}\par}}", "a.html": page_of}
        ):
            assert len(audit.read(path).angka)
        server.shutdown()
    assert not asked


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for LibreOffice")
def test_a_conversion_that_hangs_is_ended(tmp_path, monkeypatch):
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/anak\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    monkeypatch.setattr(office, "OFFICE_SECONDS", 1)
    (path,) = save(tmp_path / "a", {"a.rtf": r"{\rtf1 Pagu\par}"})
    with pytest.raises(InputError, match=r"a\.rtf: LibreOffice melewati batas 1 detik"):
        audit.read(path)
    child = int((tmp_path / "anak").read_text())
    for _ in range(100):
        if not _runs(child):
            return
        time.sleep(0.1)
    raise AssertionError("what it started goes on")


def _runs(child: int) -> bool:
    try:
        with open(f"/proc/{child}/stat") as told:
            return told.read().split()[2] != "Z"
    except OSError:
        return False


# --- tables as text


def test_csv_as_programs_write_it(tmp_path):
    """Every dialect is the same table, with the same mistake in it."""
    title = "REALISASI ANGGARAN TAHUN 2023\r\n\r\n"
    files = {
        "koma.csv": lines(",", quoted=True),
        "titikkoma.csv": title + lines(";"),
        "tanda.csv": "sep=;\r\n" + lines(";"),
        "tanda-pipa.csv": "sep=|\r\n" + lines("|"),
        "tab.tsv": lines("\t"),
        "bom.csv": b"\xef\xbb\xbf" + lines(";").encode(),
        "utf16.csv": ("sep=;\r\n" + lines(";")).encode("utf-16"),
        "unicode.csv": lines("\t").encode("utf-16-le"),
        "windows.csv": lines(";").encode("cp1252"),
        "csv.xls": lines("\t").encode("cp1252"),
        "csv.xlsx": lines(";"),
        "html.xls": f"<meta charset=utf-8><style>td {{}}</style>{table()}",
        "excel.xls": f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{table()}</body></html>',
        "arsip.xls": archived(f"<html><body>{table()}</body></html>"),
        "halaman.htm": f"<!DOCTYPE html><html><body><h1>BAB III</h1>{table()}</body></html>".encode("utf-16"),
    }
    result = audit.check(save(tmp_path / "a", files))
    for name in files:
        told = [(one["rule"], one["stated"], one["recomputed"]) for one in result.to_dict(name)["findings"]]
        assert told == [WRONG], name
    named = {line.partition(": ")[0]: line for line in result.sub.warnings}
    assert set(named) == {"csv.xls", "csv.xlsx", "html.xls", "excel.xls", "arsip.xls"}
    assert "isinya halaman web (HTML); dibaca menurut isinya" in named["html.xls"]


def test_typed_tables_of_a_folder_in_any_dialect(tmp_path):
    head = ["indikator", "tahun", "target", "realisasi", "capaian"]
    row = ["Cakupan layanan", "2020", "80", "84,61", "105,76"]
    for at, (sign, code) in enumerate(
        ((";", "utf-16"), ("\t", "utf-16-le"), ("\t", "cp1252"), ("|", "utf-8"))
    ):
        for named in ("", f"sep={sign}\r\n"):
            path = tmp_path / f"{at}{bool(named)}"
            save(path, {"indikator.csv": (named + sign.join(head) + "\r\n" + sign.join(row)).encode(code)})
            sub = audit.read(path)
            assert sub.struktur.empty and sub.angka["teks"].tolist() == row[2:], (sign, code, named)


# --- names that say something else


def test_misnamed_files_are_read_as_what_they_are(run, tmp_path):
    """Each with a note that names it; a copy with marks is told not to be made, and nothing breaks."""
    at = tmp_path / "masuk"
    names = {".doc": "Word (.docx)", ".txt": "Word (.docx)", ".pdf": "Word (.docx)", "": "Word (.docx)"}
    save(at, {f"laporan{suffix or '.'}": DEMO.read_bytes() for suffix in names})
    paths = sorted(at.iterdir())
    code, _, err = run("check", *paths, "--out", tmp_path / "o", "--format", "json,html,marked")
    assert code == 1
    for path in paths:
        (note,) = [line for line in err.splitlines() if f"{path.name}: namanya" in line]
        assert "tetapi isinya dokumen Word (.docx); dibaca menurut isinya" in note
    told = [json.loads(path.read_text()) for path in (tmp_path / "o").glob("*/findings.json")]
    assert len(told) == 4 and {len(one["findings"]) for one in told} == {12}


# --- archives and folders


def bundle(path, members: dict[str, str | bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_an_archive_is_a_portfolio(run, tmp_path):
    """Two files of one name stay apart; what cannot be read is a row of the recapitulation, with its reason."""
    right = lines(";").replace("2.450.000", "2.405.000")
    whole = bundle(
        tmp_path / "kiriman.zip",
        {
            "dinas a/laporan.csv": lines(";"),
            "dinas b/laporan.csv": right,
            "dinas c/rusak.pdf": "bukan pdf",
            "dinas c/lagi.zip": b"PK\x05\x06" + bytes(18),
            "__MACOSX/dinas a/._laporan.csv": b"\0" * 90,
        },
    )
    code, _, err = run("check", whole, "--out", tmp_path / "o", "--format", "json,marked")
    assert code == 1 and "rusak.pdf" in err and "lagi.zip" in err
    told = {}
    for path in (tmp_path / "o").glob("*/findings.json"):
        report = json.loads(path.read_text())
        told[report["report"]["source"]] = (report["report"]["laporan"], len(report["findings"]))
    assert told == {
        str(whole / "dinas a" / "laporan.csv"): ("laporan.csv", 1),
        str(whole / "dinas b" / "laporan.csv"): ("laporan.csv (2)", 0),
    }
    rows = page.parse(str(tmp_path / "o" / "rekapitulasi.html")).xpath(
        '//table[contains(@class, "agencies")]//tr'
    )
    assert len(rows) == 5


def test_copies_with_marks_and_pieces_of_pages_of_what_lies_in_an_archive(run, tmp_path):
    whole = bundle(tmp_path / "kiriman.zip", {"dinas/laporan.docx": DEMO.read_bytes()})
    code, _, err = run("check", whole, "--out", tmp_path / "o", "--format", "marked")
    assert code == 1 and (tmp_path / "o" / "laporan-bertanda.docx").exists()
    assert "tidak ada lagi" not in err


HOSTILE = {
    "jalur": ({"../luar.csv": "a"}, "menunjuk ke luar arsip"),
    "jalur mutlak": ({"/etc/luar.csv": "a"}, "menunjuk ke luar arsip"),
    "jalur Windows": ({"C:\\luar.csv": "a", "..\\luar.csv": "a"}, "menunjuk ke luar arsip"),
    "bom": ({"a.csv": " " * 9_000_000}, "bom zip"),
    "kosong": ({}, "tidak dibuka"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_an_archive_that_may_not_be_unpacked(run, tmp_path, case):
    """One line; with others, they are read all the same."""
    members, why = HOSTILE[case]
    path = bundle(tmp_path / "a.zip", members)
    code, _, err = run("check", path)
    assert code == 2 and err.count("\n") == 1 and "a.zip: " in err and why in err
    (good,) = save(tmp_path / "b", {"laporan.csv": lines(";")})
    assert run("check", path, good, "--format", "json")[0] == 1
    assert not (tmp_path / "luar.csv").exists()


def test_an_archive_is_no_larger_than_the_limit(run, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 100)
    code, _, err = run("check", bundle(tmp_path / "a.zip", {"a.csv": lines(";")}))
    assert code == 2 and "melebihi batas" in err
