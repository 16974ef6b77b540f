"""A batch on workers of Dask: the same findings however many there are, and whatever becomes of one of them."""

import os
import signal
from contextlib import contextmanager

import pytest

from cermat import batch
from cermat.datasets.batch import plan
from cermat.reports.batch import progress
from cermat.schemas import workers
from tests.batch_helpers import READ, mixed, same, tables

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of other systems")


@pytest.fixture
def clients(monkeypatch):
    """The Dask clients that are made meanwhile."""
    made, make = [], workers._client

    @contextmanager
    def client(*asked):
        with make(*asked) as one:
            made.append(one)
            yield one

    monkeypatch.setattr(workers, "_client", client)
    return made


@pytest.fixture
def killed(clients, monkeypatch):
    """A worker is killed after the first document; its process id."""
    ended: list[int] = []

    @contextmanager
    def watch(*_told, **_more):
        def done(_more):
            if clients and not ended:
                ended.append(min(clients[0].run(os.getpid).values()))
                os.kill(ended[0], signal.SIGKILL)

        yield done

    monkeypatch.setattr(progress, "progress", watch)
    return ended


def test_two_workers_find_what_one_process_finds_though_one_is_killed(tmp_path, monkeypatch, killed):
    source = mixed(tmp_path / "masuk")
    monkeypatch.setattr(plan, "REPORTS", 3)
    batch.run(source, tmp_path / "satu", workers=1)
    assert not killed
    batch.run(source, tmp_path / "dua", workers=2)
    assert killed
    one, two = tables(tmp_path / "satu"), tables(tmp_path / "dua")
    same(one, two)
    assert set(one["dokumen"]["berkas"]) > READ
    for name in ("findings", "statuses", "reach", "entities", "capaian", "laporan"):
        made = [(tmp_path / out / f"{name}.parquet").read_bytes() for out in ("satu", "dua")]
        assert made[0] == made[1]
