"""Claim family: how many indicators met their targets, where the whole is not printed beside it ("seluruh
indikator tercapai", "dua indikator tercapai dan satu belum"), and a count taken up again under another number
("enam sasaran tersebut")."""

import re

from datasets.recognise.prose.counts import is_count
from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan

_V = r"(?P<v>TERCAPAI|TAK_TERCAPAI)"
_FILL = r"(PENGISI|BATAS|REALISASI|CAPAIAN|Y|KINI){0,6}"
_ALL_OF_N = Pattern(
    rf"DARI (N|SEMUA)? (?P<y>N|K) (?P<benda>BENDA) (PENGISI|BATAS|W|Y|BENDA){{0,8}} KOMA? (?P<x>SEMUA) "
    rf"(BENDA|PENGISI|BATAS){{0,4}} {_V}"
)
_BOTH = Pattern(rf"(?P<x>KE) (?P<benda>BENDA) {_FILL} {_V}")
_ALL = Pattern(rf"(?P<x>SEMUA) (?P<benda>BENDA) {_FILL} {_V}")
_ALL_DONE = Pattern(
    r"(?P<x>SEMUA) (?P<benda>BENDA) ![N|K|KOMA|TITIK|SE|DICAPAI]{0,3} (?P<v>DICAPAI) (?!N|SE|KIRA_N)"
)
_NONE = Pattern(rf"(?P<x>NIHIL) K? (PENGISI)? (?P<benda>BENDA) (PENGISI|BATAS|W){{0,4}} {_V}")
_PAIR = Pattern(
    rf"(?P<x>N|K) (?P<benda>BENDA) {_FILL} {_V} KOMA? (DAN|SEMENTARA|BATAS|KOMA){{1,2}} (?P<z>N|K) BENDA? "
    rf"![N|K|TITIK|TITIKKOMA]{{0,10}} "
    r"(?P<w>TERCAPAI|TAK_TERCAPAI|TIDAK)"
)
_ONE = Pattern(rf"(?P<x>N|K) (?P<benda>BENDA) {_FILL} (?P<v>TAK_TERCAPAI)")
_AGAIN = Pattern(r"(?P<x>N|K) (?P<benda>BENDA)")
_STOP = re.compile(
    r"\b(?:kecuali|hampir|sebagian|belum (?:semua|seluruh)|tidak "
    r"(?:semua|seluruh)|rata-rata|program|kegiatan|lain(?:nya)?)\b"
)
_OF_INDICATORS = re.compile(
    r"(?:indikator|iku)(?: kinerja)?(?: utama)?(?: \(iku\))?(?: sasaran)?(?: strategis)?(?: tersebut)?"
)


def read_met_counts(s: Setting, h: Found) -> None:
    """klaim rows (x_dari_y) of one block whose whole is the table spoken of, or the two counts together."""
    for k in s.sentences:
        if not any(t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "DICAPAI"} for t in k.tokens):
            continue
        for p in (_ALL_OF_N, _BOTH, _ALL, _ALL_DONE, _NONE, _PAIR, _ONE):
            for m in p.all(k):
                _read(s, h, k, m, p)
    _again(s, h)


