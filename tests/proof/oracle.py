"""Every comparison of every rule worked out again, row by row in fractions (`plain.py`), on random reports: the made-up
nation, sound and faulty, and the random cases of the interval tests."""

import random
from collections import Counter, defaultdict

from cermat import audit
from cermat.checks.result import Result
from tests.helpers import portfolio
from tests.interval_cases import RANDOM
from tests.nation import nation
from tests.proof.plain import Book, judged
from tests.proof.rows import Options, Row


def differences(result: Result) -> tuple[Counter, dict[str, list[str]]]:
    """(comparisons by kind of rule, by kind those that the plain way judges otherwise, as text)"""
    book, paper = Book.of(result), result.kertas_kerja
    about = result.settled.tables.frame("laporan")
    kinds = dict(zip(about["laporan"], about["dokumen"], strict=True))
    tried: Counter = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)
    made: dict[str, list] = defaultdict(list)
    for part in result.comparisons.parts:
        column = part.column if part.card.shape == "interval" else ""
        own = paper.iloc[part.start : part.start + len(part.paper)]
        rows = zip(own["baris_tabel"].tolist(), own["hasil"].tolist(), strict=True)
        made[part.card.id] += [(row, column, told) for row, told in rows]
    for card in result.cards:
        plain = judged(card, book, kinds)
        tried[card.kind] += len(plain)
        unlike = Counter(plain) - Counter(made[card.id]), Counter(made[card.id]) - Counter(plain)
        wrong[card.kind] += [f"{card.id} plain {dict(unlike[0])} engine {dict(unlike[1])}"] * any(unlike)
    return tried, wrong


def cases(options: Options) -> list:
    """Submissions: a nation of so many reports, and as many random tables of each rule that has a maker."""
    many, seed = options.most(150) or 1000, options.seed
    frames, _ = next(nation(many, seed, 0.5))
    random_ones = {
        f"{rule}/{n}": make(random.Random(f"{seed} {rule} {n}"))[0]
        for rule, make in RANDOM.items()
        for n in range(many)
    }
    return [frames, portfolio(random_ones)]


def run(options: Options) -> list[Row]:
    """Comparisons by kind of rule, and how many are judged otherwise than by fractions."""
    tried: Counter = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)
    for source in cases(options):
        many, unlike = differences(audit.check(source))
        tried += many
        for kind, told in unlike.items():
            wrong[kind] += told
    if options.verbose:
        print(*[line for told in wrong.values() for line in told], sep="\n")
    return [
        Row("oracle", kind, count, {"judged otherwise": len(wrong[kind])}, zero=("judged otherwise",))
        for kind, count in sorted(tried.items())
    ]
