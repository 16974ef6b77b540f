"""Claim family: a count, the whole it is part of, and the percentage stated for it ("48 dari 64 sarana
(75,00%)"), as `perhitungan`.

A share whose whole is named by the sentence's own grammar is read whatever it gives. Where the whole has to
be looked for, the share is read only if it holds, or if its neighbours hold with that whole.
"""

from dataclasses import dataclass, replace

from datasets.recognise.prose.arithmetic import add_arithmetic
from datasets.recognise.prose.grammar import Sentence
from datasets.recognise.prose.pairs import (
    Figure,
    figures,
    percent_half,
    ratio_holds,
    same_kind,
    stated_results,
    told_kind,
)
from datasets.recognise.prose.setting import Found, Setting, short_name

_LINK = frozenset(
    {
        "BUKA",
        "ATAU",
        "SE",
        "KOMA",
        "SEHINGGA",
        "CAPAIAN",
        "DENGAN",
        "MENJADI",
        "TERCAPAI",
        "SAMA",
        "DAN",
        "SERAPAN",
        "REALISASI",
    }
)
_LINK_WORDS = frozenset(
    {
        "persentase",
        "prosentase",
        "persentasenya",
        "tingkat",
        "kinerja",
        "nilai",
        "setara",
        "sekitar",
        "indikator",
        "ini",
    }
)
_RESULT = frozenset({"SEHINGGA", "CAPAIAN", "DENGAN", "TERCAPAI", "SERAPAN", "REALISASI"})
_END = frozenset(
    {
        "KOMA",
        "TITIKKOMA",
        "TITIK",
        "TERDIRI",
        "TDUA",
        "BUKA",
        "TUTUP",
        "SEHINGGA",
        "N",
        "KIRA_N",
        "X",
        "PERSEN",
        "ATAU",
        "K",
    }
)
_CHANGE = frozenset(
    {"NAIK", "TURUN", "OP_BANDING", "SELISIH", "OP_TAMBAH", "OP_KURANG", "RATA", "MELEBIHI", "KURANG_DARI"}
)
_CUE = frozenset({"TERHADAP", "ADA", "DARI"})
_MODAL = frozenset({"MODAL", "ANDAI", "KIRA"})
_PLAIN_PLACES = 0.005  # a percentage with two decimals tells a share from chance
_BLOCKS_BACK = 4


@dataclass
class _Share:
    """One percentage: the count before it, the whole (None: to be looked for), and whether the words
    themselves join the three."""

    k: Sentence
    p: Figure
    a: Figure
    b: Figure | None
    sure: bool
    target: bool = False
    start: int = 0


def read_shares(s: Setting, h: Found, before: list[Setting]) -> None:
    """perhitungan rows (bagi_persen) of one block. before: the blocks of the same section right before it."""
    done = stated_results(h.rows)
    for n, k in enumerate(s.sentences):
        if not any("PERSEN" in t for t in k.tokens):
            continue
        content = figures(k, h.angka_texts, words=True)
        found = [
            x
            for p in content
            if p.percent and p.token.id not in done and (x := _share(k, p, content)) is not None
        ]
        _find_whole(found, content, s, n, h, before)
        for x in found:
            if x.b is not None and (x.sure or _holds(x)):
                _add(s, h, x)
        taken = {x.p.token.id for x in found if x.b is not None and (x.sure or _holds(x))}
        for p in content:
            if p.percent and p.token.id not in done | taken:
                _result_of_pair(s, h, k, p, _near(s, n, h, k))


def _add(s: Setting, h: Found, x: _Share) -> None:
    if x.target and not ratio_holds(x.a, x.b, x.p) and _other_formula(x):
        return
    name = short_name(x.k.printed(max(x.start, x.a.position - 10), _name_end(x)), 120)
    printed = " dari ".join(h.angka_texts.get(f.token.id, f.token.lowered) for f in (x.a, x.b))
    add_arithmetic(
        s, h, x.k, "bagi_persen", x.a.token, x.b.token, x.p.token, x.p.position, ukuran=printed, subjek=name
    )


def _name_end(x: _Share) -> int:
    """The position after the words that say what the count is."""
    later = (
        x.b.position
        if x.b is not None and x.a.position < x.b.position < x.a.position + 10 and x.b.token in x.k.tokens
        else 0
    )
    j = max(x.a.position, later) + 1
    while j < len(x.k.tokens) and not x.k.tokens[j].kelas & _END:
        j += 1
    return j


