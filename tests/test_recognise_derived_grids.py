"""Short row names, targets as bounds, years as columns, columns and rows that are computed from others."""

import pytest

from tests.grid_helpers import read, rows


@pytest.mark.parametrize(
    ("header", "labels", "names"),
    [
        ("Jenjang", ["SD", "SMP", "SMA"], ["SD", "SMP", "SMA"]),
        ("RW", ["I", "II", "III"], ["RW I", "RW II", "RW III"]),
        ("RT", ["1", "2", "3"], ["RT 1", "RT 2", "RT 3"]),
        ("Ruang", ["Kelas I", "Kelas II", "Kelas III"], ["Kelas I", "Kelas II", "Kelas III"]),
        ("Pejabat", ["Eselon II", "Eselon III", "Eselon IV"], ["Eselon II", "Eselon III", "Eselon IV"]),
        ("RW", ["RW 01", "RW 02", "RW 03"], ["RW 01", "RW 02", "RW 03"]),
        ("TPS", ["TPS 1", "TPS 2", "TPS 3"], ["TPS 1", "TPS 2", "TPS 3"]),
        ("Usia", ["0-4 tahun", "5-9 tahun", "≥ 10 tahun"], ["0-4 tahun", "5-9 tahun", "≥ 10 tahun"]),
        ("Keterangan", ["PNS", "P3K", "THL"], ["PNS", "P3K", "THL"]),
    ],
)
def test_short_names_of_rows_under_any_header(header, labels, names):
    a, b, c = labels
    r = read(
        f"""
| {header} | Unit | Terisi |
|---|---|---|
| {a} | 120 | 64 |
| {b} | 40 | 21 |
| {c} | 24 | 9 |
| Jumlah | 184 | 94 |
"""
    )["rincian"]
    assert r["uraian"].drop_duplicates().tolist() == [*names, "Jumlah"]
    assert r.loc[r["peran"].eq("bagian"), "induk"].eq("total").all() and len(r) == 8


def test_target_printed_as_bound():
    i = read(
        """
| No | Indikator | Target | Realisasi | Capaian |
|---|---|---|---|---|
| 1 | NDR | ≤ 25‰ | 14,00‰ | 100% |
| 2 | Waktu layanan | maks. 3 hari | 2 hari | 100% |
| 3 | BOR | 60–85% | 91,75% | 100% |
| 4 | Laju harga | 3 ± 1 | 3,92 | 100 |
| 5 | Waktu jawab | paling lama 10 menit | 8 menit | 120 |
| 6 | Kepuasan | ≥ 80 | 85 | 106,25 |
| 7 | Bahan pustaka | minimal 80 | 85 | 106,25 |
| 8 | Laporan disampaikan | 31 Maret 2022 | 28 Maret 2022 | 100 |
| 9 | Penolakan | < 25 | 20 | 125 |
| 10 | Nilai | 80 | 85 | 106,25 |
"""
    )["indikator"]
    assert i["batas"].tolist() == ["maks", "maks", "rentang", "rentang", "maks", "min", "min", "", "maks", ""]
    assert i.loc[i["batas"].eq("rentang"), "target"].tolist() == ["60–85%", "3 ± 1"]
    assert i.loc[i["_target"].eq(-1), "target"].tolist() == ["60–85%", "3 ± 1", "31 Maret 2022"]


def test_plain_years_beside_the_target_of_one():
    h = read(
        """
| Indikator | 2020 | 2021 | 2022 | Target 2022 | Capaian 2022 (%) | Target Akhir RPJMD 2024 | Nasional 2022 |
|---|---|---|---|---|---|---|---|
| Indeks mutu | 72,11 | 72,63 | 73,29 | 73,10 | 100,26 | 74,20 | 72,91 |
| Tingkat kemiskinan | 6,13 | 6,12 | 6,24 | 5,75 | 91,48 | 5,25 | 9,57 |
"""
    )
    i = h["indikator"]
    assert rows(i, "realisasi_lalu", "target", "realisasi", "capaian", "target_akhir")[0] == ("72,63", "73,10", "73,29", "100,26", "74,20")
    assert set(i["tahun"]) == {"2022"} and set(h["seri"]["tahun"]) == {"2020"}
