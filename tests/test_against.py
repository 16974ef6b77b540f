"""A report held against the other documents of its agency: which they are, what of them is used, what they
print otherwise."""

import pytest

from cermat import audit
from cermat.schemas.errors import InputError
from tests.beside import AGENCY, OWN, PK, RENSTRA, YEAR, kind, targets
from tests.cli_helpers import audited, refused
from tests.helpers import folder, portfolio


def against(*others, own=OWN) -> dict:
    """findings.json of a report beside some documents (tables, or what audit.check takes)."""
    made = [portfolio({f"lain{at}": one}) if isinstance(one, dict) else one for at, one in enumerate(others)]
    return audit.check(portfolio({"r": own}), against=made).to_dict("r")


def differences(told: dict) -> list[tuple[str, str]]:
    found = [one for one in told["findings"] if one["rule"] == "SIL-07"]
    return sorted((one["title"], one["subject"]) for one in found)


FROM_PK = ("Target berbeda dari Perjanjian Kinerja", "Persentase rambu")
FROM_RENSTRA = ("Target tahun ini berbeda dari target Renstra", "Persentase parkir")


def test_each_document_has_its_own_findings():
    told = against(PK, RENSTRA)
    assert differences(told) == [FROM_PK, FROM_RENSTRA]
    assert [(one["document"], one["kind"], one["used"], one["note"]) for one in told["against"]] == [
        ("lain0", "pk", 4, ""),
        ("lain1", "renstra", 4, ""),
    ]


def test_a_finding_names_both_places():
    (found,) = (one for one in against(PK)["findings"] if one["rule"] == "SIL-07")
    assert [(place.get("document", ""), place["text"]) for place in found["places"]] == [
        ("", "50"),
        ("lain0", "52"),
    ]
    assert "Perjanjian Kinerja (PK) 2023 (lain0" in found["kondisi"]
    assert found["kriteria"].startswith("PermenPANRB 53/2014")


def test_nothing_beside():
    told = against()
    assert (told["against"], told["coverage"], told["series"], differences(told)) == ([], [], [], [])


@pytest.mark.parametrize(
    "name",
    [
        "DINAS PERHUBUNGAN KOTA NIRWANA",
        "Dinas Perhubungan",
        "Dishub Kota Nirwana",
        "Dinas Perhubungan Kota Nirwana Provinsi Jawa Raya",
    ],
)
def test_an_agency_in_another_form_is_the_same(name):
    assert differences(against(PK | {"identitas": kind("pk", name)})) == [FROM_PK]


@pytest.mark.parametrize(
    "name",
    ["Dinas Perhubungan Kota Lain", "Dinas Pendidikan Kota Nirwana", "Badan Keuangan Daerah Kota Nirwana"],
)
def test_another_agency_is_told_and_accuses_of_nothing(name):
    told = against(PK | {"identitas": kind("pk", name)})
    assert differences(told) == []
    assert [(one["used"], name in one["note"]) for one in told["against"]] == [(0, True)]


def test_another_year_is_told():
    rows = [row | {"tahun": "2019"} for row in PK["indikator"]]
    told = against({"identitas": kind("pk", year="2019"), "indikator": rows})
    assert differences(told) == []
    assert [(one["used"], "2019" in one["note"]) for one in told["against"]] == [(0, True)]


def test_a_changed_agreement_comes_before_the_first():
    changed = {"identitas": kind("pk", versi_dokumen="perubahan"), "indikator": OWN["indikator"]}
    assert differences(against(PK, changed)) == []
    assert differences(
        against(changed | {"indikator": PK["indikator"]}, PK | {"indikator": OWN["indikator"]})
    ) == [FROM_PK]


def test_order_and_copies_change_nothing(tmp_path):
    one, other = folder(tmp_path / "pk", PK), folder(tmp_path / "renstra", RENSTRA)
    told = [
        audit.check(portfolio({"r": OWN}), against=paths).to_dict("r")
        for paths in ([one, other], [other, one, other])
    ]
    for part in ("findings", "against", "coverage"):
        assert told[0][part] == told[1][part]


