"""Rises and falls told with both figures: two figures and a word of direction decide by themselves."""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token, tidy
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan

_ANY = r"(?P<arah>NAIK|TURUN|DINAIKKAN|DITURUNKAN)"
_BY = r"(SE? (N|KIRA_N|K) POIN? (W|BENDA){0,2} (BUKA N TUTUP)? KOMA?)?"
_FROM_TO = Pattern(
    rf"{_ANY} {_BY} (W|BATAS|BERTURUT){{0,2}} (DARI|SEMULA) ![N|TITIK|TITIKKOMA]{{0,8}} (?P<a>N) "
    rf"![N|TITIK|TITIKKOMA]{{0,8}} "
    r"(MENJADI|KE) ![N|TITIK|TITIKKOMA]{0,6} (?P<b>N)"
)
_OBJECT_FROM_TO = Pattern(  # "berhasil menurunkan <subject> dari a menjadi b"
    r"(?P<arah>DINAIKKAN|DITURUNKAN) ![N|TITIK|TITIKKOMA|KOMA]{1,14} DARI ![N|TITIK|TITIKKOMA]{0,8} (?P<a>N) "
    r"![N|TITIK|TITIKKOMA]{0,8} MENJADI ![N|TITIK|TITIKKOMA]{0,6} (?P<b>N)"
)
_FROM_ALONE = Pattern(
    rf"DARI ![N|TITIK|TITIKKOMA|KOMA]{{0,6}} (?P<a>N) ![N|TITIK|TITIKKOMA]{{0,5}} {_ANY} MENJADI "
    rf"![N|TITIK|TITIKKOMA]{{0,5}} (?P<b>N)"
)
_BECOMES = Pattern(
    rf"(?P<a>N) TUTUP? (KOMA|W|BATAS){{0,3}} {_ANY} MENJADI ![N|TITIK|TITIKKOMA]{{0,4}} (?P<b>N)"
)
_NEXT_SENTENCE = Pattern(
    rf"PAGU ![N|TITIK|TITIKKOMA|DARI]{{0,14}} {_ANY} MENJADI ![N|TITIK|TITIKKOMA]{{0,4}} (?P<b>N)"
)
_AFTER = Pattern(  # "sebesar b, turun dari a pada tahun 2021"
    rf"(?P<b>N) TUTUP? KOMA? (W|BATAS){{0,2}} {_ANY} {_BY} (DARI|OP_BANDING) "
    rf"![N|TITIK|TITIKKOMA|KOMA|MENJADI]{{0,6}} (?P<a>N) (?!POIN)"
)
_COMPARED = Pattern(
    r"(?P<a>N) KOMA? (W|BATAS){0,1} (?P<arah>NAIK|TURUN) (SE? N POIN?)? (OP_BANDING|DARI) "
    r"![N|TITIK|TITIKKOMA|Y]{0,4} "
    r"(?P<y>Y) (KOMA|SE|PENGISI|BUKA){0,4} (?P<b>N)"
)
_COMPARED_FIRST = Pattern(
    r"OP_BANDING ![N|TITIK|TITIKKOMA|KOMA|Y]{0,4} (?P<y>Y) (SE|PENGISI|BUKA|REALISASI){0,3} (?P<b>N) TUTUP? "
    r"KOMA "
    r"![N|TITIK|TITIKKOMA]{0,14} (?P<arah>NAIK|TURUN) (MENJADI|SE) ![N|TITIK|TITIKKOMA]{0,4} (?P<a>N)"
)
_NOT_SUBJEK = frozenset({"DIPEROLEH", "KEPADA", "UNTUK"})
_RANKED = re.compile(
    r"per?ingkat|ranking|rangking|urutan|posisi|juara|kelas|golongan|tipe|minus|defisit|level|status"
    r"|kecepatan|kualitas|kinerja"
)
_LEAD = re.compile(
    r"(?:sedangkan|sementara(?: itu)?|namun|dan|serta|tetapi|yaitu|atau|juga|sebaliknya|adapun)\s+",
    re.IGNORECASE,
)
_KINDS = frozenset({"PERSEN", "RP"})


def subject_of(s: Setting, k: Sentence, p: int, title: bool = True) -> Token | None:
    """The indicator that a statement at p is about: named before it in the sentence, in the sentence before,
    or above."""
    for j in range(p - 1, -1, -1):
        t = k.tokens[j]
        if (
            "I" in t
            and t.jenis in ("indikator", "frasa", "kutip", "sasaran")
            and not (j and k.tokens[j - 1].kelas & _NOT_SUBJEK)
        ):
            return t
    if not title:
        return None
    for x in reversed(s.sentences[: s.place_of(k)]):
        for t in x.tokens:
            if "I" in t and t.jenis == "indikator":
                return t
    return s.title if s.title is not None and s.title.jenis in ("indikator", "judul", "kutip") else None


