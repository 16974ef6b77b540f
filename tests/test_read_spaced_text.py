"""Tables that a text sets with spaces, their captions, and what looks like them."""

from cermat.datasets.document.assemble import filled_down
from tests.read_helpers import grids, header, read_blocks


def test_tabbed_items_and_labels():
    b = read_blocks(
        "Uraian:\n\n1.\tKerja sama yang baik.\n2.\tDukungan dana.\n\nNama\t: Sari\nJabatan\t: Kepala\n\nBAB "
        "II\tPERENCANAAN KINERJA\n\nIsi.\n"
    ).blok
    assert not (b["jenis"] == "petak").any()
    assert "1. Kerja sama yang baik." in set(b["teks"]) and "Nama : Sari" in set(b["teks"])
    assert b["bagian"].iloc[-1] == "BAB II PERENCANAAN KINERJA"


def test_filled_down():
    text = (
        "No\tSasaran\tIndikator\tTarget\n1.\tMutu jalan\tJalan mantap\t80\n\t\tJembatan "
        "mantap\t70\n2.\tAir\tCakupan air\t60\n"
        "Program lain\t\t\t\n\t\tTaman\t5\nRata-rata\t\t\t70\n"
    )
    k = filled_down(read_blocks(text).sel)
    assert list(k.iloc[2]) == ["1.", "Mutu jalan", "Jembatan mantap", "70"]
    assert list(k.iloc[5]) == ["", "", "Taman", "5"] and list(k.iloc[6]) == ["Rata-rata", "", "", "70"]


def test_spaced_tables():
    """A table set with spaces: wrapped cells, torn numbers, a year over its columns, a footer and a second
    part."""
    text = (
        "Capaian sasaran pada tahun berjalan dapat dilihat pada tabel di bawah ini, lengkap "
        "dengan\nanggarannya.\n"
        "No     Sasaran              Indikator                   Tahun 2021              Anggaran\n"
        "                                                    Target    Realisasi\n"
        "1.     Mutu jalan naik      Persentase jalan dalam   80,50%    84,25%        1.415.289.\n"
        "                            kondisi mantap                                   232\n"
        "2.     Air bersih merata    Cakupan layanan air      70,00%    35,00%        648.387.738\n\n\n"
        "LKjIP Dinas Contoh 2021 | 7\n\f"
        "No     Sasaran              Indikator                   Tahun 2021              Anggaran\n"
        "                                                    Target    Realisasi\n"
        "3.     Rumah layak huni     Jumlah rumah             12        10            500.000\n"
        "                            terbangun                unit      unit\n"
        "Rata-Rata Capaian                                              96,40\n\n\nPenutup tabel.\n"
    )
    document = read_blocks(text)
    assert grids(document) == [
        [
            ["No", "Sasaran", "Indikator", "Tahun 2021", "", "Anggaran"],
            ["", "", "", "Target", "Realisasi", ""],
            [
                "1.",
                "Mutu jalan naik",
                "Persentase jalan dalam kondisi mantap",
                "80,50%",
                "84,25%",
                "1.415.289.232",
            ],
            ["2.", "Air bersih merata", "Cakupan layanan air", "70,00%", "35,00%", "648.387.738"],
            ["3.", "Rumah layak huni", "Jumlah rumah terbangun", "12 unit", "10 unit", "500.000"],
            ["Rata-Rata Capaian", "", "", "", "96,40", ""],
        ]
    ]
    assert header(document) == 2 and document.blok["teks"].iloc[0].endswith("dengan anggarannya.")


def test_heading_between_two_spaced_tables():
    rows = "RW          KK        Jiwa       Luas\nI           412       671        1,2\nII          388       640        0,9\n"
    below = "Indikator               Target    Realisasi   %\nPersentase RT aktif     85%       88,24%      103,81\nNilai swadaya           150       141,0       94,00\n"
    document = read_blocks(f"Penduduk\n\n{rows}\n2.1 Perjanjian kinerja\n\n{below}")
    first, second = grids(document)
    assert (
        [len(first), len(second)] == [3, 3] and first[1][0] == "I" and second[1][0] == "Persentase RT aktif"
    )


def test_spaced_prose_is_no_table():
    """Justified prose, lists with colons and signatures are no tables."""
    text = (
        "Capaian   kinerja   sasaran  pertama   naik menjadi 84,25%   pada tahun ini.\nBelanja pegawai    :  "
        "  Rp    5.000.000\n"
        "Belanja modal      :    Rp    7.000.000\n\n    Kepala Dinas               Sekretaris\n\n    Sari, "
        "S.Sos                Budi, SE\n"
    )
    assert read_blocks(text).sel.empty


def test_table_captions():
    b = read_blocks(
        "Rincian ada pada tabel berikut.\n\nTabel 3.1\nCapaian Kinerja Tahun 2021\n\n| No | Indikator "
        "|\n|---|---|\n| 1 | Jalan |\n"
    ).blok
    assert b.loc[b["jenis"] == "petak", "teks"].item() == "Tabel 3.1 Capaian Kinerja Tahun 2021"


def test_rest_of_a_label_on_the_next_page():
    above = "Jenis retribusi          Target         Realisasi       %\nPelayanan pasar          18.500.000     21.340.000      115,35\nPemakaian alat           9.000.000      8.100.000       90,00\n"
    below = "berat\nUji berkala              4.200.000      3.985.000       94,88\nJumlah                   31.700.000     33.425.000      105,44\n"
    (m,) = grids(read_blocks(f"Penerimaan\n\n{above}\f{below}"))
    assert m[2][0] == "Pemakaian alat berat" and m[4] == ["Jumlah", "31.700.000", "33.425.000", "105,44"]


def test_amounts_with_one_blank_between_them():
    head = "Program                 Pagu           Realisasi      %\n"
    rows = "Penyuluhan desa         9.412.650.000 8.003.911.000  85,03\nPelatihan               142.775.300    131.640.255    92,20\nSarana                  19.620.000     19.588.410     99,84\n"
    (m,) = grids(read_blocks(f"Anggaran\n\n{head}{rows}"))
    assert m[1] == ["Penyuluhan desa", "9.412.650.000", "8.003.911.000", "85,03"]
