"""How sure an accusation is: what is accused, what is only to be looked at, and why."""

import json
import random

import docx
import numpy as np
import openpyxl
import pypdf
import pytest

from cermat import audit
from cermat.checks.cards import load_cards
from cermat.checks.keyakinan.weights import threshold
from cermat.schemas.errors import InputError
from cermat.schemas.slip import one_slip, parted
from tests.helpers import folder, one, portfolio, quick
from tests.stacked import Stacked

ROWS = 10


def decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def indicators(rng: random.Random, n: int = ROWS) -> list[dict]:
    """A table of indicators, each with what it reached the year before; every capaian is right."""
    rows = []
    for k in range(n):
        target, reached, before = (round(rng.uniform(41, 97), 2) for _ in range(3))
        rows.append(
            {
                "indikator": f"Indikator {chr(65 + k)}",
                "tahun": "2023",
                "target": decimal(target),
                "realisasi": decimal(reached),
                "realisasi_lalu": decimal(before),
                "capaian": decimal(reached / target * 100),
            }
        )
    return rows


def number(text: str) -> float:
    return float(text.replace(",", "."))


def accused(result, rule: str) -> list[dict]:
    return [f for f in result.to_dict()["findings"] if f["rule"] == rule]


def one_wrong_cell(seed: int) -> list[dict]:
    rows = indicators(random.Random(seed))
    rows[3]["capaian"] = decimal(number(rows[3]["capaian"]) * 1.137)
    return rows


def changed(row: dict) -> None:
    """A 'capaian' that is the change from the year before."""
    now, before = number(row["realisasi"]), number(row["realisasi_lalu"])
    row["capaian"] = decimal((now - before) / before * 100)


def all_something_else(seed: int) -> list[dict]:
    rows = indicators(random.Random(seed))
    for row in rows:
        changed(row)
    return rows


def one_something_else(seed: int) -> list[dict]:
    rows = indicators(random.Random(seed))
    changed(rows[2])
    return rows


def two_tables(seed: int) -> list[dict]:
    """A second table with other figures under the same names and headers throughout."""
    rng = random.Random(seed)
    first = indicators(rng)
    second = [
        r | {"tabel": "u", "realisasi": decimal(rng.uniform(41, 97)), "realisasi_lalu": "", "capaian": ""}
        for r in first
    ]
    return [*first, *second]


def one_cell_of_two_tables(seed: int) -> list[dict]:
    first = indicators(random.Random(seed))
    second = [r | {"tabel": "u"} for r in first]
    second[5] = second[5] | {"realisasi": decimal(number(first[5]["realisasi"]) + 0.9)}
    return [*first, *second]


def swapped(text: str) -> str:
    """The first two neighbouring digits that differ, swapped."""
    i = next(i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1])
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def slipped(slip: str) -> list[dict]:
    rows = indicators(random.Random(3))
    row = rows[4]
    row["capaian"] = {
        "digit": row["capaian"][:1] + str((int(row["capaian"][1]) + 3) % 10) + row["capaian"][2:],
        "swapped": swapped(row["capaian"]),
        "moved": decimal(number(row["capaian"]) * 10),
        "last year": row["capaian"],
        "neighbour": rows[5]["capaian"],
    }[slip]
    if slip == "last year":
        rows += [{"indikator": row["indikator"], "tabel": "u", "tahun": "2022", "capaian": "64,37"}]
        row["capaian"] = "64,37"
    return rows


def several_wrong(seed: int, mixed: bool) -> list[dict]:
    """A table with several wrong capaian, its rows in their order or not."""
    rng = random.Random(seed)
    rows = indicators(rng)
    for row in rng.sample(rows, 4):
        row["capaian"] = decimal(number(row["capaian"]) * rng.choice([0.31, 0.9, 1.07, 10]))
    rows[0]["capaian"] = rows[6]["capaian"]
    return rng.sample(rows, len(rows)) if mixed else rows


SLIPS = ("digit", "swapped", "moved", "last year", "neighbour")
ASKED = [
    *((one_wrong_cell, seed) for seed in range(5)),
    *((make, seed) for make in (all_something_else, two_tables, one_cell_of_two_tables) for seed in range(3)),
    (one_something_else, 7),
    *((slipped, slip) for slip in SLIPS),
    *((several_wrong, seed, mixed) for seed in range(4) for mixed in (False, True)),
]
STACK = Stacked({case: {"indikator": case[0](*case[1:])} for case in ASKED}, quick)


def told(part: str, rule: str, *case) -> list[dict]:
    """Findings, or what is doubtful, of a case by a rule ('': all)."""
    return [f for f in STACK.told(case)[part] if rule in ("", f["rule"])]


@pytest.mark.parametrize("seed", range(5))
def test_one_wrong_cell_in_a_column_that_holds_is_accused(seed):
    (finding,) = told("findings", "CAP-01", one_wrong_cell, seed)
    wrong = one_wrong_cell(seed)[3]
    assert finding["subject"] == wrong["indikator"] and finding["keyakinan"] >= threshold()
    assert not told("doubtful", "", one_wrong_cell, seed)


@pytest.mark.parametrize("seed", range(3))
def test_a_column_that_is_something_else_throughout_accuses_nobody(seed):
    assert not told("findings", "CAP-01", all_something_else, seed)
    (matter,) = told("doubtful", "CAP-01", all_something_else, seed)
    assert "kolom" in matter["why"] and len(matter["places"]) == ROWS
    assert f"{ROWS - 1} pasangan lain juga tidak cocok" in matter["kondisi"]


