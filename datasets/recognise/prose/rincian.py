"""Claim family: a total and its parts in a sentence or in the list that follows it, as `rincian` rows."""

import re

from datasets.recognise.prose.grammar import Sentence, Token, tidy
from datasets.recognise.prose.measures import measure, sentence_tahun
from datasets.recognise.prose.setting import Found, Setting

_STOP_PART = frozenset({"KOMA", "DAN", "TITIKKOMA", "TITIK", "TDUA"})
_AMONG = frozenset({"ANTARA_LAIN"})
_BY = frozenset({"menurut", "berdasarkan"})  # "seluruhnya 60 buah, menurut jenis:" and a list
_COPY = frozenset({"SE", "TDUA", "RP", "BUKA", "STRIP", "SAMA"})


def read_rincian(s: Setting, h: Found, following: list[Sentence]) -> None:
    """rincian rows of one block. following: the sentences of the list items that follow it."""
    for i, k in enumerate(s.sentences):
        for p, t in enumerate(k.tokens):
            namely = (
                "SE" in t
                and t.lowered in ("yaitu", "yakni")
                and p
                and ("N" in k.tokens[p - 1] or "N" in k.tokens[max(0, p - 2)])
            )
            parted = t.lowered in _BY and "TDUA" in k.tokens[-1] and p > 1
            if not ("TERDIRI" in t or namely or parted) or any(
                "ANTARA_LAIN" in x for x in k.tokens[p : p + 3]
            ):
                continue
            total = _totals(k, p) or (
                (
                    _one_realisasi(s.sentences[i - 1], s)
                    or _previous_totals(s.sentences[i - 1])
                    or _that_amount(k, p, s.sentences[i - 1])
                )
                if i and not any("N" in x for x in k.tokens[:p])
                else []
            )
            if not total:
                continue
            parts = _bracketed(k, p + 1)
            if not parts and i == len(s.sentences) - 1:
                parts = _listed_parts(following)
            if _write(s, h, k, p, total, parts):
                break


def _kind(t: Token, k: Sentence | None = None, i: int = -1) -> str:
    """What a figure counts: Rp, %, its unit, or the counted noun behind it; '' unknown."""
    if "RP" in t or "PERSEN" in t:
        return t.satuan
    if t.satuan:
        return t.satuan
    if k is not None and 0 <= i < len(k.tokens) - 1 and k.tokens[i + 1].kelas & {"BENDA", "SATUAN"}:
        return k.tokens[i + 1].lowered
    return ""


def _totals(k: Sentence, p: int) -> list[tuple[int, Token, str]]:
    """The figures stated right before the word for "made up of", one a kind: (position, figure, kind)."""
    result = []
    j = p - 1
    while j >= 0:
        t = k.tokens[j]
        if "N" in t and j and k.tokens[j - 1].lowered in ("di", "pada") and not result:
            pass  # "313 sekolah yang tersebar di 6 kecamatan, meliputi …": where they are is not how many
        elif "N" in t:
            result.append((j, t, _kind(t, k, j)))
        elif t.kelas & {"TITIKKOMA", "TERDIRI", "OP_BAGI", "NAIK", "TURUN", "KIRA_N", "REALISASI", "TARGET"}:
            break
        elif result and not t.kelas & {"KOMA", "DAN", "BENDA", "SATUAN", "PENGISI"}:
            break
        elif not result and not t.kelas & {
            "KOMA",
            "BUKA",
            "TUTUP",
            "BENDA",
            "SATUAN",
            "PENGISI",
            "W",
            "BATAS",
            "L",
        }:
            break
        j -= 1
    return result[::-1] if len({j for _, _, j in result}) == len(result) else []


def _one_realisasi(k: Sentence, s: Setting) -> list[tuple[int, Token, str]]:
    """The one realisasi of the sentence before ("Produksi … mencapai 120 ekor dari target …. Produksi
    tersebut terdiri …")."""
    content = [u for u in measure(k, s) if u.role in ("realisasi", "serapan") and "PERSEN" not in u.n]
    return (
        [(content[0].position, content[0].n, _kind(content[0].n, k, content[0].position))]
        if len(content) == 1
        else []
    )


def _previous_totals(k: Sentence) -> list[tuple[int, Token, str]]:
    """Totals of the sentence before ("6 program, 11 kegiatan dan 35 sub kegiatan. … terdiri dari …")."""
    result = [(i, t, _kind(t, k, i)) for i, t in enumerate(k.tokens) if "N" in t]
    return (
        result
        if result
        and all(j for _, _, j in result)
        and len({j for _, _, j in result}) == len(result)
        and len(result) > 1
        else []
    )


