"""Claim family: counts of indicators, sasaran, programmes … ("terdiri dari 2 (dua) indikator", "10 dari 12
indikator", lists)."""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.owner import SPENDERS
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan

_THINGS = {
    "sub": "sub kegiatan",
    "subkegiatan": "sub kegiatan",
    "indikator": "indikator",
    "iku": "indikator",
    "kinerja": "indikator",
    "sasaran": "sasaran",
    "tujuan": "tujuan",
    "program": "program",
    "kegiatan": "kegiatan",
    "misi": "misi",
}
_VERDICT = r"(?P<v>TERCAPAI|TAK_TERCAPAI|(PREDIKAT|SE|DENGAN)* L)"
_OF_Y = Pattern(
    r"(?P<x>N|K) (BENDA|W|PENGISI){0,4} DARI (SEMUA|KIRA|W|PENGISI){0,3} (?P<y>N|K) (?P<benda>BENDA)"
)
_Y_THEN_X = Pattern(
    rf"(DARI|SEMUA) SEMUA? (?P<y>N|K) (?P<benda>BENDA) ![N|K|TITIK]{{0,14}} (?P<x>N|K) "
    rf"(BENDA|PENGISI|W|BATAS){{0,6}} {_VERDICT}"
)
_X_THEN_Y = Pattern(
    rf"(?P<x>N|K) (?P<benda>BENDA) (W|PENGISI|BATAS|REALISASI|CAPAIAN){{0,5}} {_VERDICT}"
    r" DARI (SEMUA|KIRA|W|PENGISI){0,3} (?P<y>N|K) BENDA"
)
_X_VERDICT = Pattern(rf"(?P<x>N|K) (?P<benda>BENDA) (W|PENGISI|BATAS|REALISASI|CAPAIAN){{0,5}} {_VERDICT}")
_HAVING = Pattern(r"(TERDIRI|ADA|DENGAN) (?P<x>N|K) (?P<benda>BENDA)")
_ALL_TO = Pattern(r"(?P<x>KE) (?P<benda>BENDA)")
_TIMES = Pattern(
    r"(SE|ADA|TERDIRI|DENGAN|PENGISI)? (?P<x>N|K) (?P<benda>BENDA|W|SATUAN)? ![N|K|TITIK|TITIKKOMA]{0,14} "
    r"(?P<ke>TDUA)?$"
)
_LEVELS = Pattern(  # "5 program, 9 kegiatan dan 21 sub kegiatan"
    r"(?P<x>N|K) (?P<a>BENDA) KOMA? DAN? (TERDIRI|SE|DENGAN|ADA)? (?P<y>N|K) (?P<b>BENDA)"
    r" (KOMA? DAN? (TERDIRI|SE|DENGAN|ADA)? (?P<z>N|K) (?P<c>BENDA))?"
)
_OPENING = re.compile(
    r"^(?:(?:adapun|sedangkan|selanjutnya|kemudian|secara umum|dalam hal ini|untuk "
    r"itu|terdapat|yaitu)\b[\s,]*)+",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\W*(?:\d+ ?\(|(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\b)", re.I
)


def thing_named(t: Token) -> str:
    """indikator, sasaran, tujuan, program, kegiatan, sub kegiatan, …"""
    return _THINGS.get(re.split(r"[\s-]", t.lowered)[0], t.lowered)


def read_counts(s: Setting, h: Found, items: list) -> None:
    """klaim rows (banyak, x_dari_y) of one block. items: the list items that follow it, as blocks."""
    for k in s.sentences:
        th = sentence_tahun(k)
        th = th if th > 0 else s.tahun
        use: set[int] = set()
        for p in (_OF_Y, _X_THEN_Y, _Y_THEN_X, _X_VERDICT):
            for m in p.all(k):
                if m.start("x") not in use and not any(
                    "MODAL" in t for t in k.tokens[max(0, m.start() - 4) : m.start()]
                ):
                    if _of(s, h, k, m, th):
                        use.update(range(m.start("x"), m.end()))
        for m in _HAVING.all(k):
            if m.start("x") not in use:
                _has(s, h, k, m, th)
        for m in _ALL_TO.all(k):
            if any("RATA" in t for t in k.tokens) and "K" in k.tokens[m.start("x")]:
                thing = k.tokens[m.start("benda")]
                h.add(
                    "klaim",
                    s,
                    jenis="banyak",
                    subjek=thing.lowered,
                    ukuran=thing_named(thing),
                    tahun=th,
                    nilai=k.tokens[m.start("x")],
                    acuan=acuan(s, k, "", th, True),
                    teks=k.printed(m.start(), m.end()),
                )
        for m in _LEVELS.all(k):
            _levels(s, h, k, m, th)
    if len(items) > 1 and s.sentences:
        _listed(s, h, s.sentences[-1], items)


def _of(s: Setting, h: Found, k: Sentence, m: re.Match, th: int) -> bool:
    g = m.groupdict()
    x, thing = k.tokens[m.start("x")], k.tokens[m.start("benda")]
    y = k.tokens[m.start("y")] if g.get("y") else None
    if not (is_count(x) and (y is None or is_count(y))):
        return False
    v = next(
        (t for t in k.tokens[m.start() : m.end() + 8] if t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "L"}), None
    )
    if v is None and y is not None:
        v = next((t for t in k.tokens[m.end() :] if t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "L"}), None)
    if v is None or (y is not None and y.nilai < x.nilai and not v.kelas & {"TERCAPAI", "TAK_TERCAPAI"}):
        return False
    which_thing = thing_named(thing)
    verdict = _verdict(k, v) if which_thing == "indikator" else ""
    page = "tidak tercapai" if "TAK_TERCAPAI" in v else "tercapai" if "L" not in v else v.lowered
    content = {"nilai": x} | ({"dari": y} if y is not None else {})
    h.add(
        "klaim",
        s,
        jenis="x_dari_y",
        subjek=which_thing if verdict else f"{which_thing} {page}",
        ukuran=verdict or which_thing,
        tahun=th,
        acuan=acuan(s, k, "", th),
        teks=short_name(k.printed(m.start(), max(m.end(), _position(k, v) + 1))),
        **content,
    )
    h.use(x, y)
    return True