@pytest.mark.parametrize("seed", range(3))
def test_two_tables_that_never_agree_are_not_about_the_same(seed):
    assert not told("findings", "SIL-01", two_tables, seed)
    (matter,) = told("doubtful", "SIL-01", two_tables, seed)
    assert len(matter["places"]) == 2 * ROWS


@pytest.mark.parametrize("seed", range(3))
def test_one_cell_that_differs_between_two_tables_is_accused(seed):
    case = (one_cell_of_two_tables, seed)
    assert told("findings", "SIL-01", *case) or told("findings", "CAP-01", *case)


def test_a_figure_that_its_row_explains_otherwise_is_not_accused():
    assert not told("findings", "CAP-01", one_something_else, 7)
    (matter,) = told("doubtful", "CAP-01", one_something_else, 7)
    assert "dihitung lain" in matter["why"] and matter["keyakinan"] < threshold()


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_accused_with_high_keyakinan(slip):
    (finding,) = told("findings", "CAP-01", slipped, slip)
    assert finding["keyakinan"] >= 0.9


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing(seed):
    once, mixed = (
        {
            f["id"]: f["keyakinan"]
            for part in ("findings", "doubtful")
            for f in told(part, "", several_wrong, seed, how)
        }
        for how in (False, True)
    )
    assert len(once) >= 4 and mixed == once


def test_what_is_doubtful_is_neither_counted_nor_silent():
    result = quick(one(indikator=one_something_else(7)))
    told = result.to_dict()
    assert told["summary"]["doubtful"] == len(told["doubtful"]) == 1
    assert result.worst() == "rendah" and not told["summary"]["findings"]["sedang"]
    (rule,) = [r for r in told["rules"] if r["id"] == "CAP-01"]
    assert (rule["status"], rule["failed"], rule["undecided"]) == ("tidak dapat diuji", 0, 1)
    assert "perlu dilihat" in rule["reason"]


def test_every_paper_lists_what_is_doubtful(tmp_path, capsys):
    rows = one_something_else(7)
    source, out = folder(tmp_path / "laporan", {"indikator": rows}), tmp_path / "hasil"
    formats = "html,xlsx,md,sarif,docx,pdf,json"
    assert audit.main(["check", str(source), "--out", str(out), "--format", formats]) == 0
    assert "1 hal perlu dilihat" in capsys.readouterr().out
    told = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    (doubtful,) = told["doubtful"]
    printed = rows[2]["capaian"]
    page = (out / "temuan.html").read_text(encoding="utf-8")
    section = page[page.index('id="perlu"') : page.index('id="aturan"')]
    assert "<details" in section and "open" not in section.split("<details")[1].split(">")[0]
    assert printed in section and doubtful["why"] in section
    text = (out / "temuan.md").read_text(encoding="utf-8")
    assert printed in text.split("## Perlu dilihat")[1].split("##")[0]
    book = openpyxl.load_workbook(out / "kertas-kerja-reviu.xlsx")
    assert any(printed in str(cell.value) for row in book["Perlu dilihat"].iter_rows() for cell in row)
    results = json.loads((out / "temuan.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    (review,) = [
        r for r in results if r.get("partialFingerprints", {}).get("cermatFinding/v1") == doubtful["id"]
    ]
    assert (review["kind"], review["level"]) == ("review", "none")
    paper = docx.Document(out / "catatan-hasil-reviu.docx")
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    assert any(printed in c for c in cells) and any(doubtful["why"] in c for c in cells)
    pdf = "".join(p.extract_text() for p in pypdf.PdfReader(out / "catatan-hasil-reviu.pdf").pages)
    assert "Perlu dilihat" in pdf and printed in pdf


def test_reports_are_weighed_by_themselves():
    """Siblings are those of the same report."""
    good, bad = indicators(random.Random(1)), indicators(random.Random(2))
    for row in bad:
        row["capaian"] = decimal(number(row["capaian"]) * 1.3)
    alone = quick(one(indikator=bad)).explained.findings["keyakinan"].round(6).tolist()
    both = quick(portfolio({"a": {"indikator": good}, "r": {"indikator": bad}})).explained.findings
    assert both.loc[both["laporan"].eq("r"), "keyakinan"].round(6).tolist() == alone


def test_a_card_may_ask_for_more_never_for_less(tmp_path):
    text = next(c for c in load_cards() if c.id == "CAP-01").model_dump_json(exclude_defaults=True)
    rows = indicators(random.Random(0))
    rows[3]["capaian"] = decimal(number(rows[3]["capaian"]) * 1.137)
    for asked, accuses in ((0.999, False), (threshold(), True)):
        cards = tmp_path / str(asked)
        cards.mkdir()
        (cards / "satu.yaml").write_text(f'[{text[:-1]}, "keyakinan": {asked}}}]', encoding="utf-8")
        assert bool(accused(quick(one(indikator=rows), load_cards(cards)), "CAP-01")) == accuses
    (tmp_path / "kurang.yaml").write_text(f'[{text[:-1]}, "keyakinan": 0.1}}]', encoding="utf-8")
    with pytest.raises(InputError, match="CAP-01.*keyakinan"):
        audit.check(one(indikator=rows), rules=tmp_path)


def test_slips_of_many_figures_are_those_of_each():
    rng = np.random.default_rng(5)
    mantissa = rng.integers(10, 10**7, 400)
    wrong = [int(str(m).replace(str(m)[-1], str(rng.integers(10)), 1)) for m in mantissa]
    decimals = rng.integers(0, 3, 400)
    value = np.array(wrong) * 10.0**-decimals
    each = [one_slip(m, d, v, v) for m, d, v in zip(mantissa, decimals, value, strict=True)]
    told = parted(mantissa, decimals, value, value) > 0
    assert 50 < sum(each) < 400
    assert not (np.array(each) & ~told).any()
