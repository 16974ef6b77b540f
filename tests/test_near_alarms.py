"""Sound passages that look like a contradiction, each with a twin in which one figure is wrong: nothing is told of the
first, the second is accused."""

import pytest

from cermat import audit

HEAD = (
    "# LAPORAN KINERJA TAHUN 2023\n\n# BAB III AKUNTABILITAS KINERJA TAHUN 2023\n\n## A. Capaian Kinerja\n\n"
)


def _table(head: str, *rows: str) -> str:
    bars = [f"| {' | '.join(row.split(';'))} |" for row in (head, *rows)]
    return "\n".join([bars[0], "|" + "---|" * (head.count(";") + 1), *bars[1:]]) + "\n\n"


EXPORTS = "Tabel 3.1 Capaian Kinerja Tahun 2023\n\n" + _table(
    "No;Indikator Kinerja;Satuan;Target;Realisasi;Capaian (%)",
    "1;Nilai ekspor;juta rupiah;452.177,0;398.820,2;88,2",
    "2;Nilai investasi;juta;52.177,0;48.820,2;93,6",
)
MATURITY = "Tabel 3.1 Capaian Kinerja Tahun 2023\n\n" + _table(
    "No;Indikator Kinerja;Satuan;Target;Realisasi;Capaian (%)",
    "1;Nilai maturitas;nilai;3.500;3.646;104.17",
    "2;Indeks layanan;nilai;52.17;48.82;93.58",
)
GROUPS = "Tabel 3.1 Kelompok sasaran yang tercatat Tahun 2023\n\n" + _table(
    "No;Jenis;Jumlah;Satuan",
    "1;Nelayan terdampak cuaca;680;orang",
    "2;Petani penggarap garam;412;orang",
    "Jumlah;;1.092;orang",
)
CAPPED = "Tabel 3.1 Capaian Kinerja Tahun 2023\n\n" + _table(
    "No;Indikator Kinerja;Satuan;Target;Realisasi;Capaian (%)",
    "1;Persentase perkara yang selesai;%;87,20;93,27;100,00",
    "2;Persentase berkas lengkap;%;80,00;84,00;100,00",
    "3;Persentase arsip tertata;%;75,94;72,00;94,81",
)
END = "## B. Target Akhir Renstra\n\nTabel 3.2 Realisasi 2023 terhadap Target Akhir Renstra\n\n"
SASARAN = (
    'Tabel 3.1 Capaian Sasaran "Terwujudnya layanan yang pasti" Tahun 2023\n\n'
    + _table(
        "No;Indikator Kinerja;Satuan;Target;Realisasi;Capaian (%)",
        "1;Persentase perkara yang selesai;%;90,00;99,00;110,00",
        "2;Persentase berkas lengkap;%;80,00;84,00;105,00",
    )
    + 'Tabel 3.2 Capaian Sasaran "Meningkatnya akses layanan" Tahun 2023\n\n'
    + _table(
        "No;Indikator Kinerja;Satuan;Target;Realisasi;Capaian (%)",
        "1;Persentase warga yang terlayani;%;76,00;72,20;95,00",
        "2;Persentase desa terjangkau;%;50,00;49,00;98,00",
    )
)
THIS_YEAR = "Tabel 3.1 Realisasi dan Target Tahun 2023\n\n" + _table(
    "No;Indikator Kinerja;Satuan;Realisasi Tahun 2023;Target Tahun 2023",
    "1;Persentase perkara yang selesai;%;93,27;96,10",
    "2;Persentase berkas lengkap;%;84,15;88,40",
)

YEARS = "Tabel 3.1 Realisasi Tahun 2021 s.d. 2023\n\n" + _table(
    "No;Indikator Kinerja;Satuan;2021;2022;2023",
    "1;Angka pernikahan anak;%;0,41;0,36;0,31",
    "2;Angka buta aksara;%;0,52;0,57;0,45",
)


def _other_year(year: int) -> str:
    return f"## B. Target\n\nTabel 3.2 Target Tahun {year}\n\n" + _table(
        f"No;Indikator Kinerja;Satuan;Realisasi;Target Tahun {year}",
        "1;Persentase perkara yang selesai;%;93,27;96,10",
        "2;Persentase berkas lengkap;%;84,15;88,40",
    )


