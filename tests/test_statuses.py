"""Silence is never a pass: every rule ends in one status; what a rule needs and does not find is told."""

import pandas as pd
import pytest

from cermat.checks import compare, reach
from cermat.checks.reach import STATUSES
from cermat.checks.vet import names_read
from cermat.schemas.submission import merge
from cermat.schemas.tables import all_tables
from tests import bundled_tables
from tests.helpers import _row, cards, documents, example_tables, one, portfolio, quick, status, subset

PLACE = ("laporan", "tabel", "bagian", "halaman", "baris", "garis")


def _variants():
    """(card, kind, example's report, report without one column, that column) for every column of every
    example."""
    for card in cards():
        for n, example in enumerate(card.examples):
            for kind, content in example.items():
                tables = example_tables(card, content)
                if kind == "undecided" or len(documents(tables)) > 1 or card.kind == "struktur":
                    continue  # struktur is about what is there
                name = f"{card.id}-{n}"
                for table, rows in tables.items():
                    filled = dict.fromkeys(
                        c for r in rows for c, v in _row(table, r, "").items() if v != "" and c not in PLACE
                    )
                    for column in filled:
                        yield card.id, kind, name, tables, table, column


@pytest.fixture(scope="module")
def without():
    """rule → rows: kind of example, column taken out, status and comparisons before and after."""
    reports, lacking, about = {}, {}, []
    for rule, kind, name, tables, table, column in _variants():
        reports[name] = tables
        gone = f"{name} tanpa {table}.{column}"
        reports[gone], lacking[gone] = tables, [(table, column)]
        about.append((rule, kind, name, gone, f"{table}.{column}"))
    s = quick(portfolio(reports, lacking)).statuses.set_index(["laporan", "id"])
    s["n"] = s["held"] + s["failed"]
    rows = [
        (rule, kind, column, s["n"][name, rule], s["status"][gone, rule], s["n"][gone, rule])
        for rule, kind, name, gone, column in about
    ]
    return pd.DataFrame(rows, columns=["rule", "kind", "column", "before", "status", "after"])


@pytest.mark.parametrize("rule", [c.id for c in cards() if c.kind not in ("dokumen", "struktur")])
def test_a_column_taken_out_is_no_pass(without, rule):
    """Comparisons that are gone leave 'tidak dapat diuji' (or other findings); a finding never turns into
    'sesuai'."""
    w = without[without["rule"] == rule]
    lost = (w["after"] < w["before"]) | ((w["kind"] == "fails") & (w["status"] == "sesuai"))
    silent = w[lost & w["status"].isin(["sesuai", "tidak berlaku"])]
    assert silent.empty, silent.to_dict("records")
    assert len(w) >= 1


@pytest.mark.parametrize("card", cards(), ids=lambda c: c.id)
def test_whatever_a_rule_reads_has_a_source(card):
    """A derived column that is in no list would let a missing column pass in silence."""
    tables, columns = reach._sources()
    typed = all_tables()
    known = {
        (t, c)
        for t, c in names_read(card)
        if t in tables or f"{t}.{c}" in columns or (t in typed and c in typed[t].columns)
    }
    assert names_read(card) == known


def test_sources_are_printed_columns():
    tables, columns = reach._sources()
    for entries in [*tables.values(), *columns.values()]:
        assert not {(t, c) for t, c in reach._expand(entries) if c not in all_tables()[t].columns}
    assert {f"{t}.{c}" for t, k in all_tables().items() for c in k.columns} & set(columns) == {
        "indikator.arah",
        "seri.arah",
    }


# --- the bundled report


COPIES = ("utuh", "baris diacak", "kalimat disunting", "angka lain diubah")


