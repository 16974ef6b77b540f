"""Claim family: arithmetic that the text writes out, in words or in signs, as `perhitungan` rows."""

import re
from dataclasses import replace

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.measures import Measure, sentence_tahun
from datasets.recognise.prose.setting import Found, Setting, short_name

_N = r"BUKA? (?P<{}>N) TUTUP?"
_EQUALS = r"(SAMA (?P<h>N))?"
_TIMES = r"(PENGALI|(SILANG|OP_KALI) N|SILANG)"
_FRACTION = [
    (
        "bagi",
        Pattern(
            rf"BUKA? {_N.format('a')} GARIS_MIRING {_N.format('b')} TUTUP? (?P<kali>{_TIMES})? {_EQUALS}"
        ),
    ),
    (
        "bagi",
        Pattern(rf"BUKA? {_N.format('a')} TDUA {_N.format('b')} TUTUP? (?P<kali>{_TIMES}) SAMA (?P<h>N)"),
    ),
    (
        "bagi",
        Pattern(
            rf"FRAC KURAWAL (W|KURAWAL)? (?P<a>N) W? KURAWAL{{1,2}} KURAWAL (?P<b>N) W? KURAWAL{{1,2}} "
            rf"(?P<kali>{_TIMES})? {_EQUALS}"
        ),
    ),
    ("bagi", Pattern(rf"SAMA? (?P<a>N) (STRIP|TANDA){{2,}} (?P<kali>{_TIMES})? (?P<b>N) {_EQUALS}")),
    ("tambah", Pattern(r"SAMA? (?P<a>N) TAMBAH (?P<b>N) SAMA (?P<h>N)")),
    ("kurang", Pattern(r"SAMA? (?P<a>N) STRIP (?P<b>N) SAMA (?P<h>N)")),
]
_OP = {"OP_BAGI": "bagi", "OP_BANDING": "bagi", "OP_TAMBAH": "tambah", "OP_KURANG": "kurang"}
_BRIDGE = frozenset(
    {
        "SE",
        "SAMA",
        "MENJADI",
        "SEHINGGA",
        "REALISASI",
        "CAPAIAN",
        "RANCU",
        "KOMA",
        "PENGISI",
        "TDUA",
        "Y",
        "DAN",
        "BATAS",
        "RATA",
        "SELISIH",
        "SISA",
        "I",
        "TUTUP",
    }
)
_ARITHMETIC = frozenset(
    {
        "N",
        "BUKA",
        "SAMA",
        "TAMBAH",
        "SILANG",
        "GARIS_MIRING",
        "PENGALI",
        "FRAC",
        "OP_BAGI",
        "OP_KALI",
        "OP_TAMBAH",
        "OP_KURANG",
    }
)
_FORMULA = frozenset(
    {
        "N",
        "SAMA",
        "PENGALI",
        "SILANG",
        "GARIS_MIRING",
        "STRIP",
        "TAMBAH",
        "TANDA",
        "BUKA",
        "TUTUP",
        "KURAWAL",
        "FRAC",
        "TDUA",
    }
)


def read_formulas(rows: list[Setting], h: Found) -> None:
    """perhitungan rows of a formula that is broken over several blocks (its place is that of the first)."""
    _sign(rows[0], h, join_lines(rows))


def read_arithmetic(s: Setting, h: Found, ukuran: list[Measure]) -> None:
    """perhitungan rows of one block."""
    for k in s.sentences:
        _sign(s, h, k)
        _words_of(s, h, k, ukuran)


def like_formula(k: list[Sentence]) -> bool:
    """Is a block nothing but a line of a formula (signs and figures)?"""
    tokens = [t for x in k for t in x.tokens]
    return 0 < len(tokens) <= 40 and all(t.kelas & _FORMULA for t in tokens)


def join_lines(rows: list[Setting]) -> Sentence:
    """Lines of one formula that stand in blocks of their own, as one sentence."""
    text, tokens = "", []
    for s in rows:
        for k in s.sentences:
            for t in k.tokens:
                tokens.append(replace(t, mulai=t.mulai + len(text), akhir=t.akhir + len(text)))
        text += s.blok.teks + " "
    return Sentence(text, tokens, int(rows[0].blok.blok))


