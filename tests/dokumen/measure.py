"""How far the comparison with other documents goes on documents that nobody fitted it to:
`python -m tests.dokumen.measure [ID …]`.

Told are, by kind, how many single differences are found (a finding that is not there without it names the
changed value or name and both documents), which are missed, what is invented, and what must stay silent and does
not.
"""

import sys
import time
from collections import Counter

import click

from tests.dokumen import cases


def _line(finding: dict) -> str:
    return f"    {finding['severity']} {finding['rule']} {' '.join(finding['kondisi'].split())[:230]}"


def _wanted(all_cases: list, names: tuple[str, ...]) -> list:
    return [case for case in all_cases if not names or any(name in case.name for name in names)]


def _fault(case, error: Exception) -> str:
    return f"{case.name}: {type(error).__name__}: {' '.join(str(error).split())[:200]}"


@click.command(help=__doc__)
@click.argument("names", nargs=-1)
@click.option("--only", type=click.Choice(["beda", "diam", "benar"]), help="one part of the set")
def main(names: tuple[str, ...], only: str | None) -> None:
    """Print what went wrong, and the counts."""
    started = time.process_time()
    found: Counter[str] = Counter()
    of: Counter[str] = Counter()
    invented = 0
    for case in _wanted(cases.differences(), names) if only in (None, "beda") else ():
        of[case.kind] += 1
        try:
            hit, new, wrong = cases.judged(case)
        except Exception as error:  # what stops one run is told, the others go on
            click.echo(f"GALAT {_fault(case, error)}")
            continue
        found[case.kind] += hit
        invented += len(wrong)
        if not hit:
            click.echo(f"LUPUT {case.kind} {case.name} (dicari: {' | '.join(case.named)[:80]}; {case.file})")
        for one in new if not hit or names else ():
            click.echo(_line(one))
        for one in wrong:
            click.echo(f"DIKARANG {case.name}\n{_line(one)}")
    quiet: Counter[str] = Counter()
    silent = (cases.silent() if only in (None, "diam") else []) + (
        cases.right() if only in (None, "benar") else []
    )
    for case in _wanted(silent, names):
        of[case.kind] += 1
        try:
            loud, unused = cases.noise(case)
        except Exception as error:
            click.echo(f"GALAT {_fault(case, error)}")
            continue
        quiet[case.kind] += not loud
        if loud:
            click.echo("\n".join([f"BERISIK {case.name}", *map(_line, loud)]))
        if unused and case.kind == "sendiri":
            click.echo("\n".join([f"TAK TERPAKAI {case.name}", *(f"    {line}" for line in unused)]))
    parts = ("diam", "sendiri", "semua")
    for kind in of:
        hits = quiet if kind in parts else found
        click.echo(f"{kind:<22}{hits[kind]:>4} dari {of[kind]}")
    click.echo(
        f"beda ditemukan        {found.total():>4} dari {sum(of[kind] for kind in of if kind not in parts)}"
    )
    click.echo(f"temuan dikarang       {invented:>4}")
    click.echo(f"detik CPU             {time.process_time() - started:>4.0f}")


if __name__ == "__main__":
    sys.exit(main())
