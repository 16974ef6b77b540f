"""A LKjIP beside other documents of its agency, one difference at a time (tests/dokumen): a case of each kind
(with LONG=1 several, of more agencies) is found and told with both places, and what is right or explained says
nothing.

`python -m tests.dokumen.measure` runs the whole set. dokumen/belum.yaml names what is not done right yet.
"""

import pytest
import yaml

from tests.dokumen import cases
from tests.helpers import often

NOT_YET = yaml.safe_load((cases.HERE / "belum.yaml").read_text(encoding="utf-8"))
FOUND = (
    "kec-target-usulan",
    "kec-target-murni",
    "png-rkt-mediasi",
    "kec-aksi-target",
    "pus-renstra-temu",
    "pus-akhir-rusak",
    "kec-satuan-gangguan",
    "kec-nama-usulan",
    "kec-sasaran-tertib",
    "pus-hilang-temu",
    "kec-muncul-ikm",
    "pus-geser-arsip",
    "pus-program-arsip",
    "kec-lra-sinergi",
    "pus-lalu-kunjung",
    "kec-capaian-usulan",
    "kec-rumus-waktu",
    "pus-arah-temu",
    "kec-skala-ikm",
    "kec-tw-ikm",
    "png-maju-mediasi",
    "lh-akhir-iklh",
    "lh-nama-laboratorium",
    "lh-koordinasi",
    "lh-skala-predikat",
)
MORE = (
    "tani-target-padi",
    "tani-nama-poktan",
    "tani-sub-kios",
    "tani-hilang-hama",
    "rs-iku-akhir",
    "rs-arah-tunggu",
    "pus-skala-rusak",
    "pus-rumus-kunjung",
    "pus-tw-kunjung",
)
QUIET = (
    "perubahan",
    "dijelaskan",
    "nomenklatur",
    "renja",
    "instansi-lain",
    "tahun-lain",
    "dua-kali",
    "rusak",
    "ejaan",
    "juta",
    "renstra-depan",
    "semester",
    "pus-tahunan",
    "semua-kecamatan",
    "semua-perpustakaan",
    "lh-kode-ejaan",
    "lh-kode-bergeser",
    "lh-skala-jelas",
    "lh-iku-lama",
    "semua-lingkungan",
)


def _chosen(made: list, names: tuple[str, ...]) -> list:
    by_name = {case.name: case for case in made}
    late = pytest.mark.xfail
    return [
        pytest.param(by_name[name], id=name, marks=[late(reason=NOT_YET[name])] if name in NOT_YET else [])
        for name in names
    ]


@pytest.mark.parametrize("case", _chosen(cases.differences(), FOUND + MORE[: often(0, len(MORE))]))
def test_a_difference_is_found_with_both_places(case):
    found, new, invented = cases.judged(case)
    assert found, [one["kondisi"] for one in new]
    assert not invented, [one["kondisi"] for one in invented]


@pytest.mark.parametrize("case", _chosen(cases.silent(), QUIET))
def test_nothing_is_said_of_what_is_right(case):
    loud, _ = cases.noise(case)
    assert not loud, [one["kondisi"] for one in loud]


def test_every_kind_of_difference_is_among_these():
    known = {case.name: case.kind for case in cases.differences()}
    assert {known[name] for name in FOUND} == set(known.values())
    assert set(MORE) < set(known) and set(NOT_YET) <= set(known) | {
        case.name for case in cases.silent() + cases.right()
    }


def test_sasaran_of_a_decree_are_counted_where_it_has_no_targets():
    told = cases.run(cases.Case("", "", "kecamatan", [{"dokumen": "iku"}]))
    (row,) = [one for one in told["coverage"] if one["kind"] == "iku"]
    assert (row["comparison"], row["compared"], row["of"]) == ("Sasaran sama dengan keputusan IKU", 3, 3)


def test_a_card_of_each_indicator_is_used():
    told = cases.run(cases.Case("", "", "tani", [{"dokumen": "kamus"}]))
    (card,) = told["against"]
    assert card["used"] and not card["note"]
