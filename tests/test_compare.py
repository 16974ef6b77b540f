"""Two audits held against each other: what is solved, what remains, what is new; ids that know nothing of
values and places."""

import json
import random
import re
from pathlib import Path

import pandas as pd
import pytest

from cermat import audit
from cermat.datasets.compose import compose as write_report
from cermat.datasets.compose.sample import sample
from cermat.datasets.read_tables import read_folder
from cermat.reports import compare
from cermat.reports.output import RECORD
from tests.compare_helpers import EXCERPT, MINOR, NEW, OLD, counts, findings
from tests.helpers import folder, quick

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> tuple[Path, Path]:
    where = tmp_path_factory.mktemp("pair")
    return folder(where / "lama", OLD), folder(where / "baru", NEW)


@pytest.fixture(scope="module")
def made(pair) -> dict:
    return compare.compare(*(findings(p) for p in pair))


def only_remains(once: dict) -> dict[str, int]:
    """Counts of a comparison that finds everything as it was."""
    return dict.fromkeys(compare.STATES, 0) | {"remains": len(once["findings"])}


# --- what is what


def test_solved_changed_and_new(made):
    told = {state: {f["subject"] for f in found} for state, found in compare.listed(made).items()}
    assert "Program C" in told["new"] and "Program A" in told["solved"]
    (change,) = [c for c in made["changed"] if c["new"]["subject"] == "Program B"]
    assert change["what"] == ["stated"]
    assert (change["old"]["stated"], change["new"]["stated"]) == (80, 70)
    ids = [f["id"] for found in compare.listed(made).values() for f in found]
    assert len(ids) == len(set(ids))


def test_what_is_only_to_be_looked_at_now_is_not_solved(pair):
    once = findings(pair[0])
    now = json.loads(json.dumps(once))
    gone = now["findings"].pop(0)
    now["doubtful"] = [*now["doubtful"], gone | {"why": "selisihnya terlalu besar untuk salah tulis"}]
    made = compare.compare(once, now)
    assert [f["id"] for f in made["doubted"]] == [gone["id"]] and not made["solved"]


def test_the_same_report_has_nothing_new(pair):
    once = findings(pair[0])
    same = compare.compare(once, json.loads(json.dumps(once)))
    assert counts(same) == only_remains(once)
    assert same["notes"] == ["same"]
    back = compare.compare(findings(pair[1]), once)
    assert {f["id"] for f in back["solved"]} == {
        f["id"] for f in compare.compare(once, findings(pair[1]))["new_findings"]
    }


def test_severity_alone_is_a_change(pair):
    old, new = findings(pair[0]), findings(pair[0])
    new["findings"][0]["severity"] = "tinggi"
    (change,) = compare.compare(old, new)["changed"]
    assert change["what"] == ["severity"]
    new["findings"][0]["severity"] = old["findings"][0]["severity"]
    new["findings"][0]["stated"] *= 1 + 1e-13  # the last bits of a float are no change
    assert not compare.compare(old, new)["changed"]


def test_excused_findings_are_listed_not_counted(pair):
    old, new = findings(pair[0]), findings(pair[1])
    for f in new["findings"]:
        f["waiver"] = {
            "alasan": "sudah dijelaskan",
            "oleh": "Ketua tim",
            "sampai": "2999-12-31",
            "berlaku": True,
        }
    made = compare.compare(old, new)
    assert made["new_findings"] and counts(made)["new"] == 0 and compare.worst(made) == ""
    for f in new["findings"]:
        f["waiver"]["berlaku"] = False
    assert compare.worst(compare.compare(old, new)) != ""


def test_other_rules_years_and_agencies_are_said(pair):
    old, new = findings(pair[0]), findings(pair[1])
    new["engine"]["rules_sha256"] = "1" * 64
    new["report"] |= {"tahun": 2031, "instansi": "Dinas Lain"}
    assert compare.compare(old, new)["notes"] == ["rules", "agency", "year"]


# --- a finding is the same wherever it stands