def arithmetic_subjek(s: Setting, k: Sentence, position: int) -> tuple[str, Token | None]:
    """Whose arithmetic it is: the first indicator named before it, in the sentence or the block, else the
    heading."""
    for t in k.tokens[:position]:
        if "I" in t and t.jenis in ("indikator", "frasa", "kutip") and not t.lowered.startswith("jumlah "):
            return t.name, t
    for x in reversed(s.sentences[: s.place_of(k)]):
        for t in x.tokens:
            if (
                "I" in t
                and t.jenis in ("indikator", "frasa", "kutip")
                and not t.lowered.startswith("jumlah ")
            ):
                return t.name, t
    for t in k.tokens[:position]:
        if "I" in t and t.jenis == "indikator":
            return t.name, t
    return (s.title.name, s.title) if s.title is not None else ("", None)


def _tahun(s: Setting, k: Sentence) -> int:
    th = sentence_tahun(k)
    return th if th > 0 else s.tahun


def add_arithmetic(
    s: Setting, h: Found, k: Sentence, operasi: str, a, b, result, position: int, **other
) -> None:
    """Add one row: hasil = a (operasi) b; `other` are further columns, subjek and tahun among them."""
    name, _ = arithmetic_subjek(s, k, position)
    name = other.pop("subjek", name)
    if not name:
        return
    if operasi == "bagi" and result is not None and "PERSEN" in result:
        operasi = "bagi_persen"
    tahun = other.pop("tahun", _tahun(s, k))
    if not other.get("ukuran") and result is not None:
        other["ukuran"] = s.grids.measure_of(name, tahun, result.nilai)
    content = {n: t for n, t in (("a", a), ("b", b), ("hasil", result)) if t is not None}
    h.add("perhitungan", s, subjek=name, tahun=tahun, operasi=operasi, **content, **other)


def _explained(k: Sentence) -> Sentence:
    """A formula without the brackets that only say what the figure before them is ("120 (yang lulus) / 150
    (peserta)")."""
    kept: list[Token] = []
    i = 0
    while i < len(k.tokens):
        end = (
            next((j for j in range(i + 1, len(k.tokens)) if "TUTUP" in k.tokens[j]), None)
            if "BUKA" in k.tokens[i]
            else None
        )
        inside = k.tokens[i + 1 : end] if end is not None else []
        words = (
            inside
            and any(t.kelas & {"W", "I", "BENDA", "SATUAN"} for t in inside)
            and not any(t.kelas & _ARITHMETIC for t in inside)
        )
        if words and kept and "N" in kept[-1]:
            i = end + 1
        else:
            kept.append(k.tokens[i])
            i += 1
    return Sentence(k.teks, kept, k.blok) if len(kept) < len(k.tokens) else k


def _sign(s: Setting, h: Found, k: Sentence) -> None:
    use: set[int] = set()
    whole, k = k, _explained(k)
    for operasi, p in _FRACTION:
        for m in p.all(k):
            g = m.groupdict()
            if not _whole_pieces(k, m):
                continue
            a, b = k.tokens[m.start("a")], k.tokens[m.start("b")]
            result = k.tokens[m.start("h")] if g.get("h") else None
            if a.id in use or (operasi == "bagi" and not g.get("kali") and result is None):
                continue
            use.add(a.id)
            factor = _factor(k, m) if g.get("kali") else None
            if factor is not None and result is None:
                continue
            percent = operasi == "bagi" and (g.get("kali") or (result is not None and "PERSEN" in result))
            ukuran = next(
                (
                    u
                    for kls, u in (("REALISASI", "realisasi"), ("CAPAIAN", "capaian"))
                    if any(kls in t for t in k.tokens[max(0, m.start() - 4) : m.start()])
                ),
                "",
            )
            name = arithmetic_subjek(s, whole, whole.tokens.index(a))[0] or k.printed(m.start("a"), m.end())
            manner = "bagi_kali" if factor is not None else "bagi_persen" if percent else operasi
            other = {"c": factor} if factor is not None else {}
            add_arithmetic(s, h, whole, manner, a, b, result, m.start(), ukuran=ukuran, subjek=name, **other)


def _factor(k: Sentence, m: re.Match) -> Token | None:
    """The factor of a rate ("15 / 14.490 x 100.000"); None where it is the 100 of a percentage."""
    times = [t for t in k.tokens[m.start("kali") : m.end("kali")] if "N" in t]
    return times[0] if times and times[0].nilai != 100 else None


_OPERATOR = frozenset({"TAMBAH", "SILANG", "GARIS_MIRING", "OP_KALI"})


