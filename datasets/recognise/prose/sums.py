"""Claim family: parts that a sentence names beside their total without a word for "made up of", as `rincian`
rows.

Parts that exclude each other by their own words ("memenuhi syarat" and "tidak memenuhi syarat", laki-laki and
perempuan), and a list that the sentence itself sums up ("seluruhnya 15 orang"), are read whatever they give;
other parts only if they add up.
"""

from datasets.recognise.prose.grammar import Sentence
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.pairs import (
    Figure,
    figures,
    one_slip,
    same_kind,
    sum_holds,
    told_kind,
    word_list,
)
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.vocabulary import vocabulary

_BREAK = frozenset(
    {
        "KIRA_N",
        "X",
        "OP_BAGI",
        "OP_BANDING",
        "NAIK",
        "TURUN",
        "TARGET",
        "REALISASI",
        "SELISIH",
        "STRIP",
        "SAMA",
    }
)
_PART_END = frozenset({"KOMA", "DAN", "TITIKKOMA", "TITIK", "N", "BUKA", "TUTUP", "SEHINGGA", "SE"})
_DENIAL = ("tidak", "belum", "bukan", "non", "tanpa")


def read_sums(s: Setting, h: Found) -> None:
    """rincian rows of one block."""
    taken = {r.get("_nilai", -1) for r in h.rows.get("rincian", ())}
    for k in s.sentences:
        content = [f for f in figures(k, h.angka_texts) if not f.percent]
        if len(content) < 3:
            continue
        for total, parts in _candidates(k, content):
            if total.token.id in taken or any(x.token.id in taken for x in parts):
                continue
            stated = (
                _excludes(k, total, parts)
                or _summed_up(k, total, parts)
                or _each(k, total, parts)
                and one_slip(total, parts)
            )
            if stated or sum_holds(total, parts) and _alike(total, parts):
                _write(s, h, k, total, parts)
                taken |= {f.token.id for f in (total, *parts)}
                break


def _candidates(k: Sentence, content: list[Figure]):
    """(total, parts): the total before its parts, or behind them after "seluruhnya"."""
    for n, total in enumerate(content):
        if _closing(k, total.position):
            parts = _run(k, content[:n][::-1], total)
            if len(parts) > 1:
                yield total, parts[::-1]
    for n, total in enumerate(content):
        parts = _run(k, content[n + 1 :], total)
        for m in range(len(parts), 1, -1):
            yield total, parts[:m]


def _run(k: Sentence, following: list[Figure], total: Figure) -> list[Figure]:
    """The figures that may be parts of a total, up to one of another kind or a word that breaks a list."""
    result: list[Figure] = []
    previous = total
    for f in following:
        a, b = sorted((previous.position, f.position))
        if any(t.kelas & _BREAK for t in k.tokens[a + 1 : b]) or b - a > 16 or not _part_kind(f, total):
            break
        if f.value > total.value and not _closing(k, total.position) and len(following) > 2:
            break
        result.append(f)
        previous = f
    return result


def _part_kind(f: Figure, total: Figure) -> bool:
    return f.money == total.money and (
        same_kind(f, total) or "SATUAN" not in f.token.kelas and not f.token.satuan
    )


def _closing(k: Sentence, i: int) -> bool:
    """Does "seluruhnya", "jumlah seluruhnya", "total" stand right before the figure at i, closing a list?"""
    words = word_list(k, i - 3, i)
    j = i - 1
    passed = {"SEMUA", "SE", "PENGISI", "ATAU", "SEHINGGA"}
    while j and k.tokens[j].kelas & passed or j and k.tokens[j].lowered in ("jumlah", "total", "berjumlah"):
        j -= 1
    return (
        j < i - 1
        and "KOMA" in k.tokens[j]
        and bool(set(words) & {"seluruhnya", "semuanya", "total", "totalnya"})
    )


def _summed_up(k: Sentence, total: Figure, parts: list[Figure]) -> bool:
    """Is it a list from the word for "made up of" on, closed by its total ("terdiri atas 1 …, 3 … dan 8 …,
    seluruhnya 15 orang")?"""
    if not _closing(k, total.position) or len(parts) < 2:
        return False
    listed = (
        len(parts) > 2
        and told_kind(parts[0], total)
        and not any(f.position < parts[0].position for f in figures(k, {}))
    )
    listed = listed and not any(
        t.kelas & {"BUKA", "TUTUP", "NAIK", "TURUN"} for t in k.tokens[parts[0].position : total.position]
    )
    if listed and any("DAN" in t for t in k.tokens[parts[-2].position : parts[-1].position]):
        return True
    start = next(
        (j for j in range(parts[0].position - 1, -1, -1) if k.tokens[j].kelas & {"TERDIRI", "TDUA"}), None
    )
    between = k.tokens[parts[0].position : total.position]
    return start is not None and parts[0].position - start <= 3 and any("DAN" in t for t in between)


