"""The yardstick of real documents: what came, went and changed is told; a missing folder is skipped by
name."""

import json
import shutil

from click.testing import CliRunner

from tests.helpers import one, quick
from tests.real import run

_RIGHT = {"indikator": "A", "tahun": "2020", "target": "10", "realisasi": "9", "capaian": "90"}


def _written(folder, **cells) -> None:
    result = quick(one(indikator=[_RIGHT | cells]))
    folder.mkdir()
    (folder / "laporan.json").write_text(json.dumps(result.to_dict("r")), encoding="utf-8")


def test_differences_tell_what_came_and_went(tmp_path):
    _written(tmp_path / "lama")
    _written(tmp_path / "baru", capaian="19")
    [line] = run.differences(tmp_path / "lama", tmp_path / "baru")
    assert line.startswith(("+ laporan tinggi CAP-01", "+ laporan sedang CAP-01"))
    [line] = run.differences(tmp_path / "baru", tmp_path / "lama")
    assert line.startswith("- laporan")


def test_a_changed_finding_is_told_as_changed(tmp_path):
    _written(tmp_path / "lama", capaian="19")
    shutil.copytree(tmp_path / "lama", tmp_path / "baru")
    path = tmp_path / "baru" / "laporan.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    report["findings"][0]["recomputed"] = 91
    path.write_text(json.dumps(report), encoding="utf-8")
    assert [line[0] for line in run.differences(tmp_path / "lama", tmp_path / "baru")] == ["~"]


def test_the_run_before_is_kept(tmp_path):
    new, old = run.fresh(tmp_path)
    (new / "a.json").write_text("1")
    new, old = run.fresh(tmp_path)
    assert (old / "a.json").read_text() == "1" and not list(new.iterdir())


def test_missing_documents_are_skipped_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "REAL", tmp_path / "nothing")
    said = CliRunner().invoke(run.main, ["--out", str(tmp_path / "out")])
    assert said.exit_code == 0 and "skipped" in said.output and not (tmp_path / "out").exists()
