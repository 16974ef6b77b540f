"""Every rule by its own examples, through the public door, as one portfolio with the real judge."""

import re
from random import Random
from string import ascii_lowercase

import pytest

from cermat.checks.cards import KINDS
from tests.helpers import (
    cards,
    check,
    documents,
    example_tables,
    findings,
    portfolio,
    quick,
    same_but_ids,
    status,
)

WANTED = {"holds": "sesuai", "fails": "temuan", "undecided": "tidak dapat diuji"}
EXAMPLES = [
    (c, kind, n, content) for c in cards() for n, e in enumerate(c.examples) for kind, content in e.items()
]
NAMES = [f"{c.id}-{kind}-{n}" for c, kind, n, _ in EXAMPLES]
FAILING = [(c, name) for (c, kind, _, _), name in zip(EXAMPLES, NAMES, strict=True) if kind == "fails"]
TABLES = {name: example_tables(c, content) for name, (c, _, _, content) in zip(NAMES, EXAMPLES, strict=True)}
REPORTS = {name: tables for name, tables in TABLES.items() if len(documents(tables)) == 1}
# the closed list of the design: what this engine can find
DESIGN_KINDS = {
    "total",
    "rasio",
    "rata_rata",
    "arah",
    "predikat",
    "kontradiksi",
    "skala",
    "silang",
    "formula",
    "populasi",
    "tren",
    "target",
    "satuan",
    "kelengkapan",
    "pembulatan",
    "format",
    "struktur",
    "dokumen",
}
ELEMENTS = ("kondisi", "kriteria", "sebab", "akibat", "rekomendasi")


@pytest.fixture(scope="module")
def together():
    return check(portfolio(REPORTS))


def _of_agency(tables: dict[str, list[dict]], agency: str) -> dict[str, list[dict]]:
    """The tables of a document that names its agency."""
    who = {"jenis": "instansi", "nilai": agency}
    return tables | {"identitas": [*tables.get("identitas", []), who]}


@pytest.fixture(scope="module")
def results(together):
    """Result by report. Examples that name two documents are audited one against the other, each pair of an
    agency of its own."""
    pairs = {name: documents(TABLES[name]) for name in TABLES if name not in REPORTS}
    agencies = {name: f"Dinas {''.join(Random(name).choices(ascii_lowercase, k=12))}" for name in pairs}
    own = {name: _of_agency(tables, agencies[name]) for name, (tables, *_) in pairs.items()}
    against = [
        portfolio({f"{name} lain {at}": _of_agency(other, agencies[name])})
        for name, (_, *others) in pairs.items()
        for at, other in enumerate(others)
    ]
    return dict.fromkeys(REPORTS, together) | dict.fromkeys(pairs, check(portfolio(own), against=against))


@pytest.mark.parametrize(("card", "kind", "n"), [e[:3] for e in EXAMPLES], ids=NAMES)
def test_example(results, card, kind, n):
    laporan = f"{card.id}-{kind}-{n}"
    told = status(results[laporan], card.id, laporan)
    assert told["status"] == WANTED[kind], told.to_dict()
    if kind == "holds":
        assert told["held"] >= 1
        assert told["failed"] == 0
    if kind == "fails":
        assert told["failed"] >= 1
    if kind == "undecided":
        assert told["undecided"] >= 1
        assert told["failed"] == 0
        assert told["reason"]


def test_no_rule_fails_by_itself(together):
    broken = together.statuses[together.statuses["status"] == "galat"]
    assert broken.empty, broken[["id", "reason"]].drop_duplicates().to_dict("records")


def test_every_kind_of_the_design_has_a_rule():
    assert set(KINDS) == DESIGN_KINDS
    assert {c.kind for c in cards()} == DESIGN_KINDS


def test_ids_are_unique_and_sorted_into_files():
    ids = [c.id for c in cards()]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 60


@pytest.mark.parametrize("card", cards(), ids=lambda c: c.id)
def test_card_has_all_its_texts(card):
    for text in (
        card.title,
        card.title_en,
        card.why,
        card.akibat,
        card.rekomendasi,
        card.criterion.document,
        card.criterion.what,
    ):
        assert len(text.split()) >= 1 and text == text.strip()
    assert card.akibat.endswith(".") and card.rekomendasi.endswith(".") and card.why.endswith(".")
    if card.shape != "interval":
        assert card.kondisi, "an own kondisi: the general one says nothing about labels and conditions"
    if card.needs:
        assert card.needs_reason


@pytest.mark.parametrize("card", cards(), ids=lambda c: c.id)
def test_numbers_in_examples_are_texts(card):
    """'5,85' is a text, so that '80,0' keeps its decimal."""

    def leaves(value):
        if isinstance(value, dict | list):
            for v in value.values() if isinstance(value, dict) else value:
                yield from leaves(v)
        else:
            yield value

    assert all(isinstance(v, str) for e in card.examples for v in leaves(e))


