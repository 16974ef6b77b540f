"""Bad inputs that a coverage-guided fuzzer (Atheris) finds, kind by kind: `python -m tests.proof.fuzz [KIND...]
[--seconds S]`, or `make fuzz`. It begins with what `inputs.py` draws; exit code 1 where a reader crashed or hung."""

import importlib.util
import random
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

_BEGIN = 100  # cases to begin with
_HANG, _MEMORY = 25, 1_500  # seconds and megabytes


def fuzz(kind: str, seconds: int, folder: Path) -> None:
    """Fuzz one kind in this process, which ends with it. folder: for the cases to begin with."""
    import atheris

    with atheris.instrument_imports(include=["cermat"]):
        from tests.proof.targets import TARGETS

    target = TARGETS[kind]
    texts = False
    for number in range(_BEGIN):
        case = target.make(random.Random(f"fuzz {kind} {number}"))
        texts = isinstance(case, str)
        (folder / str(number)).write_bytes(case.encode("utf-8", "replace") if texts else case)

    def one(data: bytes) -> None:
        target.attempt(data.decode("utf-8", "replace") if texts else data)

    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={_HANG}",
        f"-rss_limit_mb={_MEMORY}",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        [sys.argv[0], *limits, f"-artifact_prefix={folder.parent}/", "-max_len=20000", str(folder)], one
    )
    atheris.Fuzz()


def _told(kind: str, seconds: int) -> bool:
    """Fuzz a kind in a process of its own, and say how it went; True where nothing was found."""
    with TemporaryDirectory() as folder:
        begin = Path(folder) / "awal"
        begin.mkdir()
        command = [
            sys.executable,
            "-m",
            "tests.proof.fuzz",
            kind,
            "--seconds",
            str(seconds),
            "--into",
            str(begin),
        ]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        runs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        print(
            f"{kind:<28}{runs[1] if runs else '?':>10} inputs  {'ok' if not done.returncode else 'FOUND'}",
            flush=True,
        )
        if done.returncode:
            print("\n".join(done.stderr.strip().splitlines()[-25:]))
        return not done.returncode


@click.command()
@click.argument("kinds", nargs=-1)
@click.option("--seconds", default=30, help="for each kind")
@click.option("--into", type=click.Path(path_type=Path), hidden=True)
def main(kinds: tuple[str, ...], seconds: int, into: Path | None) -> None:
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit(
            "Atheris is not here (`make fuzz` installs it where it can); `make proof` does without it"
        )
    if into is not None:
        fuzz(kinds[0], seconds, into)
    from tests.proof.targets import TARGETS

    small = [kind for kind, target in TARGETS.items() if target.fuzzed]
    found = [kind for kind in kinds or small if not _told(kind, seconds)]
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