def _read(s: Setting, h: Found, k: Sentence, m: re.Match, p: Pattern) -> None:
    g, v = m.groupdict(), k.tokens[m.start("v")]
    if not _OF_INDICATORS.fullmatch(k.tokens[m.start("benda")].lowered) or _hedged(k, m):
        return
    th = sentence_tahun(k)
    table = acuan(s, k, "", th if th > 0 else s.tahun)
    n, sasaran = s.grids.size_of(table)
    met = "tidak_tercapai" if "TAK_TERCAPAI" in v else "tercapai"
    x = k.tokens[m.start("x")]
    if p is _ALL_OF_N:
        x = whole = k.tokens[m.start("y")]
    elif p is _PAIR:
        z, w = k.tokens[m.start("z")], k.tokens[m.start("w")]
        opposite = ("TERCAPAI" in w) == (met == "tidak_tercapai")
        if (
            not (is_count(x) and is_count(z))
            or not opposite
            or "melampaui" in k.words(m.start(), m.end())
            or x.nilai + z.nilai != n
        ):
            return
        whole = str(int(n))
    elif p is _ONE:
        if not is_count(x) or x.nilai > n or not _alone(s, k, m, sasaran):
            return
        whole = str(n)
    elif p is _BOTH:
        whole = x
        if not is_count(x) or x.nilai != n:
            return
    else:
        if n < 2 or not _alone(s, k, m, sasaran):
            return
        x, whole = ("0" if p is _NONE else str(n)), str(n)
    if isinstance(x, Token) and not h.free(x):
        for r in h.rows.get("klaim", ()):  # read without its whole
            if r.get("_nilai") == x.id >= 0 and r["jenis"] == "x_dari_y" and not r.get("dari"):
                r |= {
                    "subjek": "indikator",
                    "ukuran": met,
                    "dari": whole if isinstance(whole, str) else whole.lowered,
                    "acuan": table,
                }
        return
    h.add(
        "klaim",
        s,
        jenis="x_dari_y",
        subjek="indikator",
        ukuran=met,
        tahun=th if th > 0 else s.tahun,
        acuan=table,
        nilai=x,
        dari=whole,
        teks=short_name(k.printed(m.start(), m.end())),
    )
    h.use(*[t for t in (x, whole, k.tokens[m.start("z")] if g.get("z") else None) if isinstance(t, Token)])


def _hedged(k: Sentence, m: re.Match) -> bool:
    """A wish, a condition, an exception, or a verdict that goes on with a figure ("tercapai 100%")."""
    before = k.tokens[: m.start("v")]
    if any(t.kelas & {"MODAL", "ANDAI", "RATA", "UNTUK"} for t in before) or _STOP.search(
        k.words(0, len(k.tokens))
    ):
        return True
    if m.start() and k.tokens[m.start() - 1].kelas & {"TIDAK", "KIRA", "MODAL"}:
        return True
    return any("N" in t for t in k.tokens[m.end("v") : m.end("v") + 2])


def _alone(s: Setting, k: Sentence, m: re.Match, sasaran: int) -> bool:
    """Is the whole table meant: the sentence counts nothing else, and speaks of no single sasaran of
    several?"""
    counted = [
        t for i, t in enumerate(k.tokens) if t.kelas & {"N", "K"} and not m.start("x") <= i < m.end("v")
    ]
    single = "sasaran" in k.words(0, len(k.tokens)) or (
        s.title is not None and s.title.jenis in ("sasaran", "kutip")
    )
    return not counted and not (single and sasaran != 1)


def _again(s: Setting, h: Found) -> None:
    """ "menetapkan 4 sasaran strategis … Enam sasaran strategis tersebut": the same things, counted
    otherwise."""
    told: dict[str, Token] = {}
    for k in s.sentences:
        for m in _AGAIN.all(k):
            t, thing = k.tokens[m.start("x")], k.tokens[m.start("benda")]
            if not is_count(t):
                continue
            name = re.sub(r"\s+tersebut$", "", thing.lowered)
            behind = k.tokens[m.end()] if m.end() < len(k.tokens) else None
            repeats = name != thing.lowered or (
                behind is not None and behind.lowered in ("tersebut", "dimaksud", "di atas", "itu")
            )
            begins = all(x.kelas & {"DARI", "PENGISI", "SEMUA", "BUTIR"} for x in k.tokens[: m.start()])
            if repeats and begins and name in told and told[name].nilai != t.nilai:
                h.add(
                    "klaim",
                    s,
                    jenis="banyak",
                    subjek=name,
                    ukuran="tersebut",
                    tahun=s.tahun,
                    nilai=t,
                    dari=told[name],
                    teks=short_name(k.printed(m.start(), min(len(k.tokens), m.end() + 1))),
                )
            elif not repeats:
                if name in told and told[name].nilai != t.nilai:
                    told.pop(name)  # two counts of such things: which is meant stays open
                    return
                told[name] = t
