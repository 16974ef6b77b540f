"""The audit of a Submission, from settle to findings. One path for one report and for thirty thousand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from cermat.checks import cascade as cascading
from cermat.checks.blame import find_causes
from cermat.checks.cards import Card, left_out, load_cards, rules_sha256
from cermat.checks.compare import compare, operand_frame
from cermat.checks.explain import explain
from cermat.checks.judge import judge
from cermat.checks.keyakinan.weighing import weigh
from cermat.checks.one_value import reconciled
from cermat.checks.profile import Profile, Waiver
from cermat.checks.reach import only_tables, reach, statuses
from cermat.checks.result import Result
from cermat.checks.settle import settle
from cermat.checks.settle.copies import copies
from cermat.schemas.cycles import without_collection
from cermat.schemas.errors import InputError
from cermat.schemas.mentions import fault, schema_of_mentions
from cermat.schemas.strings import python_strings, with_objects
from cermat.schemas.submission import Submission


def _immaterial(comparisons, sub: Submission, profile: Profile) -> np.ndarray:
    """Comparisons of rupiah whose difference lies below the profile's materiality."""
    paper = comparisons.kertas_kerja
    ids = paper["stated_id"].to_numpy(dtype="int64")
    unit = np.append(sub.angka["satuan"].to_numpy(), "")[ids]
    budget = sub.angka["tabel_tipe"].eq("anggaran").to_numpy() & sub.angka["kolom"].ne("persen").to_numpy()
    money = (unit == "Rp") | np.append(budget, False)[ids]
    difference = np.abs(
        paper["stated"].to_numpy(dtype="float64") - paper["recomputed"].to_numpy(dtype="float64")
    )
    return money & (paper["bentuk"].to_numpy() == 0) & (difference < profile.materialitas)


@without_collection()
@python_strings()
def audit(
    sub: Submission,
    cards: tuple[Card, ...] | None = None,
    profile: Profile | None = None,
    waivers: list[Waiver] | None = None,
    rules: Path | None = None,
    extra_rules: Path | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    judge_with=judge,
    beside: list[str] | None = None,
    unread: list[dict] | None = None,
) -> Result:
    """Audit every report of a submission.

    rules, extra_rules: folders of cards instead of the bundled ones, and beside them; select, ignore: which
    of them run (cards.left_out). beside: documents that the reports are only held against; unread: those that
    cannot be read (document, kind, note). judge_with: decides what does not hold (Great Expectations, unless
    a test says otherwise).
    """
    cards = load_cards(rules, extra_rules) if cards is None else cards
    profile = profile or Profile()
    unknown = set(profile.off) - {card.id for card in cards}
    if unknown:
        raise InputError(f"profil mematikan aturan yang tidak ada: {', '.join(sorted(unknown))}")
    out = left_out(cards, select, ignore)
    out |= {rule: f"dimatikan profil: {why}" for rule, why in profile.off.items()}
    texts = ("laporan", "angka", "blok", "sel", "pages", "absent")
    plain = replace(sub, **{name: with_objects(getattr(sub, name)) for name in texts})
    settled = settle(plain, profile, beside or [])
    if wrong := fault(settled.penyebutan, schema_of_mentions(), "penyebutan"):
        sub = replace(sub, warnings=[*sub.warnings, wrong])
    if unmet := settled.unmet(profile):
        sub = replace(sub, warnings=[*sub.warnings, *unmet])
    active = tuple(card for card in cards if card.id not in out)
    comparisons = compare(settled.tables, active)
    violated = judge_with(comparisons.kertas_kerja, active)
    operan = operand_frame(comparisons)
    numbers = settled.tables.numbers
    causes = find_causes(comparisons, violated, settled.fakta, numbers, len(plain.angka))
    causes = reconciled(causes, comparisons, operan, numbers)
    changed = cascading.cascade(causes, comparisons, operan, numbers)
    labels = cascading.label_cascade(causes, changed, settled.tables["label"], settled.scale, numbers)
    small = _immaterial(comparisons, plain, profile)
    weighed = weigh(comparisons, violated, operan, plain.angka, settled, causes)
    explained = explain(
        comparisons, violated, causes, changed, labels, active, numbers, settled.tables, small, weighed
    )
    doubted = explained.doubted(len(violated))
    told = statuses(
        active,
        comparisons,
        violated,
        doubted,
        settled.tables.frame("laporan"),
        plain.absent,
        only_tables(plain),
    )
    off = pd.DataFrame(
        [
            {
                "laporan": report,
                "id": card.id,
                "kind": card.kind,
                "status": "tidak berlaku",
                "held": 0,
                "failed": 0,
                "undecided": 0,
                "reason": out[card.id],
            }
            for report in sub.laporan["laporan"]
            for card in cards
            if card.id in out
        ]
    )
    again = copies(plain.angka, plain.blok, plain.sel)
    reached = reach(active, comparisons, operan, settled.fakta, plain.angka, again)
    every = pd.concat([told, off], ignore_index=True) if len(off) else told
    return Result(
        sub,
        settled,
        cards,
        comparisons,
        np.asarray(violated),
        operan,
        explained,
        weighed,
        every,
        reached,
        waivers or [],
        rules_sha256(rules, extra_rules),
        beside or [],
        unread or [],
    )