def _each(k: Sentence, total: Figure, parts: list[Figure]) -> bool:
    """Is it a list of parts of one kind to the sentence's end ("diikuti 674 peserta, masing-masing 224
    peserta pada …, 250 peserta …")?"""
    ends = not any("N" in t for t in k.tokens[parts[-1].position + 1 :])
    between = k.tokens[total.position + 1 : parts[0].position]
    each = any("BERTURUT" in t and t.lowered.startswith("masing") for t in between[-3:]) and any(
        "KOMA" in t for t in between
    )
    return (
        ends and each and len(parts) > 2 and all(told_kind(x, total) and x.value < total.value for x in parts)
    )


def _alike(total: Figure, parts: list[Figure]) -> bool:
    """Do the figures say themselves that they count one thing (or are too large to agree by chance)?"""
    told = all(told_kind(x, total) for x in parts)
    return (
        total.value >= 10 and (told or len(parts) > 2 or total.value >= 100) and all(x.value for x in parts)
    )


def _excludes(k: Sentence, total: Figure, parts: list[Figure]) -> bool:
    """Do two parts share the total between them by their own words, the total standing right before them?"""
    if len(parts) != 2 or parts[0].position < total.position or not _near_total(k, total, parts[0]):
        return False
    if any(x.value > total.value for x in parts) or any(
        "PERSEN" in t for t in k.tokens[total.position : parts[1].position]
    ):
        return False
    first, second = (_words_of(k, x, total.kind) for x in parts)
    pairs = [tuple(x) for x in vocabulary("prosa")["pasangan_lengkap"]]
    if any({a, b} <= set(first) | set(second) and ((a in first) != (a in second)) for a, b in pairs):
        return True
    denied = [w for w in second if w not in _DENIAL]
    return (
        second[:1] != []
        and any(w in _DENIAL for w in second[:3])
        and not any(w in _DENIAL for w in first)
        and (not denied or all(w in first for w in denied[:2]))
    )


def _near_total(k: Sentence, total: Figure, first: Figure) -> bool:
    """Is the first part the very next figure, in the same breath (a comma, a colon, a bracket or "terdiri
    atas" between)?"""
    between = k.tokens[total.position + 1 : first.position]
    return len(between) <= 10 and any(
        t.kelas & {"KOMA", "TDUA", "BUKA", "TERDIRI", "ANTARA_LAIN"} for t in between
    )


def _words_of(k: Sentence, x: Figure, kind: str) -> list[str]:
    """The words that say which part it is: those behind the figure, else those before it."""
    i = x.position + 1
    j = i
    while j < len(k.tokens) and not k.tokens[j].kelas & _PART_END:
        j += 1
    words = [w for w in word_list(k, i, j) if w not in ("di", "antaranya", "yang")]
    if len(words) > 1 and words[0] == kind:
        words = words[1:]
    if words:
        return words
    a = x.position - 1
    while a >= 0 and not k.tokens[a].kelas & (_PART_END - {"SE"}):
        a -= 1
    return [
        w
        for w in word_list(k, a + 1, x.position)
        if w not in ("yang", "sebanyak", "sejumlah", "sebesar", "adalah", "yaitu")
    ]


def _write(s: Setting, h: Found, k: Sentence, total: Figure, parts: list[Figure]) -> None:
    th = sentence_tahun(k)
    kind = next((f.kind for f in (total, *parts) if f.token.satuan or f.money), "")
    base = {"satuan": kind, "tahun": th if th > 0 else s.tahun, "ukuran": "jumlah"}
    code = f"jumlah-{total.token.mulai}"
    h.add(
        "rincian", s, kode=code, uraian=_total_name(k, total, parts), peran="total", nilai=total.token, **base
    )
    for n, x in enumerate(parts, 1):
        name = " ".join(_words_of(k, x, total.kind)) or short_name(
            k.printed(x.position, min(x.position + 2, len(k.tokens))), 80
        )
        h.add(
            "rincian", s, kode=f"{code}-{n}", induk=code, uraian=name, peran="bagian", nilai=x.token, **base
        )


def _total_name(k: Sentence, total: Figure, parts: list[Figure]) -> str:
    i = total.position
    a = i
    while a and not k.tokens[a - 1].kelas & {"KOMA", "TITIKKOMA", "TITIK", "TDUA", "BUKA", "N"}:
        a -= 1
    j = i + 1
    while j < len(k.tokens) and not k.tokens[j].kelas & _PART_END and j < i + 6:
        j += 1
    if parts[0].position < i:
        a = max(0, parts[0].position - 6)
        j = parts[0].position
    start = max(a, i - 10) if parts[0].position > i else a
    return short_name(k.printed(start, j), 120) or short_name(k.printed(i, min(i + 2, len(k.tokens))), 120)