def _that_amount(k: Sentence, p: int, previous: Sentence) -> list[tuple[int, Token, str]]:
    """The one amount of the sentence before, where this one takes it up ("Anggaran tersebut terbagi dalam
    …")."""
    money = [(i, t, _kind(t, previous, i)) for i, t in enumerate(previous.tokens) if "N" in t and "RP" in t]
    return (
        money if len(money) == 1 and any(t.lowered.split(" ")[-1] == "tersebut" for t in k.tokens[:p]) else []
    )


def _bracketed(k: Sentence, a: int) -> list[tuple[str, list[tuple[Token, str]]]]:
    """Parts in the rest of a sentence: (name, figures with their kind); [] where it is no clean list."""
    result: list[tuple[str, list[tuple[Token, str]]]] = []
    start, i, n = a, a, len(k.tokens)
    while i < n:
        t = k.tokens[i]
        if t.kelas & {"KIRA_N", "X", "TERDIRI", "REALISASI", "TARGET", "NAIK", "TURUN", "OP_BAGI", "MENJADI"}:
            return result if "TERDIRI" in t and len(result) > 1 else []
        if "PERSEN" in t and i and "BUKA" in k.tokens[i - 1] and result:  # a share in brackets is no part
            i += 1
            start = i + 1 if i < n and "TUTUP" in k.tokens[i] else i
            i = max(i, start)
            continue
        if "N" in t:
            name = _name(k, start, i)
            kind = _kind(t, k, i)
            i += 1
            if i < n and not t.satuan and k.tokens[i].kelas & {"BENDA", "SATUAN"}:
                i += 1
            if not name:
                name, i = _name_behind(k, i)
            if name:
                result.append((name, [(t, kind)]))
            elif result:
                result[-1][1].append((t, kind))
            else:
                return []
            if i < n and "TUTUP" in k.tokens[i]:
                i += 1
            start = i
            continue
        i += 1
    return result


def _name(k: Sentence, a: int, b: int) -> str:
    while a < b and k.tokens[a].kelas & (_STOP_PART | {"BUTIR", "TERDIRI", "STRIP", "TANDA", "BERIKUT"}):
        a += 1
    while b > a and k.tokens[b - 1].kelas & (_COPY | {"PENGISI", "Y"}):
        b -= 1
    if any(t.kelas & {"TITIK", "TITIKKOMA", "KUAT"} for t in k.tokens[a:b]):
        return ""
    name = tidy(re.sub(r"^(?:dan|serta)\s+", "", k.printed(a, b)))
    return name if 0 < len(name.split()) <= 16 else ""


def _name_behind(k: Sentence, i: int) -> tuple[str, int]:
    """ "26 orang PNS": the name stands behind its figure."""
    j = i
    while j < len(k.tokens) and not k.tokens[j].kelas & {
        "KOMA",
        "DAN",
        "TITIK",
        "TITIKKOMA",
        "N",
        "TUTUP",
        "SE",
    }:
        j += 1
    return (_name(k, i, j), j) if j > i and not (j < len(k.tokens) and "N" in k.tokens[j]) else ("", i)


def _listed_parts(following: list[Sentence]) -> list[tuple[str, list[tuple[Token, str]]]]:
    """Parts as list items: exactly one figure each."""
    result = []
    for k in following:
        angka = [i for i, t in enumerate(k.tokens) if "N" in t]
        if len(angka) != 1:
            return []
        name = _name(k, 0, angka[0]) or _name_behind(k, angka[0] + 1)[0]
        if not name:
            return []
        result.append((name, [(k.tokens[angka[0]], _kind(k.tokens[angka[0]], k, angka[0]))]))
    return result


