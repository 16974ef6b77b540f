"""Entities and mentions: one entity a name, each figure bound to one, surely or not at all."""

from itertools import permutations, product

import pytest

from cermat import audit
from cermat.schemas.mentions import ENTITAS, PENYEBUTAN, schema_of_entities, schema_of_mentions
from tests.helpers import findings, one, portfolio, quick

MONEY = {"tingkat": "kegiatan", "tahun": "2020"}


def settled(**tables):
    return quick(one(**tables)).settled


def test_the_frames_have_the_shape_their_schemas_say():
    made = quick(
        portfolio(
            {
                "r": {
                    "indikator": [
                        {
                            "indikator": "Indeks Baca",
                            "sasaran": "Literasi naik",
                            "tahun": "2020",
                            "target": "60",
                            "realisasi": "57",
                        }
                    ]
                },
                "s": {
                    "klaim": [
                        {
                            "tabel": "prosa-1",
                            "jenis": "nilai",
                            "subjek": "Indeks Baca",
                            "ukuran": "realisasi",
                            "nilai": "57",
                            "dasar": "butir",
                        }
                    ]
                },
            }
        )
    ).settled
    schema_of_mentions().validate(made.penyebutan)
    schema_of_entities().validate(made.entitas)
    assert set(PENYEBUTAN) <= set(made.penyebutan) and list(made.entitas) == list(ENTITAS)


def test_prose_says_by_what_it_is_bound():
    made = settled(
        anggaran=[
            {"tabel": "a", "uraian": "Penataan Taman Kota", "pagu": "310", "realisasi": "300", **MONEY}
        ],
        klaim=[
            {
                "tabel": "prosa-1",
                "jenis": "nilai",
                "subjek": "Kegiatan Penataan Taman Kota",
                "ukuran": "pagu",
                "tahun": "2020",
                "nilai": "310",
                "dasar": "penunjuk",
            }
        ],
    )
    told = made.penyebutan.set_index("dasar")["yakin"]
    assert told["tabel"].max() == 1.0 and 0.7 <= told["penunjuk"] < 1.0
    record = made.ketetapan
    assert record.loc[record["hal"].eq("milik angka"), "bukti"].iat[0] == [
        "2 angka: baris dan kolomnya sendiri",
        '1 angka: ditunjuk kalimatnya ("kegiatan ini")',
    ]


@pytest.mark.parametrize("figure", ["310", "301"])
def test_a_kegiatan_of_prose_is_held_against_its_row(figure):
    result = quick(
        one(
            anggaran=[{"tabel": "a", "uraian": "Penataan Taman Kota", "pagu": "310", **MONEY}],
            klaim=[
                {
                    "tabel": "prosa-1",
                    "jenis": "nilai",
                    "subjek": "Kegiatan Penataan Taman Kota",
                    "ukuran": "pagu",
                    "tahun": "2020",
                    "nilai": figure,
                    "dasar": "penunjuk",
                }
            ],
        )
    )
    assert bool(findings(result, rule="SIL-01")) is (figure != "310")


def balai(*parents_and_figures):
    return [
        {
            "tabel": f"prosa-{n}",
            "jenis": "nilai",
            "subjek": "Balai Ukur Wilayah Barat",
            "ukuran": "pagu",
            "tahun": "2020",
            "nilai": f,
            "dasar": "butir",
            "induk": p,
        }
        for n, (p, f) in enumerate(parents_and_figures)
    ]


def test_one_name_under_two_parents_is_two():
    made = quick(one(klaim=balai(("Tera Ulang Timbangan", "500"), ("Pengawasan Barang Beredar", "700"))))
    assert not findings(made, rule="SIL-01")
    assert sorted(made.settled.entitas["nama"]) == [
        "Balai Ukur Wilayah Barat (Pengawasan Barang Beredar)",
        "Balai Ukur Wilayah Barat (Tera Ulang Timbangan)",
    ]


