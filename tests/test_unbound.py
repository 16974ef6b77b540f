"""What could not be bound to one thing is unreached, with that reason."""

from cermat.checks import unbound
from tests.helpers import one, quick


def reasons(**tables) -> dict[str, str]:
    return {u["text"]: u["reason"] for u in quick(one(**tables)).to_dict("r")["unreached"]}


def test_a_figure_of_a_sentence_without_a_name():
    said = {"tabel": "prosa-3", "jenis": "nilai", "ukuran": "realisasi", "tahun": "2020"}
    told = reasons(
        klaim=[said | {"subjek": "", "nilai": "71,3"}, said | {"subjek": "Indeks Baca", "nilai": "57,2"}]
    )
    assert told["71,3"] == unbound.NAMELESS and "satu kali" in told["57,2"]


def test_a_name_under_two_parents_that_a_sentence_gives_without_one():
    rows = [
        {"tabel": "a", "sasaran": f"Meningkatnya {aim}", "indikator": "Daging", "tahun": "2020", "target": x}
        for aim, x in (("produksi ternak", "31,5"), ("sertifikasi produk", "47,5"))
    ]
    said = {"tabel": "prosa-3", "jenis": "nilai", "subjek": "Daging", "ukuran": "target", "nilai": "29,5"}
    assert reasons(indikator=rows, klaim=[said | {"tahun": "2020"}])["29,5"] == unbound.TORN


def test_one_name_for_two_rows_of_a_table():
    rows = [
        {"tabel": "a", "indikator": "Indeks Layanan", "tahun": "2020", "target": x} for x in ("31,5", "47,5")
    ]
    told = reasons(indikator=rows)
    assert told["31,5"] == told["47,5"] == unbound.TWICE