def _whole_pieces(k: Sentence, m: re.Match) -> bool:
    """Is the match a whole expression, no part of a longer one ("(2 x 5 - 6) / 5", "a + b + c")?"""
    begin = m.start()
    if begin and (
        k.tokens[begin - 1].kelas & _OPERATOR
        or ("STRIP" in k.tokens[begin - 1] and begin > 1 and k.tokens[begin - 2].kelas & {"N", "TUTUP"})
    ):
        return False
    content = k.tokens[m.start() : m.end()]
    if sum("BUKA" in t for t in content) != sum("TUTUP" in t for t in content):
        previous = k.tokens[begin - 1] if begin else None
        if sum("TUTUP" in t for t in content) > sum("BUKA" in t for t in content) and not (
            previous is not None and "BUKA" in previous
        ):
            return False
    ahead = k.tokens[m.end()] if m.end() < len(k.tokens) else None
    return ahead is None or not ahead.kelas & (_OPERATOR | {"GARIS_MIRING"})


def _operand_before(k: Sentence, p: int, below: int) -> int | None:
    """The operand left of an operator: the nearest figure, not over a clause end outside brackets."""
    for j in range(p - 1, max(below, p - 16), -1):
        t = k.tokens[j]
        if "N" in t:
            return j
        if t.kelas & {"TITIKKOMA", "SEHINGGA", "PENGALI"}:
            return None
    return None


def _operand_after(k: Sentence, p: int) -> int | None:
    for j in range(p + 1, min(len(k.tokens), p + 40)):
        t = k.tokens[j]
        if "N" in t:
            return j
        if t.kelas & {"TITIKKOMA", "OP_BAGI", "OP_BANDING", "OP_TAMBAH", "OP_KURANG", "SEHINGGA"}:
            return None
    return None


def _meaning(k: Sentence, n: int, below: int) -> str:
    """The words for an operand: what is printed before its bracket or copula."""
    a = below
    for j in range(n - 1, below, -1):
        if k.tokens[j].kelas & {
            "N",
            "OP_BAGI",
            "OP_BANDING",
            "DIPEROLEH",
            "OP_TAMBAH",
            "KOMA",
            "TDUA",
            "SEHINGGA",
        }:
            a = j
            break
    text = re.sub(
        r"^(?:dengan|oleh|dari|hasil perhitungan)\s+(?=jumlah)", "", k.printed(a + 1, n), flags=re.IGNORECASE
    )
    return re.sub(r"[\s(]*(?:sebanyak|sebesar|sejumlah|yaitu|adalah)?[\s(]*$", "", text)[:160]


def _times_after(k: Sentence, right: int) -> int | None:
    """Where "dikalikan 100%" stands behind the second operand."""
    near = range(right + 1, min(len(k.tokens), right + 22))
    return next((j for j in near if k.tokens[j].kelas & {"PENGALI", "OP_KALI"}), None)


def _alike(a: Token, b: Token) -> bool:
    """Are both money, both percentages, or neither?"""
    return a.kelas & {"PERSEN", "RP"} == b.kelas & {"PERSEN", "RP"}


def _divides(k: Sentence, left: int | None, right: int, bare: bool) -> bool:
    """Can the figures be divided? bare: they are only compared, nothing multiplies the outcome."""
    if left is None or bare or "PERSEN" in k.tokens[right]:
        return False
    return _alike(k.tokens[left], k.tokens[right])


def _is_no_sum(a: Token, b: Token, result: Token) -> bool:
    """ "…, sehingga masih terdapat 42 laporan": less than one of the two counts."""
    return all("HITUNG" in x for x in (a, b, result)) and result.nilai < max(a.nilai, b.nilai)


def _words_of(s: Setting, h: Found, k: Sentence, ukuran: list[Measure]) -> None:
    """ "A (a) dibagi B (b) dikalikan 100%, ditambah c sehingga … sebesar d"."""
    pass_by = -1
    for p, t in enumerate(k.tokens):
        classes = next((o for o in _OP if o in t), None)
        if classes is None or p <= pass_by:
            continue
        right = _operand_after(k, p)
        left = _operand_before(k, p, pass_by)
        if right is None:
            continue
        divided = classes in ("OP_BAGI", "OP_BANDING")
        times = _times_after(k, right)
        if divided and not _divides(k, left, right, classes == "OP_BANDING" and times is None):
            continue
        tip = times if times is not None and divided else right
        pass_by = tip
        result = _result(k, tip, k.tokens[right].satuan)
        a = k.tokens[left] if left is not None else None
        b = k.tokens[right]
        if result is None and divided:
            result = _result_ahead(k, left, ukuran)
        if classes in ("OP_TAMBAH", "OP_KURANG"):
            if result is None or (classes == "OP_TAMBAH" and a is not None and _is_no_sum(a, b, result)):
                continue
            a = a if a is None or _alike(a, b) else None
        operasi = _OP[classes]
        if operasi == "bagi" and (times is not None or (result is not None and "PERSEN" in result)):
            operasi = "bagi_persen"
        meaning = {"b_arti": _meaning(k, right, p)}
        if a is not None:
            meaning["a_arti"] = _meaning(k, left, max(-1, left - 30))
        u = next((x for x in ukuran if result is not None and x.n.id == result.id), None)
        result_measure = u.role if u is not None and u.role in ("realisasi", "capaian") else ""
        other = {"tahun": u.tahun} if u is not None and u.tahun_stated else {}
        name = arithmetic_subjek(s, k, p)[0]
        if not name and a is not None and result is not None:  # nobody's figures still have to add up
            name = short_name(k.printed(max(0, left - 8), right + 1), 120)
        add_arithmetic(
            s, h, k, operasi, a, b, result, p, ukuran=result_measure, subjek=name, **meaning, **other
        )
        if operasi == "tambah":
            _previous(s, h, k, p, right, meaning["b_arti"])
        if operasi.startswith("bagi"):
            _sum(s, h, k, [(left, meaning.get("a_arti")), (right, meaning["b_arti"])])