def test_an_unreadable_one_stops_nothing(tmp_path):
    (tmp_path / "rusak.pdf").write_bytes(b"bukan pdf")
    told = against(tmp_path / "rusak.pdf", folder(tmp_path / "pk", PK))
    assert differences(told) == [FROM_PK]
    assert [one["document"] for one in told["against"] if "tidak terbaca" in one["note"]] == ["rusak.pdf"]


def test_coverage_and_what_has_no_counterpart():
    some = {"identitas": kind("pk"), "indikator": targets(terminal="80", parkir="70", halte="60", marka="9")}
    (told,) = against(some)["coverage"]
    assert (told["compared"], told["of"], told["share"], told["grade"]) == (3, 4, 0.75, "c")
    assert (told["missing"], told["only_there"]) == (["Persentase rambu"], ["Persentase marka"])


def test_coverage_asks_for_lines_of_the_levels_that_a_document_prints():
    """A Perjanjian Kinerja has programmes and no kegiatan."""

    def line(code: str, name: str, level: str) -> dict:
        return {"kode": code, "uraian": name, "tingkat": level, "tahun": YEAR, "pagu": f"{code}000000"}

    programmes = [line("1", "Program Angkutan", "program"), line("2", "Program Rambu", "program")]
    own = OWN | {"anggaran": [*programmes, line("3", "Pemasangan Rambu", "kegiatan")]}
    told = against({"identitas": kind("pk"), "anggaran": programmes[:1]}, own=own)
    money = next(one for one in told["coverage"] if one["comparison"].startswith("Anggaran"))
    assert (money["compared"], money["of"], money["missing"]) == (1, 2, ["Program Rambu"])


def test_a_series_over_reports_and_a_restated_year():
    def reported(year: str, **values: str) -> dict:
        rows = [{"indikator": "Persentase rambu", "tahun": year, **values}]
        return {"identitas": kind("lkjip", year=year), "indikator": rows}

    own = reported("2023", target="50", realisasi="51", realisasi_lalu="48")
    told = against(reported("2022", target="48", realisasi="47"), reported("2021", realisasi="44"), own=own)
    (series,) = told["series"]
    points = [(point["year"], point["realisasi"], point["document"]) for point in series["points"]]
    assert points == [(2021, 44.0, "lain1"), (2022, 47.0, "lain0"), (2023, 51.0, "")]
    assert series["restated"] == [{"year": 2022, "then": 47.0, "now": 48.0, "document": ""}]


def test_a_title_may_go_on_behind_its_year(tmp_path):
    path = tmp_path / "anggaran.md"
    path.write_text(
        f"LAPORAN REALISASI ANGGARAN TAHUN 2023 {AGENCY}\n\nBelanja menurut program.\n", encoding="utf-8"
    )
    told = audit.read(path).tables["identitas"]
    assert told.loc[told["jenis"] == "dokumen", "nilai"].tolist() == ["lra"]


def test_quarters_of_a_grid_are_held_against_the_year(tmp_path):
    head = "| No | Indikator | Target 2023 | Realisasi TW I | Realisasi TW II | Realisasi TW III | Realisasi TW IV |\n"
    rows = "| 1 | Persentase terminal | 80 | 20,5 | 41,2 | 60,1 | 79,4 |\n| 2 | Jumlah rambu | 50 | 11 | 14 | 12 | 15 |\n"
    path = tmp_path / "tw.md"
    path.write_text(
        f"# Realisasi Triwulan Tahun 2023\n\n{AGENCY}\n\n{head}{'|---' * 7}|\n{rows}", encoding="utf-8"
    )
    for last, many, wanted in (("79,4", "52", []), ("74,9", "57", ["Jumlah rambu", "Persentase terminal"])):
        own = [
            {"indikator": "Persentase terminal", "tahun": YEAR, "target": "80", "realisasi": last},
            {"indikator": "Jumlah rambu", "tahun": YEAR, "target": "50", "realisasi": many},
        ]
        told = against(("rencana_aksi", path), own=OWN | {"indikator": own})
        assert sorted(one["subject"] for one in told["findings"] if one["rule"] == "DOK-08") == wanted


