"""Figures of a part of the year beside those of the year: which headers, captions and titles name one."""

from pathlib import Path

import pytest

from cermat import audit
from cermat.checks.settle.dokumen.periods import PART, SILENT, YEAR, part_of

pytestmark = pytest.mark.usefixtures("read_once")

AGENCY = "Dinas Perhubungan Kota Nirwana"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Realisasi Triwulan I", 1),
        ("Target 2022 > Realisasi TW. III", 3),
        ("Realisasi Kinerja Pada Triwulan I - IV Tahun 2023 > II > Rp", 2),
        ("Capaian s.d. Triwulan IV", YEAR),
        ("Realisasi Triwulan IV", 4),
        ("Realisasi s.d. Semester II", YEAR),
        ("Semester I", PART),
        ("Realisasi belanja sampai dengan 30 Juni 2023", PART),
        ("Per 31 Desember 2023", YEAR),
        ("Realisasi setahun", YEAR),
        ("Triwulan I s.d. Triwulan IV", SILENT),
        ("Realisasi s.d. 2022", SILENT),
        ("Peraturan Nomor 4 tanggal 3 Maret 2021", SILENT),
        ("Realisasi per bulan", SILENT),
        ("TW 2022", SILENT),
    ],
)
def test_the_part_of_a_year_that_a_text_names(text, wanted):
    assert part_of(text) == wanted


def _told(tmp_path, opening: str, caption: str, head: str) -> list[str]:
    """Subjects of what is said of a report that reached 82 and 51, beside a document that prints 31 and 14."""

    def table(target: str, result: str, *values: str) -> str:
        rows = zip(("Persentase terminal layak", "Jumlah rambu"), ("80", "50"), values, strict=True)
        lines = [f"| {at} | {name} | {aim} | {got} |" for at, (name, aim, got) in enumerate(rows, 1)]
        return "\n".join([f"| No | Indikator | {target} | {result} |", "|---" * 4 + "|", *lines, ""])

    own, other = tmp_path / "lkjip.md", tmp_path / "lain.md"
    own.write_text(
        f"# LAPORAN KINERJA TAHUN 2023\n\n{AGENCY}\n\n{table('Target 2023', 'Realisasi 2023', '82', '51')}",
        encoding="utf-8",
    )
    other.write_text(
        f"# {opening}\n\n{AGENCY}\n\n{caption}\n\n{table('Target', head, '31', '14')}", encoding="utf-8"
    )
    told = audit.check(own, against=[("rencana_aksi", other)]).to_dict()
    return sorted(one["subject"] for one in told["findings"] if one["kind"] in ("dokumen", "silang"))


YEARLY = "PENGUKURAN KINERJA TAHUN 2023"


@pytest.mark.parametrize(
    "texts",
    [
        (YEARLY, "Tabel 1 Pengukuran", "Realisasi Triwulan I"),
        (YEARLY, "Pengukuran triwulan II tahun 2023", "Realisasi"),
        ("LAPORAN KINERJA TRIWULAN III TAHUN 2023", "Tabel 1 Pengukuran", "Realisasi"),
        (YEARLY, "Keadaan sampai dengan 30 September 2023", "Realisasi"),
    ],
)
def test_results_of_a_part_of_the_year_accuse_nothing(tmp_path, texts):
    assert _told(tmp_path, *texts) == []


@pytest.mark.parametrize(
    "texts",
    [
        (YEARLY, "Tabel 1 Pengukuran", "Realisasi"),
        (YEARLY, "Tabel 1 Pengukuran", "Realisasi s.d. Triwulan IV"),
        (YEARLY, "Keadaan per 31 Desember 2023", "Realisasi"),
    ],
)
def test_those_of_the_year_do(tmp_path, texts):
    assert _told(tmp_path, *texts) == ["Jumlah rambu", "Persentase terminal layak"]


@pytest.mark.parametrize(
    ("lead", "head", "many"),
    [
        ("Target jangka menengah periode 2019-2023 diuraikan sebagai berikut:", "Target Akhir Renstra", 0),
        ("Target jangka menengah diuraikan sebagai berikut:", "Target Akhir Renstra 2023", 0),
        ("Target jangka menengah periode 2024-2026 diuraikan sebagai berikut:", "Target Akhir Renstra", 1),
        ("Target jangka menengah diuraikan sebagai berikut:", "Target Akhir Renstra", 1),
    ],
)
def test_an_end_target_of_another_period_is_another_fact(tmp_path, lead, head, many):
    def written(name: str, title: str, columns: str, *rows: str) -> Path:
        path, table = tmp_path / name, f"| No | Indikator | {columns} |\n{'|---' * 4}|"
        lines = "\n".join(f"| {at} | {row} |" for at, row in enumerate(rows, 1))
        path.write_text(f"# {title}\n\n{AGENCY}\n\n{lead}\n\n{table}\n{lines}\n", encoding="utf-8")
        return path

    names = "Persentase terminal layak", "Jumlah rambu"
    own = written(
        "lkjip.md",
        "LAPORAN KINERJA TAHUN 2024",
        f"Realisasi 2024 | {head}",
        f"{names[0]} | 82 | 86",
        f"{names[1]} | 51 | 60",
    )
    lead = "Tujuan dan sasaran"
    plan = written(
        "renstra.md",
        "RENCANA STRATEGIS TAHUN 2024-2026",
        "Target 2025 | Target 2026",
        f"{names[0]} | 93 | 100",
        f"{names[1]} | 55 | 60",
    )
    told = audit.check(own, against=[plan]).to_dict()
    assert [one["subject"] for one in told["findings"] if one["rule"] == "SIL-07"] == [names[0]] * many
