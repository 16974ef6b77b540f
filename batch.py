"""A batch: the rooms joined for thousands of reports. The command line is audit.py's."""

import signal
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cermat.schemas.errors import InputError
from cermat.schemas.limits import SECONDS, Limits


def run(
    source: Path,
    out: Path | None = None,
    workers: int | None = None,
    scheduler: str = "",
    timeout: float = SECONDS,
    papers: Sequence[str] = (),
    formats: Sequence[str] = ("json",),
    lang: str = "id",
    kantor: Path | None = None,
    quiet: bool = False,
    **settings: Any,
) -> str:
    """Read and check all that a folder, an archive or a Parquet data set holds; what a run that was stopped
    has done is not done again.

    out: folder of results; workers: processes (None: one a processor, where Dask distributed is installed);
    scheduler: address of a Dask cluster; timeout: seconds for one document; papers: reports whose papers are
    written, too, by name or path, in `formats`, by `kantor`; settings: profile, waivers, rules, extra_rules,
    select, ignore as of `audit.check`. Returns the gravest grade of a finding that counts, or ''. InputError
    (one line) where nothing can be read.
    """
    from cermat.checks.findings_json import version
    from cermat.checks.summary import summed_up
    from cermat.datasets.batch.plan import halved, loaded, parted, planned, told_member
    from cermat.reports.batch.deliver import deliver, with_faults
    from cermat.reports.batch.folder import claimed, tidy
    from cermat.reports.batch.progress import progress
    from cermat.reports.deliver import RESULTS
    from cermat.reports.kantor import read_kantor
    from cermat.schemas.batch import Checking, checked
    from cermat.schemas.parquet import arrow
    from cermat.schemas.workers import spreading, usual

    arrow()
    out = out or RESULTS / source.stem
    written = {"lang": lang, "formats": list(formats), "kantor": read_kantor(kantor)}
    auditing, told = _auditing(**settings)
    watch = partial(progress, quiet=quiet)
    count = usual() if workers is None and not scheduler else workers or 1
    with _ended_gently(), claimed(out, source) as keep, spreading(count, scheduler) as spread:
        plan = planned(source, out, keep, Limits(timeout), spread, watch)
        parts = parted(plan.members, told, keep / "bagian")
        checking = Checking(loaded, auditing, summed_up, halved, told_member)
        faults: list[tuple[str, str]] = []
        with watch("memeriksa", sum(member.reports for member in plan.members), "laporan") as done:
            for at, about in spread(checked, [(part, checking) for part in parts]):
                faults += [(name, why) for name, why in about["faults"]]
                done(sum(member.reports for member in parts[at].members))
        documents = with_faults(plan.documents, faults)
        if not parts:
            raise InputError("; ".join(documents["alasan"].head(3)) + ("; …" if len(documents) > 3 else ""))
        engine = {"version": version(), "time": datetime.now(UTC).isoformat(timespec="seconds")}
        worst = deliver(parts, documents, out, engine, lang)
        tidy(keep, [part.file for part in parts])
        if papers:
            _papers(papers, plan.members, auditing, out / "kertas", written)
    return worst


def _auditing(
    profile=None, waivers=None, rules=None, extra_rules=None, select=(), ignore=()
) -> tuple[Any, list]:
    """(what audits a Submission, all that decides what it finds: the same for the same)."""
    from cermat.checks.cards import rules_sha256
    from cermat.checks.engine import audit
    from cermat.checks.profile import read_profile, read_waivers
    from cermat.schemas.versions import code_version

    settled, excused = read_profile(profile), read_waivers(waivers)
    own, more = Path(rules) if rules else None, Path(extra_rules) if extra_rules else None
    told = [code_version("checks", "schemas"), rules_sha256(own, more), list(select), list(ignore)]
    told += [repr(settled), repr(excused), str(date.today()) if excused else ""]
    made = partial(
        audit, profile=settled, waivers=excused, rules=own, extra_rules=more, select=select, ignore=ignore
    )
    return made, told


def _papers(names: Sequence[str], members: list, auditing, folder: Path, written: dict[str, Any]) -> None:
    """Write the papers of some reports, each into a folder of its own."""
    from cermat.datasets.batch.plan import found_members, loaded
    from cermat.reports import console, write
    from cermat.reports.folders import agency_year, folder_name

    taken: set[str] = set()
    for member in found_members(names, members):
        result = auditing(loaded((replace(member, as_on_disk=True),)))
        for laporan in result.audited:
            findings = result.to_dict(laporan)
            place = folder / folder_name(agency_year(findings), taken)
            console.show_paths(write(findings, result, place, warn=console.warn, **written))


@contextmanager
def _ended_gently():
    """A request to end is as good as Ctrl-C: workers end, too, and what is done stays."""

    def stop(_signal, _frame):
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # signals are the main one's
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