def _previous(s: Setting, h: Found, k: Sentence, p: int, right: int, meaning: str) -> None:
    """What is added is another year's result of the same thing ("ditambah hasil tahun 2021 sebesar x")."""
    tahun = next((t.tahun[0] for t in k.tokens[p:right] if "Y" in t and t.jenis == "satu"), -1)
    name, _ = arithmetic_subjek(s, k, p)
    if (
        tahun > 0
        and name
        and re.search(r"\b(?:hasil|realisasi|capaian|perhitungan)\b", meaning, re.IGNORECASE)
    ):
        h.add(
            "klaim",
            s,
            jenis="nilai",
            subjek=name,
            ukuran="realisasi",
            tahun=tahun,
            nilai=k.tokens[right],
            teks=k.printed(p, right + 1),
        )


def _sum(s: Setting, h: Found, k: Sentence, content: list) -> None:
    """The operands are counts of something: a claim each."""
    for position, meaning in content:
        n = k.tokens[position]
        if "HITUNG" not in n or not meaning or not meaning.lower().startswith("jumlah "):
            continue
        name, ukuran_n = s.grids.populasi(meaning)
        tanggal = next((t for t in k.tokens[position : position + 12] if "TGL" in t and t.tahun), None)
        h.add(
            "klaim",
            s,
            jenis="nilai",
            subjek=name,
            ukuran=ukuran_n,
            tahun=tanggal.tahun[0] if tanggal is not None else _tahun(s, k),
            nilai=n,
            satuan=n.satuan,
            teks=k.printed(max(0, position - 2), position + 1),
        )


def _result(k: Sentence, tip: int, satuan: str = "") -> Token | None:
    """The result that follows: reached over linking words only, before any further operator. satuan: of the
    operands."""
    resulting = 0
    for j in range(tip + 1, min(len(k.tokens), tip + 18)):
        t = k.tokens[j]
        if "N" in t:
            if resulting and satuan and t.satuan == satuan:
                return t
            return (
                t
                if any(
                    x.kelas & {"SE", "SAMA", "MENJADI", "TDUA", "REALISASI", "CAPAIAN"}
                    for x in k.tokens[max(tip + 1, j - 3) : j]
                )
                else None
            )
        if t.kelas & {"OP_BAGI", "OP_BANDING", "OP_TAMBAH", "OP_KURANG", "TITIK", "KIRA_N"}:
            return None
        if resulting and t.kelas & {"W", "SATUAN", "BENDA"} and j - resulting < 5 and not (t.kelas & _BRIDGE):
            continue  # "sehingga beban perkara 500 perkara": a figure of the operands' own kind
        if "SEHINGGA" in t:
            resulting = j
        if not t.kelas & _BRIDGE and not (
            "W" in t and t.lowered in ("perhitungannya", "perhitungan", "nilai", "didapat", "memperoleh")
        ):
            return None
    return None


def _result_ahead(k: Sentence, left: int, ukuran: list[Measure]) -> Token | None:
    """The result that stands before ("… sebesar 13,95% diperoleh dari …")."""
    for j in range(left - 1, -1, -1):
        if "DIPEROLEH" in k.tokens[j]:
            previous = [i for i in range(j - 1, max(-1, j - 4), -1) if "N" in k.tokens[i]]
            return (
                k.tokens[previous[0]]
                if previous and all(x.kelas & {"KOMA", "PENGISI", "W"} for x in k.tokens[previous[0] + 1 : j])
                else None
            )
        if "N" in k.tokens[j]:
            return None
    return None