def _end(score: str) -> str:
    return _table(
        "No;Indikator Kinerja;Satuan;Realisasi 2023;Target Akhir Renstra;Capaian (%)",
        f"1;Persentase perkara yang selesai;%;93,27;89,81;{score}",
    )


CASES = {
    "a figure in its indicator's own unit": (
        EXPORTS + "Target Nilai ekspor tahun 2023 adalah 452.177,0 juta rupiah.",
        EXPORTS + "Target Nilai ekspor tahun 2023 adalah 425.177,0 juta rupiah.",
        "SIL-01",
    ),
    "three decimals, as the table prints them": (
        MATURITY + "Realisasi Nilai maturitas tahun 2023 adalah 3.646.",
        MATURITY + "Realisasi Nilai maturitas tahun 2023 adalah 3.664.",
        "SIL-01",
    ),
    "those served are a part of those counted": (
        GROUPS + "Jumlah nelayan terdampak cuaca yang dilayani tahun 2023 sebanyak 622 orang.",
        GROUPS + "Jumlah nelayan terdampak cuaca tahun 2023 sebanyak 622 orang.",
        "SIL-01",
    ),
    "more are served than took part in one activity": (
        GROUPS.replace("Kelompok sasaran yang tercatat", "Peserta bimbingan sosial")
        + "Jumlah nelayan terdampak cuaca yang dilayani tahun 2023 sebanyak 922 orang.",
        GROUPS + "Jumlah nelayan terdampak cuaca yang dilayani tahun 2023 sebanyak 922 orang.",
        "POP-04",
    ),
    "two sums under one heading": (
        "Jumlah pegawai = 3.218 + 238 = 3.456\n\nSelisih berkas = 4.233 - 61 = 4.172",
        "Jumlah pegawai = 3.218 + 238 = 3.456\n\nSelisih berkas = 4.233 - 61 = 4.127",
        "TOT-08",
    ),
    "a cap that is kept to holds at the end, too": (
        CAPPED + END + _end("100,00"),
        CAPPED + END + _end("91,85"),
        "CAP-04",
    ),
    "one falls every year, while another does not": (
        YEARS
        + "Angka pernikahan anak turun setiap tahun, sementara angka buta aksara tidak menentu pada 2021 sampai "
        "2023.",
        YEARS + "Angka buta aksara turun setiap tahun selama 2021 sampai 2023.",
        "TRN-03",
    ),
    "a rise or fall is told of its year": (
        YEARS + "Angka buta aksara naik pada tahun 2022, kemudian turun pada tahun 2023.",
        YEARS + "Angka buta aksara naik pada tahun 2022, kemudian naik pada tahun 2023.",
        "TRN-02",
    ),
    "next year's targets may be this year's": (
        THIS_YEAR + _other_year(2024),
        THIS_YEAR + _other_year(2022),
        "FMT-08",
    ),
    "an average that is said twice": (
        SASARAN
        + "Rata-rata capaian tahun 2023 sebesar 102,00%. Rata-rata capaian sasaran Terwujudnya layanan yang pasti 2023 "
        "sebesar 107,50%. Rata-rata capaian 102,00% berpredikat Baik.",
        SASARAN + "Rata-rata capaian sasaran Terwujudnya layanan yang pasti 2023 sebesar 105,70%.",
        "RAT-07",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """All passages as one portfolio: name of the file → its findings at sedang or above (rules)."""
    folder = tmp_path_factory.mktemp("kiriman")
    for at, (sound, wrong, _) in enumerate(CASES.values()):
        (folder / f"benar{at}.md").write_text(HEAD + sound + "\n", encoding="utf-8")
        (folder / f"salah{at}.md").write_text(HEAD + wrong + "\n", encoding="utf-8")
    result = audit.check(sorted(folder.iterdir()))
    found = result.findings
    found = found[found["severity"].isin(["sedang", "tinggi"]) & ~found["rule"].str.startswith("KEL")]
    return found.groupby("laporan")["rule"].agg(set).to_dict()


@pytest.mark.parametrize(("at", "case"), list(enumerate(CASES)), ids=list(CASES))
def test_the_sound_one_is_silent_and_its_twin_accused(told, at, case):
    assert told.get(f"benar{at}.md", set()) == set()
    assert CASES[case][2] in told.get(f"salah{at}.md", set())