# --- what is no difference


def silent(*others, own=OWN) -> bool:
    told = against(*others, own=own)
    return not [one for one in told["findings"] if one["kind"] == "dokumen"] and not differences(told)


def test_fewer_decimals_are_no_difference():
    own = OWN | {"indikator": targets(terminal="80", parkir="70", halte="60,25", rambu="50,5")}
    exact = {
        "identitas": kind("pk"),
        "indikator": targets(terminal="80", parkir="70", halte="60,3", rambu="50,5"),
    }
    assert silent(exact, own=own)
    other = {
        "identitas": kind("pk"),
        "indikator": targets(terminal="80", parkir="70", halte="60,4", rambu="50,5"),
    }
    assert not silent(other, own=own)


def test_another_base_is_another_indicator():
    def rate(base: str, value: str) -> list[dict]:
        rows = targets(terminal="80", parkir="70")
        return [*rows, {"indikator": f"Rasio kecelakaan lalu lintas {base}", "tahun": YEAR, "target": value}]

    own = OWN | {"indikator": rate("", "2,8")}
    assert not differences(
        against({"identitas": kind("renstra"), "indikator": rate("(per 100.000)", "16")}, own=own)
    )
    own = OWN | {"indikator": rate("per 100.000", "28")}
    told = against({"identitas": kind("renstra"), "indikator": rate("(per 100.000)", "16")}, own=own)
    assert [subject for _, subject in differences(told)] == ["Rasio kecelakaan lalu lintas per 100.000"]


def test_a_table_whose_figures_are_those_of_another_year():
    def path(*values: str, year: int = 2022) -> list[dict]:
        names = ("terminal", "parkir", "halte", "rambu")
        return [
            {"indikator": f"Persentase {name}", "tahun": str(year + at), "ukuran": "target", "nilai": value}
            for name, pair in zip(names, values, strict=True)
            for at, value in enumerate(pair.split())
        ]

    plan = {"identitas": kind("renstra"), "seri": path("77 80", "68 70", "60 60", "45 50")}
    assert differences(against(plan)) == []
    shifted = OWN | {"indikator": targets(terminal="77", parkir="68", halte="60", rambu="45")}
    assert differences(against(plan, own=shifted)) == []
    one_off = OWN | {"indikator": targets(terminal="80", parkir="70", halte="60", rambu="45")}
    assert len(differences(against(plan, own=one_off))) == 1


def letterhead(value: str) -> dict:
    rows = targets(terminal="80", parkir=value, halte="60", rambu="50")
    return {"identitas": kind("pk", "Pemerintah Kota Nirwana"), "indikator": rows}


def test_a_letterhead_of_the_region_tells_nothing():
    assert len(differences(against(letterhead("71")))) == 1
    other = {
        "identitas": kind("lkjip", "Pemerintah Kota Nirwana"),
        "indikator": targets(terminal="81", parkir="77", halte="68", rambu="50"),
    }
    told = against(other)
    assert differences(told) == [] and "instansi lain" in told["against"][0]["note"]


def budget(*rows: tuple[str, str], level: str = "lain") -> list[dict]:
    return [{"uraian": name, "tahun": YEAR, "pagu": pagu, "tingkat": level} for name, pagu in rows]


