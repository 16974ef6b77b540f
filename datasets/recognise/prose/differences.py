"""Differences stated between two figures ("turun 0,33 poin dari … 91,41"), as `perhitungan` rows."""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.measures import Measure
from datasets.recognise.prose.setting import Found, Setting
from datasets.recognise.relations.written import add_arithmetic, arithmetic_subjek

_DIRECTION_POINTS = Pattern(
    r"(?P<arah>NAIK|TURUN) (SE|W)? (?P<h>N) (?P<poin>POIN)? (DARI|OP_BANDING) ![N|TITIK|TITIKKOMA]{0,8} "
    r"(?P<a>N) "
    r"(KOMA? MENJADI ![N|TITIK|KOMA]{0,3} (?P<b>N))?"
)
_DIRECTION_BETWEEN = Pattern(
    r"(?P<arah>NAIK|TURUN) DARI ![N|TITIK|KOMA]{0,6} (?P<a>N) ![N|TITIK]{0,6} MENJADI "
    r"![N|TITIK|KOMA]{0,5} (?P<b>N) ![N|TITIK]{0,5} (SE|SELISIH) (?P<h>N) (?P<poin>POIN)?"
)
_DIRECTION_COMPARED = Pattern(
    r"OP_BANDING DENGAN? ![N|TITIK]{0,6} (?P<a>N) ![N|TITIK|TITIKKOMA]{0,5} (?P<arah>NAIK|TURUN) SE (?P<h>N) "
    r"(?P<poin>POIN)?"
)
_DIRECTION_ALONE = Pattern(r"(?P<arah>NAIK|TURUN) SE (?P<h>N) (?P<poin>POIN)")


def read_differences(s: Setting, h: Found, ukuran: list[Measure]) -> None:
    """perhitungan rows (operasi kurang) of one block; `ukuran` are its measures."""
    for k in s.sentences:
        _sentences(s, h, k, ukuran)


def _sentences(s: Setting, h: Found, k: Sentence, ukuran: list[Measure]) -> None:
    """ "turun 0,33 poin dari … 91,41": the difference of two figures."""
    for p in (_DIRECTION_POINTS, _DIRECTION_BETWEEN):
        for m in p.all(k):
            g = m.groupdict()
            result, begin = k.tokens[m.start("h")], k.tokens[m.start("a")]
            current = k.tokens[m.start("b")] if g.get("b") else None
            if current is None:
                previous = [u for u in ukuran if u.sentence is k and u.position < m.start()]
                previous = previous or [
                    u for u in ukuran if u.role == "realisasi" and u.n.akhir < result.mulai
                ]
                current = previous[-1].n if previous else None
            if current is None or not _same_kinds(result, begin, current, bool(g.get("poin"))):
                continue
            large, small = (begin, current) if "TURUN" in k.tokens[m.start("arah")] else (current, begin)
            _difference(s, h, k, m, result, large, small)
    for m in _DIRECTION_COMPARED.all(k):
        previous = [
            u for u in ukuran if u.role == "realisasi" and (u.sentence is not k or u.position < m.start())
        ]
        begin = k.tokens[m.start("a")]
        if previous and _same_kinds(k.tokens[m.start("h")], begin, previous[-1].n, bool(m.group("poin"))):
            large, small = (
                (begin, previous[-1].n) if "TURUN" in k.tokens[m.start("arah")] else (previous[-1].n, begin)
            )
            _difference(s, h, k, m, k.tokens[m.start("h")], large, small, previous[-1].tahun)
    for m in _DIRECTION_ALONE.all(k):
        _two_years(s, h, k, m, ukuran)


def _difference(
    s: Setting, h: Found, k: Sentence, m: re.Match, result: Token, large: Token, small: Token, tahun: int = -1
) -> None:
    if h.free(result):
        other = {"tahun": tahun} if tahun > 0 else {}
        add_arithmetic(
            s,
            h,
            k,
            "kurang",
            large,
            small,
            result,
            m.start("h"),
            ukuran="selisih",
            subjek=arithmetic_subjek(s, k, m.start())[0],
            **other,
        )
        h.use(result)


def _two_years(s: Setting, h: Found, k: Sentence, m: re.Match, ukuran: list[Measure]) -> None:
    """ "… tahun 2022 sebesar a. … tahun 2021 sebesar b, sehingga terjadi kenaikan sebesar h poin": the last
    two of one measure."""
    result = k.tokens[m.start("h")]
    previous = [u for u in ukuran if u.n.akhir <= result.mulai and u.subjek is not None]
    if (
        len(previous) < 2
        or not h.free(result)
        or any(t.kelas & {"DARI", "OP_BANDING"} for t in k.tokens[m.end() : m.end() + 3])
    ):
        return
    a = previous[-1]
    b = next(
        (
            u
            for u in reversed(previous[:-1])
            if u.role == a.role and u.tahun != a.tahun and u.subjek.name == a.subjek.name
        ),
        None,
    )
    if b is None or a.n.kelas & {"PERSEN", "RP"} != b.n.kelas & {"PERSEN", "RP"} or min(a.tahun, b.tahun) < 0:
        return
    new, old = (a, b) if a.tahun > b.tahun else (b, a)
    large, small = (old.n, new.n) if "TURUN" in k.tokens[m.start("arah")] else (new.n, old.n)
    add_arithmetic(
        s,
        h,
        k,
        "kurang",
        large,
        small,
        result,
        m.start("h"),
        ukuran="selisih",
        subjek=a.subjek.name,
        tahun=new.tahun,
    )
    h.use(result)


def _same_kinds(result: Token, a: Token, b: Token, points: bool) -> bool:
    """Is the difference stated in the unit of the two figures (points, not a rate of growth)?"""
    kind = [t.kelas & {"PERSEN", "RP"} for t in (result, a, b)]
    if points:
        return kind[1] == kind[2]
    return kind[0] == kind[1] == kind[2] and "PERSEN" not in result