def _other_formula(x: _Share) -> bool:
    """Is the percentage the capaian of a target where less is better?"""
    turned = replace(x.a, token=replace(x.a.token, nilai=2 * x.b.value - x.a.value))
    return ratio_holds(turned, x.b, x.p) or ratio_holds(x.b, x.a, x.p)


def _holds(x: _Share) -> bool:
    return ratio_holds(x.a, x.b, x.p)


# ---- the grammar of one percentage
def _share(k: Sentence, p: Figure, content: list[Figure]) -> _Share | None:
    i, tokens = p.position, k.tokens
    if "KIRA_N" in p.token or (i + 1 < len(tokens) and tokens[i + 1].kelas & {"POIN", "GARIS_MIRING"}):
        return None
    inside = _behind(k, i, content)
    if inside is not None:
        return inside
    j = i - 1
    while (
        j >= 0
        and (tokens[j].kelas & _LINK or tokens[j].lowered in _LINK_WORDS)
        and not tokens[j].lowered.endswith("target")
    ):
        j -= 1
    link = tokens[j + 1 : i]
    if not link or not any(t.kelas & ({"BUKA", "ATAU"} | _RESULT) for t in link):
        return None
    n1 = _last(content, j)
    if n1 is None or n1.percent or not _one_phrase(k, n1.position + 1, j + 1):
        return None
    whole = None if any("BUKA" in t for t in link) and _closed_with_more(k, i) else _of_behind(k, i, content)
    n0 = _last(content, n1.position - 1)
    if whole is None and n0 is not None and not n0.percent and same_kind(n0, n1):
        target = _of(k, n0.position, n1.position)
        if target is not None:
            x = _Share(k, p, n0, n1, True, target, _clause(k, n0.position))
            x.sure = _plain(x) and not (any(t.kelas & _RESULT for t in link) and not _result_link(link))
            return x
    if not any(t.kelas & {"BUKA", "ATAU"} for t in link):
        return None
    if "K" in n1.token:
        return None
    if whole is not None:
        b, target = whole
        x = _Share(k, p, n1, b, same_kind(n1, b), target, _clause(k, n1.position))
        x.sure = x.sure and _plain(x)
        return x
    x = _Share(k, p, n1, None, False, False, _clause(k, n1.position))
    if not _followed_by_of(k, i):
        x.b = _announced(k, n1, content)
        x.sure = x.b is not None and _plain(x)
    return x


def _result_link(link: list) -> bool:
    """Does the link say that the percentage results from the pair ("sehingga tercapai", "dengan capaian",
    "atau")?"""
    return any(
        t.kelas & {"CAPAIAN", "TERCAPAI", "SERAPAN", "ATAU", "BUKA"} or t.lowered.startswith("persen")
        for t in link
    )


def _behind(k: Sentence, i: int, content: list[Figure]) -> _Share | None:
    """ "72% (8 sasaran)", "58,16% (114 dari 196 desa)", "31,52%, yaitu 29 dari 92 orang": the counts stand
    behind."""
    tokens, p = k.tokens, next(x for x in content if x.position == i)
    j = i + 1
    if j < len(tokens) and "BUKA" in tokens[j]:
        end = next((e for e in range(j, min(j + 14, len(tokens))) if "TUTUP" in tokens[e]), None)
        opened = True
    else:
        j += j < len(tokens) and "KOMA" in tokens[j]
        if j >= len(tokens) or tokens[j].lowered not in (
            "yaitu",
            "yakni",
            "yaitu sebanyak",
            "yakni sebanyak",
        ):
            return None
        end, opened = min(j + 10, len(tokens)), False
    if end is None:
        return None
    within = [x for x in content if j < x.position < end]
    if len(within) >= 2 and not within[0].percent and same_kind(within[0], within[1]):
        target = _of(k, within[0].position, within[1].position)
        if target is not None:
            x = _Share(k, p, within[0], within[1], True, target, within[0].position)
            x.sure = _plain(x, _clause(k, i))
            return x
    if (
        opened
        and len(within) == 1
        and not within[0].percent
        and within[0].position <= j + 2
        and "N" in within[0].token
    ):
        x = _Share(k, p, within[0], None, False, False, within[0].position)
        x.b = _announced(k, within[0], content, i)
        x.sure = x.b is not None and _plain(x, _clause(k, i))
        return x
    return None