def test_budget_lines_of_any_level_and_totals_where_no_line_differs():
    lines = ("Pengawasan angkutan", "1.250"), ("Penataan terminal", "2.100")
    own = OWN | {"anggaran": budget(*lines) + budget(("Jumlah", "3.350"), level="total")}

    def told(first: str, whole: str) -> list[str]:
        rows = budget(("Pengawasan angkutan", first), lines[1]) + budget(("Jumlah", whole), level="total")
        dpa = {"identitas": kind("dpa"), "anggaran": rows}
        return [subject for _, subject in differences(against(dpa, own=own))]

    assert told("1.250", "3.350") == []
    assert told("1.520", "3.620") == ["Pengawasan angkutan"]
    assert told("1.250", "3.530") == ["Jumlah anggaran"]


def test_what_the_report_says_has_changed_is_no_difference(tmp_path):
    rows = "| No | Sasaran | Indikator | Target 2023 | Realisasi 2023 |\n|---|---|---|---|---|\n"
    rows += "| 1 | Layanan | Persentase terminal layak | 80,00 | 81,00 |\n| 2 | Layanan | Jumlah rambu | 50 | 51 |\n"
    said = "Target Persentase terminal layak semula 75,00 diubah menjadi 80,00 karena perubahan anggaran.\n"
    pk = [
        {"indikator": "Persentase terminal layak", "tahun": YEAR, "target": "75,00"},
        {"indikator": "Jumlah rambu", "tahun": YEAR, "target": "50"},
    ]
    for text, many in ((said, 0), ("", 1)):
        path = tmp_path / f"lkjip{many}.md"
        path.write_text(f"# LAPORAN KINERJA {AGENCY} TAHUN 2023\n\n{text}\n{rows}", encoding="utf-8")
        told = audit.check(
            path, against=[portfolio({"pk": {"identitas": kind("pk"), "indikator": pk}})]
        ).to_dict()
        assert len(differences(told)) == many


# --- the command line


def test_several_files_behind_one_option(tmp_path):
    own, pk, renstra = (
        folder(tmp_path / name, tables) for name, tables in (("r", OWN), ("pk", PK), ("renstra", RENSTRA))
    )
    told = audited(tmp_path, own, "--against", pk, renstra, "--fail-on", "tinggi")
    assert differences(told) == [FROM_PK, FROM_RENSTRA]
    assert told == audited(tmp_path, own, "--against", pk, "--against", renstra) | {"engine": told["engine"]}


def test_the_user_names_the_kind(tmp_path):
    plain = folder(tmp_path / "dokumen", PK | {"identitas": kind("lain")})
    own = folder(tmp_path / "r", OWN)
    assert differences(audited(tmp_path, own, "--against", plain)) == []
    told = audited(tmp_path, own, "--against", f"pk={plain}")
    assert differences(told) == [FROM_PK]
    assert [one["how"] for one in told["against"]] == ["disebut pemakai"]
    assert differences(against(("pk", plain))) == [FROM_PK]


@pytest.mark.parametrize(
    ("told", "word"), [("tiada.pdf", "tiada"), ("pk=tiada.pdf", "tiada"), ("akta=dokumen", "akta")]
)
def test_no_such_file_or_kind(run, tmp_path, told, word):
    refused(run("check", folder(tmp_path / "r", OWN), "--against", told), word)
    with pytest.raises(InputError):
        against(told)


# --- real documents with planted differences


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("pk2021.docx", ["2.493.230.272", "78", "81,70%"]),
        ("lkjip2020.docx", ["72,12%", "82"]),
        ("dpa.xlsx", ["2.493.230.272"]),
        ("renstra.docx", ["81,70%", "86,34%"]),
    ],
)
def test_planted_differences(shared, name, wanted):
    demo = audit.bundled().parent / "demo_dinas_contoh" / "laporan_demo.docx"
    told = audit.check(demo, against=[shared / "real" / "inputs" / name]).to_dict()
    found = [one for one in told["findings"] if one["rule"] == "SIL-07"]
    assert sorted(one["places"][0]["text"] for one in found) == wanted