def moved(source: Path, target: Path, seed: int) -> Path:
    """The tables with the rows of each printed table in another order, every place further down and on
    another page."""
    rng = random.Random(seed)
    target.mkdir()
    for path in sorted(source.glob("*.csv")):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        if path.stem != "daftar_isi":  # its order is what it says
            groups = [
                g.iloc[rng.sample(range(len(g)), len(g))] for _, g in frame.groupby("tabel", sort=False)
            ]
            frame = pd.concat(groups)
        for column, by in (("garis", 57), ("halaman", 2)):
            frame[column] = [str(int(float(v)) + by) if v else v for v in frame[column]]
        frame["bagian"] = [f"{v} (diperbarui)" if v else v for v in frame["bagian"]]
        frame.to_csv(target / path.name, index=False)
    return target


@pytest.mark.parametrize("seed", range(2))
def test_rows_in_another_order_and_other_places(tmp_path, seed):
    once = bundled()
    made = compare.compare(
        once, quick(read_folder(moved(audit.bundled(), tmp_path / "baru", seed))).to_dict()
    )
    assert counts(made) == only_remains(once)


def bundled(made=[]) -> dict:  # noqa: B006 (once for all tests)
    if not made:
        made.append(findings(audit.bundled()))
    return made[0]


def wrong(text: str) -> str:
    """Another number of the same length."""
    k = next(i for i, c in enumerate(text) if c.isdigit())
    return text[:k] + str(int(text[k]) % 9 + 1) + text[k + 1 :]


def document(seed: int) -> dict[str, pd.DataFrame]:
    """Tables of a made-up report in which two capaian and one pagu are wrong."""
    tables = sample(seed)
    indikator, anggaran = tables["indikator"].copy(), tables["anggaran"].copy()
    stated = indikator.index[indikator["capaian"].fillna("").ne("")][:2]
    for i in stated:
        indikator.loc[i, "capaian"] = wrong(indikator.loc[i, "capaian"])
    anggaran.loc[2, "pagu"] = wrong(anggaran.loc[2, "pagu"])
    return tables | {"indikator": indikator, "anggaran": anggaran}


def prose_added(text: str) -> str:
    """Another page of words at the beginning of every chapter."""
    more = [
        "",
        "Bab ini memberi gambaran umum bagi pembaca mengenai hal-hal yang diuraikan sesudahnya.",
        "",
        "Uraian disampaikan secara ringkas menurut urutan pokok bahasannya.",
        "",
    ]
    return "\n".join(
        x for line in text.split("\n") for x in [line, *(more if re.match(r"#+ BAB", line) else [])]
    )


@pytest.mark.parametrize(("seed", "layout"), [(0, "gabung"), (2, "bagian")])
def test_words_added_to_a_document(tmp_path, seed, layout):
    path = write_report(document(seed), "md", tmp_path / "lama.md", layout=layout, seed=seed)
    once = findings(path)
    assert len(once["findings"]) >= 3
    later = tmp_path / "baru.md"
    text = path.read_text(encoding="utf-8")
    later.write_text(prose_added(text), encoding="utf-8")
    assert later.stat().st_size > path.stat().st_size + 300
    made = compare.compare(once, findings(later))
    assert counts(made) == only_remains(once)


def test_a_number_put_right_in_a_document(tmp_path):
    tables = document(1)
    old = write_report(tables, "md", tmp_path / "lama.md", layout="sasaran", seed=1)
    new = write_report(
        tables | {"anggaran": sample(1)["anggaran"]}, "md", tmp_path / "baru.md", layout="sasaran", seed=1
    )
    made = compare.compare(findings(old), findings(new))
    assert made["solved"] and made["remains"] and not made["new_findings"]