def test_under_one_parent_it_is_one():
    made = quick(one(klaim=balai(("Tera Ulang Timbangan", "500"), ("Tera Ulang Timbangan", "700"))))
    assert findings(made, rule="SIL-01")


def test_a_mention_without_a_parent_binds_to_neither():
    made = quick(
        one(klaim=balai(("Tera Ulang Timbangan", "500"), ("Pengawasan Barang Beredar", "700"), ("", "900")))
    )
    assert not findings(made, rule="SIL-01")


def test_two_rows_of_one_indicator_table_under_two_sasaran_are_two():
    rows = [
        {"tabel": "t", "indikator": "Daging", "sasaran": s, "tahun": "2020", "capaian": c}
        for s, c in (("Produksi naik", "101"), ("Sertifikat bertambah", "129"))
    ]
    made = quick(one(indikator=rows))
    assert len(made.settled.entitas) == 2 and not findings(made, rule="SIL-01")


def test_operands_that_do_not_say_whose_they_are_are_no_mention():
    said = [
        {
            "subjek": "",
            "operasi": "bagi_persen",
            "a": a,
            "a_arti": "realisasi anggaran",
            "b": b,
            "b_arti": "pagu anggaran",
            "hasil": "50",
            "tahun": "2020",
            "tabel": f"prosa-{a}",
        }
        for a, b in (("100", "200"), ("300", "600"))
    ]
    for row in said:
        row["subjek"] = "anggaran"
    made = quick(one(perhitungan=said))
    assert not findings(made, rule="SIL-01")


def facts_by_report(sub) -> dict[str, set[tuple]]:
    """What the sure mentions of each report say: (entity, measure, year, value)."""
    said = {}
    for laporan, facts in quick(sub).settled.fakta.groupby("laporan"):
        said[laporan] = set(zip(facts["kunci"], facts["ukuran"], facts["tahun"], facts["value"], strict=True))
    return said


def told_facts(sub) -> set[tuple]:
    """The same of the only report."""
    (told,) = facts_by_report(sub).values()
    return told


ROWS = [
    ("Penataan Taman Kota", "310", "300"),
    ("Lomba Pot Bunga Antar Desa", "125", "99"),
    ("Pelatihan Tukang Kebun", "145", "131"),
]


def test_shuffling_rows_keeps_the_facts():
    """Every order of two tables beside every order of the other, each a report of one portfolio."""

    def money(order, table):
        return [{"tabel": table, "uraian": n, "pagu": p, "realisasi": r, **MONEY} for n, p, r in order]

    orders = list(product(permutations(ROWS), repeat=2))
    reports = {
        f"r{at}": {"anggaran": money(first, "a") + money(second, "b")}
        for at, (first, second) in enumerate(orders)
    }
    told = facts_by_report(portfolio(reports))
    wanted = told_facts(one(anggaran=money(ROWS, "a") + money(ROWS, "b")))
    assert told == dict.fromkeys(reports, wanted)


LIST = """# LAPORAN KINERJA INSTANSI PEMERINTAH
# DINAS TAMAN KABUPATEN SAGARA TAHUN 2022

## BAB III AKUNTABILITAS KINERJA

### 3.3 Realisasi Anggaran

Tabel 3.4 Realisasi Anggaran Tahun 2022

| No | Kegiatan | Anggaran (Rp) | Realisasi (Rp) | % |
|---|---|---|---|---|
| 1 | Penataan Taman Kota | 310.250.000 | 300.125.000 | 96,74 |
| 2 | Lomba Pot Bunga Antar Desa | 125.500.000 | 99.750.000 | 79,48 |
{cut}| 3 | Pelatihan Tukang Kebun | 145.900.000 | 131.310.000 | 90,00 |
| | Jumlah | 581.650.000 | 531.185.000 | 91,32 |

Setiap kegiatan diuraikan sebagai berikut:

{a} Kegiatan Penataan Taman Kota. Anggaran kegiatan ini sebesar Rp 310.250.000 dan realisasi anggaran sebesar Rp 300.125.000.

{b} Kegiatan {name}. Anggaran kegiatan ini sebesar Rp 125.500.000 dan realisasi anggaran sebesar Rp 99.750.000.
"""
CUT = "\f\n| No | Kegiatan | Anggaran (Rp) | Realisasi (Rp) | % |\n|---|---|---|---|---|\n"


