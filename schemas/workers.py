"""One function over many jobs: here, one after another, or on workers of Dask distributed, on this machine
or on a cluster that runs already."""

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cermat.schemas.errors import InputError

RETRIES = 3  # of a job whose worker was lost
_WAIT = 30  # seconds for a scheduler to answer
_EXTRA = "pip install 'cermat[distributed]'"
# Dask has its workers give back every piece of memory at once, which costs an eighth of their time where
# large tables come and go (its own setting is a trim threshold of 64 KiB).
_WORKER = {
    "MALLOC_TRIM_THRESHOLD_": 1 << 28,
    "MALLOC_MMAP_THRESHOLD_": 1 << 25,
    "MALLOC_ARENA_MAX": 1,
    "OMP_NUM_THREADS": 1,
    "MKL_NUM_THREADS": 1,
    "OPENBLAS_NUM_THREADS": 1,
}
Spread = Callable[[Callable[..., Any], Sequence[tuple]], Iterator[tuple[int, Any]]]


def usual() -> int:
    """Workers where nobody says how many: one for each processor, where Dask distributed is installed."""
    return (os.cpu_count() or 1) if importlib.util.find_spec("distributed") else 1


@contextmanager
def spreading(workers: int = 1, scheduler: str = "") -> Iterator[Spread]:
    """Yields spread(function, jobs): (position, answer) of each job as they get done.

    workers: processes on this machine; scheduler: address of a Dask cluster, whose workers do the jobs
    instead. InputError (one line) where Dask distributed is asked for and missing, or its scheduler does not
    answer.
    """
    if workers <= 1 and not scheduler:
        yield _here
        return
    with _client(workers, scheduler) as client:
        yield lambda function, jobs: _there(client, function, jobs)


def _here(function: Callable[..., Any], jobs: Sequence[tuple]) -> Iterator[tuple[int, Any]]:
    for at, job in enumerate(jobs):
        yield at, function(*job)


@contextmanager
def _client(workers: int, scheduler: str):
    """A client of the cluster that is named, or of one that lives as long as the run."""
    asked = f"--scheduler {scheduler}" if scheduler else f"--workers {workers}"
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError(f"{asked} memerlukan Dask distributed, yang belum terpasang: {_EXTRA}") from None
    quiet = {
        "distributed.comm.timeouts.connect": f"{_WAIT}s",
        "distributed.logging.distributed": "critical",
        "distributed.nanny.pre-spawn-environ": _WORKER,
    }
    with dask.config.set(quiet):
        if not scheduler:
            with (
                LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
                Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = Client(scheduler, timeout=_WAIT)
        except (OSError, TimeoutError, ValueError) as error:
            why = " ".join(str(error).split())[:160]
            raise InputError(f"penjadwal Dask di {scheduler} tidak menjawab: {why}") from None
        with client:
            yield client


def _there(client, function: Callable[..., Any], jobs: Sequence[tuple]) -> Iterator[tuple[int, Any]]:
    """Every job is handed to the scheduler at once, so that a cluster that grows and shrinks sees what
    waits; one whose worker is lost is done again."""
    from distributed import KilledWorker, as_completed

    futures = {client.submit(function, *job, pure=False, retries=RETRIES): at for at, job in enumerate(jobs)}
    for future in as_completed(list(futures)):
        try:
            answer = future.result()
        except KilledWorker:
            why = "memorinya mungkin kurang untuk satu bagian"
            raise InputError(f"pekerja Dask mati berulang kali pada pekerjaan yang sama; {why}") from None
        yield futures[future], answer
        future.release()
