"""Claim family: rises and falls, met and not met, one year above another, and what direction is good for an
indicator."""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token, tidy
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.moves import denied, move_kind, read_moves, subject_of, years_in
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan
from datasets.recognise.vocabulary import vocabulary

_DIRECTION = Pattern(r"(?P<arah>NAIK|TURUN|TETAP)")
_MORE = Pattern(
    r"(?P<m>MELEBIHI) (REALISASI|CAPAIAN|RANCU) ![N|TITIK|TITIKKOMA]{0,6} (?P<y>Y) "
    r"![N|TITIK|KOMA|TITIKKOMA]{0,4} (?P<n>N)?"
)
_DIFFERENCE = Pattern(
    r"(?P<a>N) KOMA? (W|BATAS){0,2} (?P<arah>MELEBIHI|KURANG_DARI) "
    r"(OP_BANDING|DENGAN|DARI|REALISASI|CAPAIAN|PENGISI){0,4} (?P<y>Y) (KOMA|SE|PENGISI){0,4} (?P<b>N)"
)
_INCREASINGLY = Pattern(
    r"SEMAKIN (?P<a>TINGGI|RENDAH) ![TITIK|TITIKKOMA]{0,24} (SEMAKIN)? "
    r"(?P<b>BAIK|BURUK|TERCAPAI|TAK_TERCAPAI)"
)


def read_arah(s: Setting, h: Found) -> None:
    """klaim rows of one block: naik, turun, tetap, *_tiap_tahun, melebihi, tercapai, tidak_tercapai,
    arah_turun, arah_naik."""
    for k in s.sentences:
        if any("ANDAI" in t for t in k.tokens[:2]):
            continue
        _indikator_arah(s, h, k)
        increasingly = any("SEMAKIN" in t for t in k.tokens)
        if (
            any(t.kelas & {"NAIK", "TURUN", "TETAP", "DINAIKKAN", "DITURUNKAN"} for t in k.tokens)
            and not increasingly
        ):
            _movement(s, h, k)
        if any("MELEBIHI" in t or "KURANG_DARI" in t for t in k.tokens):
            _exceeds(s, h, k)
            _comparison(s, h, k)
        if any(t.kelas & {"TERCAPAI", "TAK_TERCAPAI"} for t in k.tokens):
            _reached(s, h, k)


def _movement(s: Setting, h: Found, k: Sentence) -> None:
    taken = read_moves(s, h, k)
    for m in _DIRECTION.all(k):
        p = m.start()
        if p in taken or denied(k, p) or (p and "MELEBIHI" in k.tokens[p - 1]):
            continue
        _trend(s, h, k, p)


def _trend(s: Setting, h: Found, k: Sentence, p: int) -> None:
    """A rise or fall without both figures: since when, or year by year."""
    t = k.tokens[p]
    subjek = subject_of(
        s, k, p, title=any(x.kelas & {"REALISASI", "CAPAIAN", "RANCU"} for x in k.tokens[max(0, p - 5) : p])
    )
    if (
        subjek is None
        or subjek.jenis == "sasaran"
        or any(
            x.kelas & {"KOMA"} and n > 0
            for n, x in enumerate(k.tokens[_position(k, subjek) + 1 : p])
            if n > 10
        )
    ):
        return
    after = k.tokens[p + 1 : p + 14]
    each = any("TIAP_TAHUN" in x for x in k.tokens[max(0, p - 3) : p + 6]) or (
        p and "TERUS" in k.tokens[p - 1]
    )
    span = next((x for x in [*after, *k.tokens[:p]] if "Y" in x and x.jenis == "rentang"), None)
    tahun = [x for x in years_in(k, 0, len(k.tokens)) if x.jenis == "satu"]
    current, previous = s.tahun, -1
    n_tahun = _how_many_years(k, p)
    if span is not None:
        current, previous = span.tahun[-1], span.tahun[0]
    elif n_tahun:
        previous = current - n_tahun + 1 if current > 0 else -1
    elif any("LALU" in x for x in after):
        current, previous = (
            (tahun[0].tahun[0] if tahun else current),
            (tahun[0].tahun[0] if tahun else current) - 1,
        )
    elif any("OP_BANDING" in x or "DARI" in x for x in k.tokens) and tahun:
        comparison = next(i for i, x in enumerate(k.tokens) if "OP_BANDING" in x or "DARI" in x)
        behind = [x.tahun[0] for x in k.tokens[comparison:] if "Y" in x and x.jenis == "satu"]
        ahead = [x.tahun[0] for x in k.tokens[:comparison] if "Y" in x and x.jenis == "satu"]
        if behind:
            previous = behind[0]
            current = ahead[-1] if ahead else next((x for x in behind[1:] if x > previous), current)
    elif len(tahun) == 1 and (_since(k, tahun[0]) or ("TETAP" in t and _position(k, tahun[0]) > p)):
        previous = tahun[0].tahun[0]
    elif len(tahun) == 1:
        current = tahun[0].tahun[0]
    elif not each and subjek.jenis not in ("indikator", "frasa"):
        return
    if previous > 0 and current > 0 and previous >= current:
        return
    kind = move_kind(t)
    if each and kind != "tetap":
        kind += "_tiap_tahun"
    name, ukuran = s.grids.populasi(subjek.name) if subjek.jenis == "frasa" else (subjek.name, "")
    if name not in s.grids.grid_populasi:
        name, ukuran = subjek.name, ""
    h.add(
        "klaim",
        s,
        jenis=kind,
        subjek=name,
        ukuran=ukuran,
        tahun=current,
        tahun_lain=previous,
        acuan=acuan(s, k, subjek.name),
        teks=short_name(k.printed(max(0, p - 1), min(len(k.tokens), p + 7))),
    )