def _verdict(k: Sentence, v: Token) -> str:
    """tercapai or tidak_tercapai, where the sentence does not set those that just met it apart from those
    above it."""
    pass_by = any("TERCAPAI" in t and re.search(r"lampau|lebih|atas", t.lowered) for t in k.tokens)
    if "TAK_TERCAPAI" in v:
        return "tidak_tercapai"
    return "tercapai" if "TERCAPAI" in v and "L" not in v and not pass_by else ""


def is_count(t: Token) -> bool:
    """A whole number below a thousand that is no percentage, amount or fraction."""
    return (
        t.nilai == t.nilai
        and t.nilai == int(t.nilai)
        and 0 <= t.nilai < 1000
        and not t.kelas & {"PERSEN", "RP", "PECAHAN"}
    )


def _has(s: Setting, h: Found, k: Sentence, m: re.Match, th: int) -> None:
    x, thing = k.tokens[m.start("x")], k.tokens[m.start("benda")]
    if (
        not is_count(x)
        or not h.free(x)
        or any(t.kelas & {"MODAL", "ANTARA_LAIN"} for t in k.tokens[max(0, m.start() - 3) : m.start()])
    ):
        return
    subjek = next(
        (t for t in reversed(k.tokens[: m.start("x")]) if "I" in t and t.jenis in ("sasaran", "kutip")), None
    )
    if subjek is None and s.title is not None and s.title.jenis in ("sasaran", "kutip"):
        subjek = s.title
    ukuran = thing_named(thing)
    if subjek is None or ukuran not in ("indikator", "sasaran"):
        if ukuran != "sasaran" and not _general(k, m):
            return
        name = _document(k, m.start("x")) or ukuran
    else:
        name = subjek.name
    h.add(
        "klaim",
        s,
        jenis="banyak",
        subjek=name,
        ukuran=ukuran,
        tahun=th,
        nilai=x,
        acuan=acuan(s, k, name if name != ukuran else "", -1),
        teks=k.printed(m.start("x"), m.end()),
    )
    h.use(x)


def _levels(s: Setting, h: Found, k: Sentence, m: re.Match, th: int) -> None:
    """How many programmes, kegiatan and sub kegiatan the agency has: nothing and nobody else is named before
    them."""
    told = [
        (k.tokens[m.start(n)], thing_named(k.tokens[m.start(t)])) for n, t in ("xa", "yb", "zc") if m.group(n)
    ]
    named = any(
        "I" in t or t.kelas & {"BENDA", "MODAL", "ANTARA_LAIN", "DARI"} for t in k.tokens[: m.start()]
    )
    under = s.title is not None and s.title.jenis in ("sasaran", "indikator", "kutip")
    spender = s.outline is not None and s.outline.nearest(int(s.blok.blok), *SPENDERS) is not None
    if (
        named
        or under
        or spender
        or [thing for _, thing in told] != ["program", "kegiatan", "sub kegiatan"][: len(told)]
    ):
        return
    total = {r.get("_nilai", -1) for r in h.rows.get("rincian", ()) if r["tabel"] == s.table} - {-1}
    if all(is_count(n) and h.free(n) and n.id not in total for n, _ in told):
        for n, thing in told:
            h.add(
                "klaim",
                s,
                jenis="banyak",
                subjek=thing,
                ukuran=thing,
                tahun=th,
                nilai=n,
                teks=k.printed(m.start(), m.end()),
            )
            h.use(n)