def read_list(a="1.", b="2.", cut="", name="Lomba Pot Bunga Antar Desa"):
    from cermat.datasets.recognise import recognise
    from tests.read_helpers import read_blocks

    return recognise(read_blocks(LIST.format(a=a, b=b, cut=cut, name=name)), "uji")


@pytest.mark.parametrize(("a", "b"), [("a.", "b."), ("(1)", "(2)"), ("4.", "5."), ("1)", "2)")])
def test_renumbering_a_list_keeps_the_facts(a, b):
    assert told_facts(read_list(a, b)) == told_facts(read_list())


def test_a_table_cut_by_a_page_keeps_the_facts():
    def without_tables(facts):
        return {(name.split(" · ")[0], *rest) for name, *rest in facts}

    assert without_tables(told_facts(read_list(cut=CUT))) == without_tables(told_facts(read_list()))


@pytest.mark.parametrize(
    "name", ["Lomba Pot Bunga antar Desa", "LOMBA POT BUNGA ANTAR DESA", "Lomba Pot Bungga Antar Desa"]
)
def test_another_spelling_keeps_the_facts(name):
    assert told_facts(read_list(name=name)) == told_facts(read_list())


def test_two_items_of_one_list_are_never_one():
    """ "Pelatihan Desain Anyaman" and "Pelatihan Desain Anyaman di Kampung Kreatif" under one programme are
    two kegiatan."""
    said = [
        ("Pelatihan Desain Anyaman Bambu", "75"),
        ("Pelatihan Desain Anyaman Bambu di Kampung Kreatif", "150"),
    ]
    rows = [
        {
            "tabel": f"prosa-{n}",
            "jenis": "nilai",
            "subjek": name,
            "ukuran": "pagu",
            "tahun": "2020",
            "nilai": figure,
            "dasar": "kalimat",
            "induk": "Pembinaan Industri",
        }
        for n, (name, figure) in enumerate(said)
    ]
    assert not findings(quick(one(klaim=rows)), rule="SIL-01")


def test_a_scale_that_is_not_said_is_no_contradiction():
    rows = [
        {"tabel": t, "indikator": "Nilai produksi daerah", "tahun": "2020", "target": v}
        for t, v in (("a", "185,80 triliun"), ("b", "185,80"))
    ]
    assert not findings(quick(one(indikator=rows)), rule="SIL-01")


def test_money_of_nobody_is_unreached_with_that_reason(tmp_path):
    text = (
        LIST.format(a="1.", b="2.", cut="", name="Lomba Pot Bunga Antar Desa")
        + "\nTercatat pula uang jaminan Rp 77.123.000 di bank.\n"
    )
    path = tmp_path / "laporan.md"
    path.write_text(text, encoding="utf-8")
    result = audit.check(path)
    [figure] = [u for u in result.to_dict(result.audited[0])["unreached"] if "77.123.000" in u["text"]]
    assert figure["reason"] == "tidak diketahui milik program, kegiatan atau bagian mana uang ini"


def test_a_run_tells_of_mentions_that_do_not_fit_their_schema(monkeypatch):
    from cermat.checks import engine

    settle = engine.settle

    def broken(*given):
        made = settle(*given)
        made.penyebutan = made.penyebutan.assign(yakin=2.0)
        return made

    sub = one(anggaran=[{"tabel": "a", "uraian": "Taman Kota", "pagu": "310", "realisasi": "300", **MONEY}])
    assert not quick(sub).sub.warnings
    monkeypatch.setattr(engine, "settle", broken)
    (line,) = quick(sub).sub.warnings
    assert "penyebutan" in line and "yakin" in line