def _copy(name: str) -> dict[str, pd.DataFrame]:
    """A copy of the bundled tables that keeps every finding: rows shuffled, prose edited, or numbers changed
    that none is about."""
    tables = bundled_tables.tables()
    if name == "baris diacak":
        tables = {
            t: f.sample(frac=1, random_state=3) if t not in ("daftar_isi", "bab", "skala") else f
            for t, f in tables.items()
        }
    if name == "kalimat disunting":
        tables["klaim"]["teks"] = "dengan kata lain: " + tables["klaim"]["teks"]
        for frame in tables.values():
            frame["garis"] = [str(int(g) + 7) if g else "" for g in frame["garis"]]
            frame["bagian"] = frame["bagian"] + " (baru)"
    if name == "angka lain diubah":
        last = tables["anggaran"]["tingkat"].eq("bulan")
        tables["anggaran"].loc[last, "pagu"] = tables["anggaran"].loc[last, "pagu"].str.replace("1", "7")
    return tables


@pytest.fixture(scope="module")
def copies():
    frames = {name: _copy(name) for name in COPIES}
    gone = {
        f"tanpa {t}.{c}": (t, c)
        for t, f in frames["utuh"].items()
        for c in f.columns
        if (f[c] != "").any() and c not in PLACE
    }
    picked = {n: p for k, (n, p) in enumerate(gone.items()) if k % 8 == 0}
    for name, (table, column) in picked.items():
        tables = bundled_tables.tables()
        frames[name] = tables | {table: tables[table].drop(columns=column)}
    return quick(merge([bundled_tables.submission(f, n) for n, f in frames.items()])), picked


def test_every_rule_ends_in_one_status(copies):
    result, _ = copies
    s = result.statuses[result.statuses["laporan"] == "utuh"]
    assert s["id"].tolist() == [c.id for c in cards()]
    assert set(s["status"]) <= set(STATUSES) - {"galat"}
    assert (s["failed"] > 0).equals(s["status"] == "temuan")
    assert s.loc[s["status"].isin(["tidak dapat diuji", "tidak berlaku"]), "reason"].ne("").all()
    assert s.loc[s["status"] == "sesuai", "held"].gt(0).all()
    assert s.loc[s["undecided"] > 0, "status"].isin(["temuan", "tidak dapat diuji"]).all()


def test_a_column_of_the_bundled_report_taken_out_is_no_pass(copies):
    result, picked = copies
    s = result.statuses.set_index(["laporan", "id"])
    whole, told = s.loc["utuh"], []
    for name in picked:
        part = s.loc[name]
        lost = (part["held"] + part["failed"]) < (whole["held"] + whole["failed"])
        told += [
            (name, i, part["status"][i])
            for i in part.index[lost]
            if part["status"][i] in ("sesuai", "tidak berlaku")
        ]
        readers = [c.id for c in cards() if picked[name] in reach.columns_needed(c)]
        assert set(part["status"][readers]) <= {"tidak dapat diuji", "temuan"}, name
    assert told == []
    assert len(picked) >= 12


@pytest.mark.parametrize("name", COPIES[1:])
def test_ids_stay(copies, name):
    """Rows in another order, other words, other numbers: the same findings keep their ids."""
    f = copies[0].findings
    ids = {
        n: dict(zip(g["id"], g["rule"] + " " + g["subject"], strict=True)) for n, g in f.groupby("laporan")
    }
    assert len(ids["utuh"]) == (f["laporan"] == "utuh").sum() > 20
    assert {k: v for k, v in ids["utuh"].items() if k not in ids[name]} == {}


# --- one rule, one report


ROW = {
    "indikator": "Cakupan layanan",
    "tahun": "2020",
    "target": "80",
    "realisasi": "84,61",
    "capaian": "105,76",
}