def _since(k: Sentence, t: Token) -> bool:
    """ "sejak tahun 2018": the year things began."""
    p = _position(k, t)
    return bool(p) and k.tokens[p - 1].lowered in ("sejak", "dari", "mulai", "semenjak")


def _position(k: Sentence, t: Token) -> int:
    return next((i for i, x in enumerate(k.tokens) if x is t), 0)


def _how_many_years(k: Sentence, p: int) -> int:
    """ "selama lima tahun terakhir": how many years."""
    for j in range(max(1, p - 6), min(len(k.tokens) - 1, p + 8)):
        if "TERAKHIR" in k.tokens[j] and k.tokens[j - 1].kelas & {"N", "K"}:
            return int(k.tokens[j - 1].nilai)
    return 0


def _exceeds(s: Setting, h: Found, k: Sentence) -> None:
    """ "Realisasi tahun a melebihi realisasi tahun b": both years as printed, even when they are the same."""
    for m in _MORE.all(k):
        subjek = subject_of(s, k, m.start())
        other = k.tokens[m.start("y")]
        current = [t for t in years_in(k, 0, m.start()) if t.jenis == "satu"]
        if subjek is None or other.jenis != "satu" or denied(k, m.start()):
            continue
        n = k.tokens[m.start("n")] if m.group("n") else None
        role = next(
            (
                p
                for kls, p in (("REALISASI", "realisasi"), ("CAPAIAN", "capaian"))
                if any(kls in t for t in k.tokens[m.start() : m.end()])
            ),
            "",
        )
        h.add(
            "klaim",
            s,
            jenis="melebihi",
            subjek=subjek.name,
            ukuran=role,
            tahun=current[-1].tahun[0] if current else s.tahun,
            tahun_lain=other.tahun[0],
            acuan=acuan(s, k, subjek.name),
            teks=short_name(k.printed(0, m.end())),
            **({"dari": n} if n is not None else {}),
        )
        if n is not None:
            h.use(n)


def _comparison(s: Setting, h: Found, k: Sentence) -> None:
    """ "X tahun a sebesar m, lebih rendah dibandingkan tahun b sebesar n": a fall from n to m."""
    for m in _DIFFERENCE.all(k):
        subjek = subject_of(s, k, m.start()) or _spoken(k, m.start("a"))
        a, b = k.tokens[m.start("a")], k.tokens[m.start("b")]
        other = k.tokens[m.start("y")]
        current = [t for t in years_in(k, 0, m.start("arah")) if t.jenis == "satu"]
        if (
            subjek is None
            or other.jenis != "satu"
            or a.kelas & {"PERSEN", "RP"} != b.kelas & {"PERSEN", "RP"}
            or denied(k, m.start())
        ):
            continue
        th = current[-1].tahun[0] if current else s.tahun
        if other.tahun[0] < th:
            h.add(
                "klaim",
                s,
                jenis="naik" if "MELEBIHI" in k.tokens[m.start("arah")] else "turun",
                subjek=subjek.name,
                tahun=th,
                tahun_lain=other.tahun[0],
                nilai=a,
                dari=b,
                acuan=acuan(s, k, subjek.name),
                teks=short_name(k.printed(m.start("a"), m.end())),
            )