def _document(k: Sentence, p: int) -> str:
    """The plan that has them ("perjanjian kinerja … tahun 2019-2022"), in the words of the field."""
    text = k.words(0, p)
    m = re.search(r"perjanjian kinerja|renstra|rencana strategis|rpjmd|rpd|rkpd|rencana kerja", text)
    tahun = next((t.tahun for t in k.tokens[:p] if "Y" in t), ())
    return (
        (f"{m[0]} {tahun[0]}-{tahun[-1]}" if len(tahun) > 1 else f"{m[0]} {tahun[0]}" if tahun else m[0])
        if m
        else ""
    )


def _general(k: Sentence, m: re.Match) -> bool:
    """ "menetapkan 5 sasaran", "memuat 12 indikator": of the agency's whole plan."""
    return any("DOKUMEN" in t or "perjanjian kinerja" in t.lowered for t in k.tokens[: m.start("x")])


def _position(k: Sentence, t: Token) -> int:
    return next(i for i, x in enumerate(k.tokens) if x is t)


def _listed(s: Setting, h: Found, k: Sentence, items: list) -> None:
    """A count that announces a list: as printed, against the items that follow (`dari`, a number without
    place)."""
    end = k.tokens[-1]
    if sum(_COUNTS.match(str(x.teks)) is not None for x in items) > 1:
        # the items are groups that are counted themselves ("3 (tiga) indikator berkategori …"), not what is
        # counted
        return
    if not (end.kelas & {"TDUA", "BERIKUT", "TERDIRI"}) or any("ANTARA_LAIN" in t for t in k.tokens):
        return
    counted = [
        (i, t)
        for i, t in enumerate(k.tokens)
        if t.kelas & {"N", "K"} and is_count(t) and not (t.lowered == "satu" and "K" in t)
    ]
    counted = [(i, t) for i, t in counted if len(k.tokens) - i <= 14 and h.free(t)]
    if len(counted) != 1 or any(
        "KIRA_N" in t or ("Y" in t and t.jenis != "satu") for t in k.tokens[counted[0][0] :]
    ):
        return
    i, t = counted[0]
    counts = (
        t.satuan in ("kali", "buah", "hal", "jenis", "macam")
        or (i + 1 < len(k.tokens) and (k.tokens[i + 1].kelas & {"BENDA", "W", "SATUAN"}) and not t.satuan)
        or (t.satuan and any("SE" in x or "ADA" in x or "TERDIRI" in x for x in k.tokens[max(0, i - 2) : i]))
    )
    money = any(x.lowered == "rupiah" for x in k.tokens[i : i + 8])  # an amount in words
    if not counts or money or t.satuan in ("orang", "jiwa", "tahun", "bulan", "hari", "jam", "menit"):
        return
    if any(x.kelas & {"N"} and not x.kelas & {"BUTIR"} for x in k.tokens[i + 1 :]):
        return
    if t.nilai > len(items) and items[-1].blok >= max(s.grids.bagian):
        return  # the text ends within the list
    h.add(
        "klaim",
        s,
        jenis="banyak",
        subjek=_listed_subjek(k, i),
        ukuran="butir",
        tahun=s.tahun,
        satuan=t.satuan,
        nilai=t,
        dari=str(len(items)),
        teks=short_name(f"{k.printed(i, len(k.tokens))} {items[0].teks}"),
    )
    h.use(t)


def _listed_subjek(k: Sentence, i: int) -> str:
    """What is counted: the words before the figure behind the last verb or comma, else those behind it."""
    a = 0
    for j in range(i - 1, -1, -1):
        t = k.tokens[j]
        if t.kelas & {"KOMA", "ADA", "TERDIRI", "TITIKKOMA"} or re.match(
            r"mengalami|melakukan|dilakukan|dilaksanakan|terjadi|memperoleh|meraih", t.lowered
        ):
            a = j + 1
            break
    while i > a and k.tokens[i - 1].kelas & {"SE", "PENGISI", "ADA"}:
        i -= 1
    name = short_name(_OPENING.sub("", k.printed(a, i)), 120)
    if not name:
        name = short_name(
            re.sub(r"\W*(?:dengan|sebagai|yaitu|yakni|,).*$", "", k.printed(i + 1, len(k.tokens))), 120
        )
    return name or k.printed(i, len(k.tokens))
