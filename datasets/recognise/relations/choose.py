"""Which of the proposed readings stand: each figure is the result of one at most, what holds silences what
does not, a tie is silence."""

from cermat.datasets.recognise.relations.card import LIST
from cermat.datasets.recognise.relations.reading import HOLDS, Reading


def choose(proposed: list[Reading]) -> list[Reading]:
    """The best set of readings, in the order of their ranks."""
    kept: list[Reading] = []
    tied: set[int] = set()
    for reading in sorted(proposed, key=lambda r: r.rank, reverse=True):
        if reading.result.id in tied or explained(reading, kept) or any(_other_way(reading, k) for k in kept):
            continue
        if reading.state != HOLDS and _tie(reading, proposed):
            tied.add(reading.result.id)
            continue
        kept.append(reading)
    return kept


def explained(reading: Reading, kept: list[Reading]) -> bool:
    """Is the result explained already? A total may be divided in two ways ("640 laki-laki dan 610 perempuan,
    menurut kecamatan: …")."""
    same = [k for k in kept if k.result.id == reading.result.id]
    apart = all(k.by == LIST and len(k.ids & reading.ids) == 1 for k in same)
    return bool(same) and not (reading.by == LIST and apart)


def _other_way(reading: Reading, kept: Reading) -> bool:
    """The same figures turned round or told once more, or a reading that fails, of figures that another puts
    right."""
    if reading.ids == kept.ids:
        return True
    return reading.state != HOLDS and kept.state == HOLDS and reading.ids < kept.ids


def _tie(reading: Reading, proposed: list[Reading]) -> bool:
    """Another reading of equal rank takes other operands for the same result."""
    return any(
        other is not reading
        and other.result.id == reading.result.id
        and other.rank == reading.rank
        and other.ids != reading.ids
        for other in proposed
    )