def _spoken(k: Sentence, i: int) -> Token | None:
    """The words that open the sentence, where they alone stand before the figure ("Usaha mikro naik kelas 57
    unit")."""
    name = tidy(k.printed(0, i))
    if not 2 <= len(name.split()) <= 10 or any(t.kelas & {"N", "KOMA", "TARGET"} for t in k.tokens[:i]):
        return None
    return Token(frozenset({"I"}), name.lower(), -1, -1, name=name, jenis="frasa")


def _reached(s: Setting, h: Found, k: Sentence) -> None:
    for p, t in enumerate(k.tokens):
        if not t.kelas & {"TERCAPAI", "TAK_TERCAPAI"} or "L" in t:
            continue
        if "TERCAPAI" in t and denied(k, p):
            continue
        behind = k.tokens[p + 1 : p + 3]
        if (
            t.lowered.endswith("tercapai")
            and behind
            and ("N" in behind[0] or "SE" in behind[0] and "N" in behind[-1])
        ):
            continue  # "tercapai 96,00% dari target": how much of it, no verdict
        if any(x.kelas & {"BENDA"} and "I" not in x for x in k.tokens[max(0, p - 4) : p]) and any(
            x.kelas & {"N", "K"} for x in k.tokens[max(0, p - 5) : p]
        ):
            continue  # a count of indicators, not one of them
        subjek = subject_of(
            s, k, p, title=any(x.kelas & {"REALISASI", "CAPAIAN", "TARGET", "N"} for x in k.tokens[:p])
        )
        if subjek is None or subjek.jenis not in ("indikator", "kutip", "frasa", "judul"):
            continue
        th = sentence_tahun(k)
        h.add(
            "klaim",
            s,
            jenis="tidak_tercapai" if "TAK_TERCAPAI" in t else "tercapai",
            subjek=subjek.name,
            ukuran="capaian",
            tahun=th if th > 0 else s.tahun,
            acuan=acuan(s, k, subjek.name),
            teks=short_name(k.printed(max(0, p - 3), min(len(k.tokens), p + 2))),
        )


def _indikator_arah(s: Setting, h: Found, k: Sentence) -> None:
    """ "semakin tinggi … semakin buruk", "diupayakan serendah mungkin" about a named indicator."""
    for p, t in enumerate(k.tokens):
        wanted = "turun" if "SERENDAH" in t else "naik" if "SETINGGI" in t else ""
        name = subject_of(s, k, p) if wanted else None
        if name is not None and name.jenis == "indikator":
            h.add(
                "klaim",
                s,
                jenis=f"arah_{wanted}",
                subjek=name.name,
                ukuran="realisasi",
                tahun=s.tahun,
                acuan=acuan(s, k, name.name),
                teks=short_name(k.printed(max(0, p - 3), min(len(k.tokens), p + 1))),
            )
    for m in _INCREASINGLY.all(k):
        name = next(
            (t for t in reversed(k.tokens[: m.end()]) if "I" in t and t.jenis in ("indikator", "frasa")), None
        )
        pointed = any(
            t.lowered in ("indikator ini", "ini", "tersebut", "indikator tersebut")
            for t in k.tokens[: m.end()]
        )
        if name is None and pointed:
            name = subject_of(s, k, m.start())
        if name is None:
            continue
        source = "TINGGI" if "TINGGI" in k.tokens[m.start("a")] else "RENDAH"
        b = k.tokens[m.start("b")]
        for rules in vocabulary("arah_kata"):
            if (
                rules["sumber"] == source
                and rules["hasil"] in b
                and not ("TAK_TERCAPAI" in b and rules["hasil"] == "TERCAPAI")
            ):
                h.add(
                    "klaim",
                    s,
                    jenis=f"arah_{rules['arah']}",
                    subjek=name.name,
                    ukuran="realisasi",
                    tahun=s.tahun,
                    acuan=acuan(s, k, name.name),
                    teks=short_name(re.sub(r"\s+", " ", k.printed(m.start(), m.end()))),
                )
                break
