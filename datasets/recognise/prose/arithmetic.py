"""Claim family: arithmetic that the text writes out in words, as `perhitungan` rows (in signs:
relations/written.py)."""

import re

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.prose.measures import Measure, sentence_tahun
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.written import add_arithmetic, arithmetic_subjek

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


def read_arithmetic(s: Setting, h: Found, ukuran: list[Measure]) -> None:
    """perhitungan rows of one block."""
    for k in s.sentences:
        _words_of(s, h, k, ukuran)


def _tahun(s: Setting, k: Sentence) -> int:
    th = sentence_tahun(k)
    return th if th > 0 else s.tahun


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