def _last(content: list[Figure], j: int) -> Figure | None:
    return next((x for x in reversed(content) if x.position <= j), None)


def _one_phrase(k: Sentence, a: int, b: int) -> bool:
    """Do only a few words of one phrase stand there?"""
    return b - a <= 9 and not any(t.kelas & _END for t in k.tokens[a:b])


def _of(k: Sentence, a: int, b: int) -> bool | None:
    """Does "dari" alone join the figures at a and b? True where it is a target or pagu, None where it does
    not join them."""
    between = k.tokens[a + 1 : b]
    if "DARI" not in [c for t in between for c in t.kelas] or len(between) > 9:
        return None
    d = next(n for n, t in enumerate(between) if "DARI" in t)
    if any(
        t.kelas & (_END | {"SE", "Y", "DAN", "NAIK", "TURUN", "MENJADI", "TAK_TERCAPAI"}) for t in between[:d]
    ):
        return None
    if (
        any(t.kelas & ((_END - {"DARI"}) | {"Y", "MENJADI"}) for t in between[d + 1 :])
        or len(between) - d > 6
    ):
        return None
    return any(t.kelas & {"TARGET", "TARGET_AKHIR"} for t in between[d:])


def _of_behind(k: Sentence, i: int, content: list[Figure]) -> tuple[Figure, bool] | None:
    """The whole behind the percentage ("75,00% dari 64 sarana"), and whether it is a target."""
    j = i + 1
    if j < len(k.tokens) and "TUTUP" in k.tokens[j]:
        j += 1
    if j >= len(k.tokens) or "DARI" not in k.tokens[j]:
        return None
    b = next((x for x in content if x.position > j), None)
    if (
        b is None
        or b.percent
        or b.position - j > 6
        or any(t.kelas & (_END | {"Y", "DAN"}) for t in k.tokens[j + 1 : b.position])
    ):
        return None
    return b, any(t.kelas & {"TARGET", "TARGET_AKHIR"} for t in k.tokens[j : b.position])


def _closed_with_more(k: Sentence, i: int) -> bool:
    """ "(57,00%) dari 64": a bracket that closes right behind the percentage still belongs to it; a longer
    one does not."""
    return not (i + 1 < len(k.tokens) and "TUTUP" in k.tokens[i + 1])


def _followed_by_of(k: Sentence, i: int) -> bool:
    """Do words without a figure name the whole ("64,34% dari seluruh pegawai")?"""
    return any("DARI" in t or "TERHADAP" in t for t in k.tokens[i + 1 : i + 3])


def _clause(k: Sentence, i: int) -> int:
    """The begin of the clause that position i stands in."""
    while i and not k.tokens[i - 1].kelas & {
        "KOMA",
        "TITIKKOMA",
        "TITIK",
        "SEHINGGA",
        "TDUA",
        "BUKA",
        "PERSEN",
    }:
        i -= 1
    return i


def _plain(x: _Share, start: int | None = None) -> bool:
    """Is the clause a statement of a state (no rise or fall, no average, no wish), and the count within its
    whole?"""
    a = x.start if start is None else start
    tip = max(x.a.position, x.b.position if x.b is not None and x.b.position < x.p.position else 0)
    if any(t.kelas & (_CHANGE | _MODAL) for t in x.k.tokens[a : max(tip, x.p.position)]):
        return False
    if x.b is not None and not x.target and not x.a.money and x.a.value > x.b.value:
        return False
    return x.b is not None and x.b.value > 0 and "KIRA_N" not in x.a.token


def _announced(k: Sentence, a: Figure, content: list[Figure], at: int | None = None) -> Figure | None:
    """The whole that the sentence names before its parts: "Dari 64 sarana …, 48 sarana", "terhadap 84
    perkara, berhasil 21 perkara"."""
    at = a.position if at is None else at
    earlier = [x for x in content if x.position < at and not x.percent and "N" in x.token]
    opened = [x for x in earlier if _opens(k, x)]
    if opened:
        b = opened[-1]
        return b if same_kind(a, b) and a.value <= b.value else None
    alike = [x for x in earlier if told_kind(a, x) and x.value >= a.value and not _has_share(k, x, content)]
    if len(alike) != 1 or any("Y" in t for t in k.tokens[alike[0].position : at]):
        return None
    b = alike[0]
    return (
        b
        if any(t.kelas & _CUE or t.lowered == "atas" for t in k.tokens[max(0, b.position - 2) : b.position])
        else None
    )


