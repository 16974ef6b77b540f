"""Typed tables as Parquet: what is written is read again, some reports at a time, whatever their order and types."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cermat import audit
from cermat.datasets.read_tables import _csv
from cermat.schemas.atomic import whole
from cermat.schemas.parquet import DataSet, data_set, data_set_files

REPORTS = ["dinas a", "dinas b", "dinas c"]


def _tables(folder, reports=REPORTS):
    """The bundled tables, once a report."""
    read = {path.stem: _csv(path) for path in sorted(folder.glob("*.csv"))}
    return {
        name: pd.concat([frame.assign(laporan=report) for report in reports], ignore_index=True)
        for name, frame in read.items()
    }


@pytest.fixture(scope="module")
def tables():
    return _tables(audit.bundled().parent / "demo_dinas_contoh")


def test_what_is_written_is_read_again_by_report(tables, tmp_path):
    with data_set(tmp_path / "data") as put:
        for report in REPORTS:
            put({name: frame[frame["laporan"].eq(report)] for name, frame in tables.items()})
    read = DataSet(tmp_path / "data", tmp_path / "urut")
    assert read.reports.index.tolist() == REPORTS and read.reports["angka"].nunique() == 1
    for name, frame in read.frames(1, 3).items():
        told = tables.get(name, pd.DataFrame(columns=["laporan"]))
        told = told[told["laporan"].isin(REPORTS[1:])].reset_index(drop=True)
        assert frame[told.columns].to_dict("records") == told.to_dict("records")
    assert not (tmp_path / "urut").exists()  # they stand in order: no copy is made


@pytest.mark.parametrize("layout", ["shuffled", "by table", "by report"])
def test_reports_that_lie_about_are_put_in_order(tables, tmp_path, layout):
    folder = tmp_path / "data"
    for name, frame in tables.items():
        if layout == "shuffled":
            folder.mkdir(exist_ok=True)
            mixed = frame.assign(n=frame.groupby("laporan").cumcount()).sort_values("n", kind="stable")
            mixed.drop(columns="n").to_parquet(folder / f"{name}.parquet", index=False)
        elif layout == "by table":
            frame.to_parquet(folder / name, partition_cols=["laporan"], index=False)
        else:
            for report, rows in frame.groupby("laporan"):
                (folder / f"laporan={report}").mkdir(parents=True, exist_ok=True)
                rows.drop(columns="laporan").to_parquet(
                    folder / f"laporan={report}/{name}.parquet", index=False
                )
    read = DataSet(folder, tmp_path / "urut").frames(0, 1)
    for name, frame in tables.items():
        told = frame[frame["laporan"].eq(REPORTS[0])].reset_index(drop=True)
        assert read[name][told.columns].to_dict("records") == told.to_dict("records")


def test_cells_of_other_types_become_what_a_report_prints(tmp_path):
    rows = {
        "laporan": ["a", "a"],
        "tahun": np.array([2023, 2024]),
        "target": [12.5, None],
        "realisasi": pa.array(["1,5", None]).dictionary_encode(),
        "indikator": ["x", "y"],
    }
    pq.write_table(pa.table(rows), tmp_path / "indikator.parquet")
    days = {"laporan": ["a"], "peran": ["ttd_pk"], "tanggal": [dt.date(2023, 1, 2)]}
    pq.write_table(pa.table(days), tmp_path / "tanggal.parquet")
    read = DataSet(tmp_path, tmp_path / "urut").frames(0, 1)
    assert read["indikator"][["tahun", "target", "realisasi"]].to_numpy().tolist() == [
        ["2023", "12,5", "1,5"],
        ["2024", "", ""],
    ]
    assert read["tanggal"]["tanggal"].tolist() == ["2023-01-02"]


@pytest.mark.parametrize("case", ["broken", "cut", "without laporan", "empty laporan", "nested"])
def test_what_is_no_data_set_is_told_in_one_line(tables, tmp_path, case):
    path = tmp_path / "indikator.parquet"
    frame = tables["indikator"]
    if case == "broken":
        path.write_bytes(b"bukan parquet sama sekali")
    elif case == "cut":
        frame.to_parquet(path)
        path.write_bytes(path.read_bytes()[:-200])
    elif case == "without laporan":
        frame.drop(columns="laporan").to_parquet(path)
    elif case == "empty laporan":
        frame.assign(laporan=[None, *frame["laporan"][1:]]).to_parquet(path)
    else:
        pq.write_table(pa.table({"laporan": ["a"], "indikator": [["x"]]}), path)
    with pytest.raises(audit.InputError) as told:
        DataSet(tmp_path, tmp_path / "urut").frames(0, 1)
    assert "indikator.parquet" in str(told.value) and "\n" not in str(told.value)


def test_other_files_are_no_data_set(tmp_path):
    (tmp_path / "lain.parquet").write_bytes(b"")
    assert data_set_files(tmp_path) == data_set_files(tmp_path / "lain.parquet") == {}
    with pytest.raises(audit.InputError, match="tidak ada satu pun tabel"):
        DataSet(tmp_path, tmp_path / "urut")


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    with pytest.raises(ZeroDivisionError), whole(tmp_path / "hasil.parquet") as part:
        part.write_bytes(b"setengah")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
