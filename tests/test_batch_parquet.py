"""A batch from a Parquet data set: the same findings as from its tables otherwise; what is wrong with it is told."""

import pandas as pd
import pytest

from cermat import audit, batch
from cermat.datasets.batch import plan
from tests.batch_helpers import office, ordered, tables
from tests.cli_helpers import refused
from tests.helpers import folder

OFFICES = {
    "a": ("Dinas Rapi Kabupaten Uji", "3"),
    "b": ("Dinas Keliru Kota Uji", "4"),
    "c": ("Badan Rapi", "3"),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data set of three small reports."""
    at = tmp_path_factory.mktemp("data")
    frames: dict[str, list] = {}
    for laporan, (name, total) in OFFICES.items():
        path = folder(at / "csv" / laporan, office(name, total))
        for file in path.glob("*.csv"):
            frames.setdefault(file.stem, []).append(pd.read_csv(file, dtype=str).assign(laporan=laporan))
    (at / "data").mkdir()
    for name, pieces in frames.items():
        pd.concat(pieces).fillna("").to_parquet(at / "data" / f"{name}.parquet", index=False)
    return at


def findings(path) -> list[tuple]:
    """laporan, id, recomputed of the findings of an audit of each folder by itself."""
    told = []
    for one in sorted(path.iterdir()):
        found = audit.check(one).findings
        told += [(one.name, *row) for row in found[["id", "recomputed"]].astype(str).to_numpy().tolist()]
    return sorted(told)


def test_a_data_set_gives_the_findings_of_its_tables(data, tmp_path, monkeypatch):
    batch.run(data / "data", tmp_path / "o", workers=1, quiet=True)
    monkeypatch.setattr(plan, "REPORTS", 2)
    batch.run(data / "data", tmp_path / "p", workers=1, quiet=True)
    whole, parts = tables(tmp_path / "o"), tables(tmp_path / "p")
    found = whole["findings"][~whole["findings"]["doubtful"]]
    assert ordered(found[["laporan", "id", "recomputed"]]) == findings(data / "csv") != []
    for name, frame in whole.items():
        assert ordered(frame) == ordered(parts[name]), name
    assert whole["laporan"]["laporan"].tolist() == list(OFFICES)
    batch.run(data / "data", tmp_path / "o", workers=1, quiet=True, papers=["B"])
    (paper,) = (tmp_path / "o" / "kertas").rglob("findings.json")
    assert '"laporan": "b"' in paper.read_text(encoding="utf-8")


def test_a_column_that_no_table_has_and_one_that_is_missing_are_told(data, tmp_path):
    (tmp_path / "data").mkdir()
    for path in (data / "data").glob("*.parquet"):
        frame = pd.read_parquet(path)
        if path.stem == "perhitungan":
            frame = frame.drop(columns="operasi").assign(sulap="1")
        frame.to_parquet(tmp_path / "data" / path.name, index=False)
    batch.run(tmp_path / "data", tmp_path / "o", workers=1, quiet=True)
    made = tables(tmp_path / "o")
    rows = made["findings"][made["findings"]["kind"].eq("struktur")]
    assert set(rows["laporan"]) == set(OFFICES)


@pytest.mark.parametrize("case", ["broken", "cut", "no report"])
def test_a_broken_data_set_is_told_in_one_line(run, data, tmp_path, case):
    (tmp_path / "data").mkdir()
    for path in (data / "data").glob("*.parquet"):
        (tmp_path / "data" / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "data" / "perhitungan.parquet"
    if case == "broken":
        path.write_bytes(b"bukan parquet")
    elif case == "cut":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        pd.read_parquet(path).drop(columns="laporan").to_parquet(path)
    told = run("batch", tmp_path / "data", "--out", tmp_path / "o", "--workers", "1", "--quiet")
    refused(told, "perhitungan.parquet")