# --- the command


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """run(arguments…) → (exit code, standard output, standard error), with a quick judge, away from the
    repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        audit, "check", lambda source, progress=None, **_: quick(audit.read(source, progress))
    )

    def go(*arguments):
        code = audit.main([str(a) for a in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return go


def test_exit_code_and_files(run, pair, tmp_path):
    code, out, err = run("compare", *pair, "--out", tmp_path / "o")
    assert (code, err) == (1, "")
    assert {p.name for p in (tmp_path / "o").iterdir()} - {RECORD} == {
        "banding.html",
        "banding.xlsx",
        "banding.json",
    }
    for word in ("baru", "berubah", "selesai", "Program C"):
        assert word in out
    assert run("compare", *pair, "--out", tmp_path / "o", "--format", "json", "--fail-on", "tinggi")[0] == 0
    assert (
        run("compare", pair[0], pair[0], "--out", tmp_path / "o", "--format", "json", "--fail-on", "rendah")[
            0
        ]
        == 0
    )


def test_a_small_new_finding_fails_only_when_asked(run, tmp_path):
    old = folder(tmp_path / "a", EXCERPT | {"indikator": [MINOR["indikator"][0] | {"target_depan": "90,00"}]})
    new = folder(tmp_path / "b", MINOR)
    assert run("compare", old, new, "--format", "json")[0] == 0
    assert run("compare", old, new, "--format", "json", "--fail-on", "rendah")[0] == 1


def test_findings_of_before_and_a_submission_of_today(run, pair, tmp_path):
    (tmp_path / "dulu").mkdir()
    for path in (tmp_path / "lama.json", tmp_path / "dulu" / "findings.json"):
        path.write_text(json.dumps(findings(pair[0])), encoding="utf-8")
    told = []
    for old in (pair[0], tmp_path / "lama.json", tmp_path / "dulu"):
        assert run("compare", old, pair[1], "--out", tmp_path / "o", "--format", "json")[0] == 1
        found = json.loads((tmp_path / "o" / "banding.json").read_text(encoding="utf-8"))
        told.append({k: [f["id"] for f in v] for k, v in compare.listed(found).items()})
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "JSON"),
        ("[1]", "findings.json"),
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("{}", "schema"),
        ('{"schema": "lkjip-findings/2"}', "schema"),
        ('{"schema": "lkjip-findings/1", "findings": []}', "engine"),
        ("\udcff", "JSON"),
    ],
)
def test_what_is_no_findings_file(run, pair, tmp_path, content, words):
    path = tmp_path / "rusak.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    code, out, err = run("compare", path, pair[1])
    assert (code, out) == (2, "")
    assert err.startswith("cermat: ") and err.count("\n") == 1
    assert "rusak.json" in err and words in err


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: f["findings"][0].pop("id"),
        lambda f: f["findings"][0].update(severity="besar"),
        lambda f: f["findings"][0].update(places=[{}]),
        lambda f: f["findings"][0].update(stated=[1]),
        lambda f: f["report"].update(source=3),
        lambda f: f["summary"].update(numbers=None),
        lambda f: f["findings"][0].update(waiver={}),
        lambda f: f["findings"][0]["places"][0].update(section=None),
    ],
)
def test_a_damaged_findings_file(run, pair, tmp_path, damage):
    found = findings(pair[0])
    damage(found)
    path = tmp_path / "rusak.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    code, out, err = run("compare", path, pair[1], "--format", "json")
    assert (code, out) == (2, "") and "rusak.json" in err and err.count("\n") == 1


def test_missing_and_unknown(run, pair):
    assert run("compare", pair[0], "tidak-ada")[0] == 2
    assert run("compare", pair[0])[0] == 2
    code, _, err = run("compare", *pair, "--format", "pdf")
    assert code == 2 and "html, xlsx, md, json" in err


def test_neither_submission_is_overwritten(run, pair, tmp_path):
    path = tmp_path / "banding.json"
    found = findings(pair[0])
    found["report"]["source"] = str(path)
    path.write_text(json.dumps(found), encoding="utf-8")
    before = path.read_bytes()
    assert run("compare", path, pair[1], "--out", tmp_path, "--format", "json")[0] == 1
    assert path.read_bytes() == before
    assert (tmp_path / "banding-2.json").exists()