@pytest.mark.parametrize(
    ("rows", "wanted", "counts"),
    [
        ([ROW], "sesuai", (1, 0, 0)),
        ([ROW, ROW | {"capaian": "150,76"}], "temuan", (1, 1, 0)),
        ([ROW, ROW | {"target": "0"}], "tidak dapat diuji", (1, 0, 1)),
        ([ROW, ROW | {"target": "0"}, ROW | {"capaian": "150,76"}], "temuan", (1, 1, 1)),
        ([ROW, ROW | {"realisasi": "84,6l"}], "tidak dapat diuji", (1, 0, 1)),
        ([ROW, ROW | {"realisasi": "n/a", "capaian": "n/a"}], "sesuai", (1, 0, 0)),
        ([ROW | {"capaian": ""}], "tidak berlaku", (0, 0, 0)),
    ],
    ids=["held", "failed", "zero", "all", "unreadable", "not measured", "none"],
)
def test_status_and_counts(rows, wanted, counts):
    told = status(quick(one(indikator=rows), subset("CAP-01")), "CAP-01")
    assert (told["status"], (told["held"], told["failed"], told["undecided"])) == (wanted, counts)


def test_an_excerpt_need_not_be_complete():
    chapter = {"bab": [{"judul": "BAB III AKUNTABILITAS KINERJA"}]}
    told = status(quick(one(**chapter), subset("KEL-01")), "KEL-01")
    assert told["status"] == "tidak berlaku" and told["reason"]
    whole = {"bab": [{"judul": f"BAB {n}"} for n in ("I", "II", "III", "IV")]}
    assert status(quick(one(**whole), subset("KEL-01")), "KEL-01")["status"] == "temuan"


def test_a_rule_that_fails_by_itself_is_galat(monkeypatch):
    real = compare.run_card

    def broken(tables, card):
        if card.id == "CAP-01":
            raise ZeroDivisionError("uji")
        return real(tables, card)

    monkeypatch.setattr(compare, "run_card", broken)
    result = quick(one(indikator=[ROW, ROW | {"target_depan": "80", "realisasi": "84,61"}]))
    assert status(result, "CAP-01")["status"] == "galat"
    assert "uji" in status(result, "CAP-01")["reason"]
    assert status(result, "TAR-01")["status"] == "temuan"


# --- reach


def test_reach_tells_recomputed_repeated_weak_and_unreached():
    tables = {
        "indikator": [
            {"tabel": "a"} | ROW,
            {"tabel": "b", "indikator": "Indeks", "tahun": "2020", "target": "3,50"},
            {"tabel": "c", "indikator": "Indeks", "tahun": "2020", "target": "3,50"},
        ],
        "klaim": [
            {"jenis": "nilai", "subjek": "Hal lain", "ukuran": "jumlah", "tahun": "2020", "nilai": "17"},
            {
                "jenis": "naik",
                "subjek": "Hal ini",
                "ukuran": "jumlah",
                "tahun": "2020",
                "nilai": "9",
                "dari": "8",
            },
        ],
    }
    result = quick(one(**tables))
    told = dict(zip(result.sub.angka["teks"], result.reach, strict=True))
    assert told == {
        "80": "recomputed",
        "84,61": "recomputed",
        "105,76": "recomputed",
        "3,50": "repeated",
        "17": "unreached",
        "9": "weak",
        "8": "weak",
    }
    numbers = result.to_dict("r")["summary"]["numbers"]
    assert {k: numbers[k] for k in ("printed", "recomputed", "repeated", "weak", "unreached")} == {
        "printed": 8,
        "recomputed": 3,
        "repeated": 2,
        "weak": 2,
        "unreached": 1,
    }
    assert [u["text"] for u in result.to_dict("r")["unreached"]] == ["17", "9", "8"]
    assert all(u["reason"] for u in result.to_dict("r")["unreached"])


def test_format_and_rounding_are_no_reach():
    result = quick(
        one(
            indikator=[
                {"indikator": "A", "capaian": "98.5"},
                {"indikator": "B", "tahun": "2020", "capaian": "97,25"},
                {"indikator": "C", "capaian": "96,25"},
            ]
        )
    )
    assert status(result, "FMT-01")["failed"] == 1
    assert set(result.reach) <= {"unreached", "weak"}