def denied(k: Sentence, p: int) -> bool:
    """A wish, a condition, a purpose or a denial right before position p."""
    for j in range(p - 1, max(-1, p - 7), -1):
        t = k.tokens[j]
        if t.kelas & {"KOMA", "TITIKKOMA", "NYATA", "N"}:
            return False
        if t.kelas & {"MODAL", "ANDAI", "TIDAK", "UNTUK"} or t.lowered in (
            "yang",
            "dalam rangka",
            "guna",
            "dapat",
            "upaya",
            "beberapa",
        ):
            return True
    return False


def move_kind(t: Token) -> str:
    """naik, turun or tetap."""
    return (
        "naik"
        if t.kelas & {"NAIK", "DINAIKKAN"}
        else "turun"
        if t.kelas & {"TURUN", "DITURUNKAN"}
        else "tetap"
    )


def years_in(k: Sentence, a: int, b: int) -> list[Token]:
    """The years among tokens a to b."""
    return [t for t in k.tokens[a:b] if "Y" in t]


def read_moves(s: Setting, h: Found, k: Sentence) -> set[int]:
    """klaim rows naik and turun of one sentence with both figures; returns the positions of the words of
    direction they take."""
    taken: set[int] = set()
    for m in [*_COMPARED.all(k), *_COMPARED_FIRST.all(k)]:
        if m.start("arah") not in taken and _compared(s, h, k, m):
            taken.add(m.start("arah"))
    for p in (_FROM_TO, _OBJECT_FROM_TO, _FROM_ALONE, _BECOMES, _AFTER, _NEXT_SENTENCE):
        for m in p.all(k):
            at = m.start("arah")
            if at in taken:
                continue
            a = _before_parts(k, m.start("b"), at) if p is _AFTER else None
            new, old = k.tokens[a if a is not None else m.start("b")], None
            old = _sentence_before(s, k, new) if p is _NEXT_SENTENCE else k.tokens[m.start("a")]
            begin = at if p in (_AFTER, _BECOMES, _FROM_ALONE, _NEXT_SENTENCE) else m.start()
            span = k.tokens[m.start() : m.end()] if p is not _NEXT_SENTENCE else k.tokens[at : m.end()]
            if p in (_FROM_TO, _OBJECT_FROM_TO):
                taken.add(at)
            if old is None or denied(k, begin) or not _comparable(k, old, new, span, begin):
                continue
            name = _name_of(s, k, m, begin, p is _OBJECT_FROM_TO)
            if not name:
                continue
            taken.add(at)
            current, previous = _years(s, k, m, p)
            h.add(
                "klaim",
                s,
                jenis=move_kind(k.tokens[at]),
                subjek=name,
                tahun=current,
                tahun_lain=previous,
                nilai=new,
                dari=old,
                acuan=acuan(s, k, name),
                teks=short_name(k.printed(m.start() if p is not _NEXT_SENTENCE else at, m.end())),
            )
    return taken


def _before_parts(k: Sentence, b: int, at: int) -> int | None:
    """ "82 ton, terdiri atas 60 ton dan 22 ton, turun dari …": the whole before its parts."""
    parts = next((j for j in range(at - 1, -1, -1) if "TERDIRI" in k.tokens[j]), None)
    if parts is None:
        return None
    return next((j for j in range(parts - 1, -1, -1) if "N" in k.tokens[j]), None)


def _sentence_before(s: Setting, k: Sentence, new: Token) -> Token | None:
    """The one amount of money of the sentence before, where this sentence says that "the budget" fell or rose
    to another."""
    if "RP" not in new or any("RP" in t for t in k.tokens if t.akhir < new.mulai):
        return None
    n = s.place_of(k)
    told = [t for t in s.sentences[n - 1].tokens if "RP" in t and "N" in t] if n else []
    about = [any("PAGU" in t for t in x.tokens) for x in (s.sentences[n - 1], k)] if n else []
    return told[0] if len(told) == 1 and all(about) and 0.5 <= new.nilai / (told[0].nilai or 1) <= 2 else None


def _comparable(k: Sentence, a: Token, b: Token, span: list[Token], begin: int) -> bool:
    """Are the two figures of one kind and unit, and is it no rank, target or rating that moves?"""
    if a.kelas & _KINDS != b.kelas & _KINDS or a is b or "SUKU" in a or "SUKU" in b:
        return False
    units = {t.satuan for t in (a, b)} - {"", "%", "Rp"}
    if len(units) > 1 or any(t.kelas & {"TARGET", "TARGET_AKHIR", "WILAYAH", "MODAL"} for t in span):
        return False
    words = " ".join(t.lowered for t in [*k.tokens[max(0, begin - 6) : begin], *span] if "I" not in t)
    return not _RANKED.search(words)