def _figures(result, card, finding: dict, laporan: str) -> tuple[set[str], set[str]]:
    """Printed figures that take part in a finding: (those that its card names, all of them)."""
    f = result.inner()
    row = f[(f["laporan"] == laporan) & (f["id"] == finding["id"])].iloc[0]
    members = result.explained.members
    bandings = members.loc[members["finding"] == row["finding"], "banding"].to_numpy(dtype="int64")
    o = result.operan[result.operan["banding"].isin(bandings)]
    tables = result.settled.tables
    own = set(tables.value_columns.get(card.table, ())) & set(card.names)
    paper = result.kertas_kerja.iloc[bandings]
    rows = tables[card.table].iloc[paper.loc[paper["aturan"].eq(card.id), "baris_tabel"].astype(int)]
    named = [i for c in own for i in rows[c]] + list(o.loc[o["peran"].eq("dinyatakan"), "id"])
    angka = result.sub.angka
    texts = angka["teks"].str.strip().where(angka["kelas"].eq("figur"))
    pick = lambda ids: set(texts.iloc[[i for i in ids if i >= 0]].dropna())  # noqa: E731
    return pick(named), pick(o["id"])


@pytest.mark.parametrize(("card", "laporan"), FAILING, ids=[n for _, n in FAILING])
def test_finding_is_told_in_five_elements(results, card, laporan):
    own = findings(results[laporan], laporan, card.id)
    assert own, "the violated comparison became no finding of this rule"
    for f in own:
        assert f["title"] == card.title or "title" in card.by_row  # each comparison has its own title
        assert f["title"] and f["kind"] == card.kind
        for element in ELEMENTS:
            text = f[element]
            assert len(text) > 10 or element == "sebab", element
            assert not re.search(r"\{[{%]|\b(None|nan|inf|False|True)\b|  ", text), (element, text)
        assert re.fullmatch(r"(Indikasi: .{5,}\.)?", f["sebab"])
        assert f["kondisi"].endswith(".")


@pytest.mark.parametrize(("card", "laporan"), FAILING, ids=[n for _, n in FAILING])
def test_numbers_stand_in_kondisi(results, card, laporan):
    result = results[laporan]
    for f in findings(result, laporan, card.id):
        named, every = _figures(result, card, f, laporan)
        assert not {text for text in named if text not in f["kondisi"]}
        assert not every or any(text in f["kondisi"] for text in every), f["kondisi"]
        if card.shape == "interval":
            assert _indonesian(f["recomputed"], f["kondisi"]), (f["recomputed"], f["kondisi"])


def _indonesian(value: float, kondisi: str) -> bool:
    """Does the value stand in the text, with a comma, and at least two decimals unless it is whole?"""
    forms = {f"{abs(value):,.{d}f}".translate(str.maketrans(",.", ".,")) for d in (2, 3, 4)}
    if float(value).is_integer():
        forms.add(f"{abs(value):,.0f}".replace(",", "."))
    return any(form in kondisi for form in forms)


def test_outcome_and_verdict_agree(together):
    """The judge decides, and the outcome that people read says the same."""
    outcome = together.kertas_kerja["hasil"].to_numpy()
    assert together.violated.any()
    assert ((outcome == "tidak cocok") == together.violated).all()


@pytest.mark.parametrize("laporan", [n for n in NAMES if n in REPORTS][::23])
def test_a_report_is_judged_the_same_alone(together, laporan):
    """One code path: what a report gets does not depend on the reports beside it, ids included."""
    alone = quick(portfolio({laporan: REPORTS[laporan]}))
    beside = (
        together.statuses[together.statuses["laporan"] == laporan]
        .drop(columns="laporan")
        .reset_index(drop=True)
    )
    assert beside.equals(alone.statuses.drop(columns="laporan").reset_index(drop=True))
    assert same_but_ids(findings(together, laporan)) == same_but_ids(findings(alone, laporan))


BOUND = {"indikator": "Angka kematian", "tahun": "2020", "target": "25", "realisasi": "14", "capaian": "100"}


@pytest.mark.parametrize(
    ("row", "rule", "wanted"),
    [
        (BOUND | {"batas": "maks"}, "CAP-10", "sesuai"),
        (BOUND | {"batas": "maks"}, "CAP-02", "tidak berlaku"),
        (BOUND | {"batas": "maks", "realisasi": "31"}, "CAP-02", "temuan"),
        (BOUND, "CAP-02", "temuan"),
        (BOUND | {"indikator": "Skor layanan", "batas": "maks", "capaian": "144"}, "CAP-02", "sesuai"),
        (BOUND | {"indikator": "Skor layanan", "batas": "min", "realisasi": "31"}, "CAP-10", "sesuai"),
        (BOUND | {"indikator": "Skor layanan", "batas": "min", "realisasi": "20"}, "CAP-01", "temuan"),
    ],
)
def test_a_target_that_is_a_bound(row, rule, wanted):
    """100 where it is kept, its side as direction, no excuse where it is not kept."""
    assert status(quick(portfolio({"r": {"indikator": [row]}})), rule)["status"] == wanted