def _write(s: Setting, h: Found, k: Sentence, p: int, total: list, parts: list) -> bool:
    if len(parts) < 2:
        return False
    total_kind = {j for _, _, j in total}
    for _, content in parts:
        kind = [j for _, j in content]
        if len(set(kind)) != len(kind) or any(
            j not in total_kind and not (j == "" and len(total) == 1 and total_kind != {"%"}) for j in kind
        ):
            return False
    th = sentence_tahun(k)
    th = th if th > 0 else s.tahun
    name = _total_name(s, k, total, p)
    name = s.misnamed.get(name.lower(), name)
    if not name:
        return False
    for _, t, kind in total:
        along = [
            (n, x) for n, content in parts for x, j in content if j == kind or (j == "" and len(total) == 1)
        ]
        if len(along) < 2 or not h.free(t):
            continue
        ukuran = kind if len(total) > 1 else "jumlah"
        base = {"subjek": _distinctive(name, kind), "satuan": kind, "tahun": th, "ukuran": ukuran}
        code = f"total-{t.mulai}"
        h.add(
            "rincian",
            s,
            kode=code if len(total) == 1 else "total",
            uraian=name,
            peran="total",
            nilai=t,
            **base,
        )
        for i, (n, x) in enumerate(along, 1):
            h.add(
                "rincian",
                s,
                kode=f"{code}-{i}" if len(total) == 1 else f"bagian-{i}",
                induk=code if len(total) == 1 else "total",
                uraian=n,
                peran="bagian",
                nilai=x,
                **base,
            )
            h.use(x)
        if "RP" not in t and any(x is t for x in k.tokens):
            h.use(t)
    return True


def _distinctive(name: str, kind: str) -> str:
    """The name as a subject, where it says which total is meant ("Aparatur Sipil Negara (ASN)", not
    "pegawai")."""
    words = name.split()
    distinctive = (
        "(" in name or name.isupper() or (len(words) > 1 and not re.match(r"(?:me|di|ter|ber)\w{4}", name))
    )
    return name if distinctive and kind != "Rp" else ""


def _total_name(s: Setting, k: Sentence, total: list, p: int) -> str:
    position = total[0][0]
    if position < p and k.tokens[position] is total[0][1]:
        end = next((j for j in range(position + 1, p) if "N" in k.tokens[j]), p + 1) - 1
        behind = _name(k, position + 1, end)  # "120 orang pegawai yang terdiri dari"
        if (
            behind
            and len(total) == 1
            and re.search(r"[a-z]{4}", behind)
            and not re.match(r"(?:yang|me\w|di\w{4})", behind)
            and behind.lower() not in k.words(0, position).split()  # "surat undangan seluruhnya 60 surat"
        ):
            return re.sub(r"\s+yang$", "", behind)
        a = position
        while a and not k.tokens[a - 1].kelas & {
            "KOMA",
            "TITIKKOMA",
            "TDUA",
            "TERDIRI",
            "TITIK",
            "N",
            "BUTIR",
        }:
            a -= 1
        name = _name(k, a, position)
        name = re.sub(
            r"^(?:jumlah|total|sebanyak|memiliki|terdapat)\s+|\s+seluruhnya$", "", name, flags=re.IGNORECASE
        )
        if name:
            return name
        length = re.sub(
            r"\s*\b(?:sebesar|sebanyak|sejumlah|adalah|yaitu)$",
            "",
            k.printed(max(0, position - 10), position),
        )
        return tidy(" ".join(length.split()[-10:])) or total[0][2]
    begin = re.sub(r"\s+(?:tersebut|ini|itu)$", "", _name(k, 0, p))
    if (
        len(total) == 1
        and begin
        and len(begin.split()) < 7
        and not re.match(r"(?:dari|di)\b", begin, re.IGNORECASE)
    ):
        return begin
    if s.context.instansi:
        return s.context.instansi
    return ", ".join(j for _, _, j in total)


def bracketed_rincian(
    s: Setting, h: Found, k: Sentence, t: Token, name: str, ukuran: str, tahun: int
) -> None:
    """Parts in brackets right behind their total: "30 orang (kursi roda 20 orang, tongkat 10 orang)"."""
    i = next((i for i, x in enumerate(k.tokens) if x is t), None)
    if i is None or i + 1 >= len(k.tokens) or "BUKA" not in k.tokens[i + 1]:
        return
    j = next((j for j in range(i + 2, len(k.tokens)) if "TUTUP" in k.tokens[j]), None)
    if j is None:
        return
    parts = _bracketed(Sentence(k.teks, k.tokens[i + 2 : j], k.blok), 0)
    if (
        len(parts) < 2
        or any(len(content) != 1 or content[0][1] != t.satuan for _, content in parts)
        or not t.satuan
    ):
        return
    code = f"kurung-{t.mulai}"
    base = {"subjek": name, "satuan": t.satuan, "tahun": tahun, "ukuran": ukuran}
    h.add("rincian", s, kode=code, uraian=name, peran="total", nilai=t, **base)
    for n, (uraian, content) in enumerate(parts, 1):
        h.add(
            "rincian",
            s,
            kode=f"{code}-{n}",
            induk=code,
            uraian=uraian,
            peran="bagian",
            nilai=content[0][0],
            **base,
        )
        h.use(content[0][0])