def _name_of(s: Setting, k: Sentence, m: re.Match, begin: int, has_object: bool) -> str:
    """Whose figures they are: a known name, else the words before the verb (or its object)."""
    if has_object:
        until = next(j for j in range(m.start("arah"), m.end()) if "DARI" in k.tokens[j])
        inner = [t for t in k.tokens[m.start("arah") : until] if "I" in t]
        return inner[-1].name if inner else tidy(k.printed(m.start("arah") + 1, until))
    subjek = subject_of(s, k, begin, title=False)
    a = begin
    while a and not k.tokens[a - 1].kelas & {"KOMA", "TITIKKOMA", "N", "TUTUP", "SEHINGGA", "OP_BANDING"}:
        a -= 1
    words = [t for t in k.tokens[a:begin] if not t.kelas & {"Y", "BATAS", "SE", "LALU"}]
    if subjek is None or not any(t is subjek for t in k.tokens[a:begin]):
        said = tidy(k.printed(a, begin))
        if (
            words
            and 2 <= len(said.split()) <= 12
            and re.match(r"[A-Za-z]", said)
            and any("W" in t for t in words)
        ):
            lead = _LEAD.match(said)
            return short_name(said[lead.end() :] if lead else said, 120)
    if subjek is None:
        subjek = subject_of(s, k, begin)
    if subjek is not None:
        return subjek.name
    return short_name(k.printed(0, max(1, begin)), 120)


def _years(s: Setting, k: Sentence, m: re.Match, p: Pattern) -> tuple[int, int]:
    """(the year of the new figure, that of the old one; -1 unknown)."""
    everything = [t.tahun[0] for t in years_in(k, 0, len(k.tokens)) if t.jenis == "satu"]
    if p is _AFTER:
        previous = next(
            (
                t.tahun[0]
                for t in years_in(k, m.start("arah"), min(len(k.tokens), m.end() + 3))
                if t.jenis == "satu"
            ),
            -1,
        )
        current = next(
            (t.tahun[0] for t in reversed(years_in(k, 0, m.start("arah"))) if t.jenis == "satu"), s.tahun
        )
        return current, previous if previous < current else -1
    beside = next((i for i, t in enumerate(k.tokens[: m.start("arah")]) if "OP_BANDING" in t), None)
    if (
        beside is not None
        and len(everything) == 1
        and any(t.tahun[0] == everything[0] for t in years_in(k, beside, m.start("arah")))
    ):
        return (s.tahun, everything[0]) if s.tahun > everything[0] else (s.tahun, -1)
    near = years_in(
        k, m.start("a") if "a" in m.re.groupindex else m.start("arah"), min(len(k.tokens), m.end() + 3)
    )
    current = next((t.tahun[0] for t in reversed(near) if t.jenis == "satu" and len(everything) > 1), -1)
    a = m.start("arah")
    if "a" in m.re.groupindex and a > m.start("a"):
        a = max(0, m.start() - 4)
    previous = next((t.tahun[0] for t in years_in(k, a, m.start("b")) if t.tahun[0] != current), -1)
    if current < 0:
        current = next((x for x in reversed(everything) if x != previous), s.tahun)
    return current, previous


def _compared(s: Setting, h: Found, k: Sentence, m: re.Match) -> bool:
    """ "… sebesar a, meningkat dibandingkan tahun y sebesar b"; "dibandingkan tahun y sebesar b, … meningkat
    menjadi a"."""
    subjek = subject_of(s, k, m.start("arah"))
    a, b, other = k.tokens[m.start("a")], k.tokens[m.start("b")], k.tokens[m.start("y")]
    current = [t.tahun[0] for t in years_in(k, 0, m.start("a")) if t.jenis == "satu" and t is not other]
    th = current[-1] if current else s.tahun
    within = any(
        t.kelas & {"SEMENTARA", "TGL", "TARGET", "UBAH", "SEMULA"} for t in k.tokens
    )  # a part of the year beside another
    itself = bool(current) and other.tahun[0] == th and not within
    if other.jenis != "satu" or other.tahun[0] >= th and not itself or denied(k, m.start("arah")):
        return False
    if not _comparable(k, a, b, k.tokens[m.start() : m.end()], m.start("arah")):
        return False
    name = subjek.name if subjek is not None else short_name(k.printed(0, max(1, m.start("arah"))), 120)
    h.add(
        "klaim",
        s,
        jenis=move_kind(k.tokens[m.start("arah")]),
        subjek=name,
        tahun=th,
        tahun_lain=other.tahun[0],
        nilai=a,
        dari=b,
        acuan=acuan(s, k, name),
        teks=short_name(k.printed(m.start(), m.end())),
    )
    return True
