"""One rise for several indicators is a claim about each."""

from cermat import audit

TABLE = """| No | Indikator | Satuan | 2019 | 2020 | 2021 | 2022 |
|---|---|---|---|---|---|---|
| 1 | Persentase jalan mantap | % | 57,75 | 59,47 | 62,28 | 63,68 |
| 2 | Persentase rumah bersanitasi | % | 59,10 | 67,20 | 62,67 | 64,30 |
| 3 | Angka kematian bayi | per 1.000 | 6,40 | 5,90 | 5,10 | 4,80 |

"""
HEAD = "# LAPORAN KINERJA DINAS PESISIR TAHUN 2022\n\n## BAB III AKUNTABILITAS KINERJA\n\nTabel 1. Realisasi Tahun 2019-2022\n\n"
CLAIM = "Capaian kinerja selama tahun 2019 sampai dengan tahun 2022 {} setiap tahunnya, baik {} maupun {}.\n"


def told(tmp_path, verb: str, *names: str) -> list[str]:
    path = tmp_path / "laporan.md"
    path.write_text(HEAD + TABLE + CLAIM.format(verb, *names))
    found = audit.check(path).to_dict()["findings"]
    return [f["kondisi"] for f in found if f["rule"] == "TRN-03"]


def test_the_indicator_that_fell_once_is_told(tmp_path):
    (found,) = told(tmp_path, "meningkat", "persentase jalan mantap", "persentase rumah bersanitasi")
    assert "rumah bersanitasi" in found and "67,20 menjadi 62,67" in found


def test_that_it_is_hoped_or_denied_is_no_claim(tmp_path):
    for verb in ("diharapkan meningkat", "tidak meningkat"):
        assert told(tmp_path, verb, "persentase jalan mantap", "persentase rumah bersanitasi") == []


def test_what_does_better_the_lower_it_is_rises_by_falling(tmp_path):
    assert told(tmp_path, "meningkat", "persentase jalan mantap", "angka kematian bayi") == []
