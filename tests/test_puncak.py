"""The highest or lowest of the figures that one sentence tells, and a rise told "dari … ke …"."""

import pytest

from tests.stacked import Stacked

TITLE = "# BAB III AKUNTABILITAS KINERJA\n\n## Capaian Kinerja Tahun 2023\n\n"
HIGHEST = (
    "Cakupan imunisasi tertinggi ada pada Desa Awan dengan {}, disusul Desa Embun 92,8% dan Desa Kabut 88,1%."
)
COUNTED = "Capaian tertinggi pada indeks baca dengan {}, disusul jumlah kader 92,8% dan jumlah pos 88%."
LOWEST = (
    "Desa dengan kasus campak paling sedikit adalah Awan ({} kasus), sementara Embun 37 kasus, Kabut 29 kasus, "
    "Hujan 52 kasus."
)
RISE = "Indeks Baca Warga meningkat, dari 61,45 di tahun 2022 ke {} di tahun 2023."


FORMS = [
    # (sentence with a place for a figure, kind of claim, right, wrong, rule)
    (HIGHEST, "tertinggi", "96,4%", "69,4%", "TRN-08"),
    (COUNTED, "tertinggi", "102,4%", "90,4%", "TRN-08"),
    (LOWEST, "terendah", "13", "31", "TRN-08"),
    (RISE, "naik", "64,15", "60,15", "TRN-01"),
]
OTHERS = [
    "Kasus terbanyak di Awan 37 kasus, sedangkan jumlah seluruhnya 210 kasus dan sisanya 98 kasus.",
    "Belanja terbesar untuk pegawai 45,2%, sedangkan serapan bidang 92,4% dan pelayanan 98,1%.",
    "Cakupan terbesar kedua di Desa Awan 70,2%, disusul Desa Embun 92,4% dan Desa Kabut 61,0%.",
    "Cakupan terbesar di Desa Awan 70,2%, disusul Embun 92,4%, Kabut 61,0% dan Hujan 81,3%.",
    "Nilai tertinggi diraih Awan 70,2, diikuti 95 peserta dan 112 pelatih.",
    "Cakupan tertinggi di Desa Awan 70,2%, Desa Embun 92,4% dan Desa Kabut 61,0% belum dihitung.",
    "Serapan terbesar pada Bidang Awan 70,2%, sedangkan tingkat hunian 92,4% dan cakupan air 95,0%.",
    "Cakupan terbesar di Desa Awan 70,2%, disusul Embun tahun 2021 92,4% dan tahun 2022 95,0%.",
]
TEXTS = [*(form.format(value) for form, _, *values, _ in FORMS for value in values), *OTHERS]
STACK = Stacked({text: f"{TITLE}{text}\n" for text in TEXTS})


def _told(text: str):
    """(kinds of its claims, findings of the highest and of trends)."""
    claims = STACK.rows(STACK.result.sub.tables["klaim"], text)
    found = [f for f in STACK.told(text)["findings"] if f["rule"] in ("TRN-01", "TRN-08")]
    return set(claims["jenis"]), found


@pytest.mark.parametrize(("form", "kind", "right", "wrong", "rule"), FORMS)
def test_a_sentence_is_held_against_its_own_figures(form, kind, right, wrong, rule):
    kinds, found = _told(form.format(right))
    assert kind in kinds and not found
    kinds, found = _told(form.format(wrong))
    assert [f["rule"] for f in found] == [rule]


def test_the_finding_names_what_is_called_the_highest():
    found = _told(HIGHEST.format("69,4%"))[1][0]
    assert "Desa Awan)" in found["kondisi"] and "92,8%" in found["kondisi"]


@pytest.mark.parametrize("text", OTHERS)
def test_other_matters_are_no_rivals(text):
    kinds, found = _told(text)
    assert not kinds & {"tertinggi", "terendah"} and not found