def _opens(k: Sentence, b: Figure) -> bool:
    """Does "Dari b …," open the sentence or a clause?"""
    for j in range(b.position - 1, max(-1, b.position - 5), -1):
        t = k.tokens[j]
        if "DARI" in t:
            return not j or bool(k.tokens[j - 1].kelas & {"KOMA", "TITIKKOMA", "TITIK", "BUTIR", "TDUA"})
        if not t.kelas & {"W", "PENGISI", "BENDA", "SEMUA", "I"} or "N" in t:
            return False
    return False


def _has_share(k: Sentence, x: Figure, content: list[Figure]) -> bool:
    ahead = next((f for f in content if f.position > x.position), None)
    return ahead is not None and ahead.percent and "BUKA" in k.tokens[ahead.position - 1]


# ---- the whole, looked for
def _near(s: Setting, n: int, h: Found, k: Sentence) -> list[Figure]:
    """Counts and amounts of this sentence and the two before it."""
    return [f for x in s.sentences[max(0, n - 2) : n + 1] for f in figures(x, h.angka_texts) if not f.percent]


def _find_whole(
    found: list[_Share], content: list[Figure], s: Setting, n: int, h: Found, before: list[Setting]
) -> None:
    """Give shares without a sure whole the one that they hold with: named near, or the sum of the shares' own
    counts."""
    open_ones = [x for x in found if not x.sure and not (x.b is not None and _holds(x))]
    if not open_ones:
        return
    pool = [f for f in content if not f.percent and "N" in f.token]
    for x in reversed(s.sentences[:n]):
        pool += [f for f in figures(x, h.angka_texts) if not f.percent]
    for b in reversed(before[-_BLOCKS_BACK:]):
        pool += [f for x in b.sentences for f in figures(x, h.angka_texts) if not f.percent]
    groups: dict[str, list[_Share]] = {}
    for x in open_ones:
        groups.setdefault(x.a.kind, []).append(x)
    for group in groups.values():
        wholes = [b for b in pool if all(_fits(x, b) for x in group)]
        best = max(wholes, key=lambda b: sum(ratio_holds(x.a, b, x.p) for x in group), default=None)
        if best is None:
            continue
        hits = [ratio_holds(x.a, best, x.p, False) for x in group]
        kept = sum(hits)
        certain = sum(hit and percent_half(x.p) <= _PLAIN_PLACES for hit, x in zip(hits, group, strict=True))
        for hit, x in zip(hits, group, strict=True):
            if hit and (certain or kept > 1 or told_kind(x.a, best)):
                x.b = best
            elif not hit and kept > 1 and kept * 2 > len(group) and certain > 1 and x.b is None:
                x.b, x.sure = best, True  # all its neighbours are shares of this whole


def _fits(x: _Share, b: Figure) -> bool:
    return (
        b.token is not x.a.token
        and b.value >= x.a.value
        and (told_kind(x.a, b) or (x.a.kind == "" and b.kind != "Rp"))
    )


def _result_of_pair(s: Setting, h: Found, k: Sentence, p: Figure, pool: list[Figure]) -> None:
    """A percentage with decimals that two counts of one kind named near give exactly ("… sehingga
    persentasenya 95,00%")."""
    if (
        percent_half(p) > _PLAIN_PLACES
        or p.value == 100
        or (p.position + 1 < len(k.tokens) and k.tokens[p.position + 1].kelas & {"POIN"})
    ):
        return
    pairs = {}
    for a in pool:
        for b in pool:
            if (
                a.token is not b.token
                and told_kind(a, b)
                and a.value < b.value
                and b.value >= 10
                and ratio_holds(a, b, p, False)
            ):
                pairs[a.token.id, b.token.id] = (a, b)
    if len({(a.value, b.value) for a, b in pairs.values()}) != 1:
        return
    a, b = next(iter(pairs.values()))
    name = short_name(k.printed(_clause(k, p.position), p.position), 120) or short_name(
        k.printed(0, p.position + 1), 120
    )
    printed = " dari ".join(h.angka_texts.get(f.token.id, "") for f in (a, b))
    add_arithmetic(s, h, k, "bagi_persen", a.token, b.token, p.token, p.position, ukuran=printed, subjek=name)
