"""Claim family: rises and falls, met and not met, one year above another, and what direction is good for an
indicator."""

from datasets.recognise.prose.counts import year_of
from datasets.recognise.prose.grammar import Pattern, Sentence, Token, tidy
from datasets.recognise.prose.moves import denied, move_kind, read_moves, subject_of
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
    for sentence in s.sentences:
        if any("ANDAI" in t for t in sentence.tokens[:2]):
            continue
        classes = frozenset().union(*(t.kelas for t in sentence.tokens))
        _wanted(s, h, sentence)
        if classes & {"NAIK", "TURUN", "TETAP", "DINAIKKAN", "DITURUNKAN"} and "SEMAKIN" not in classes:
            _moved(s, h, sentence)
        if classes & {"MELEBIHI", "KURANG_DARI"}:
            _exceeds(s, h, sentence)
            _compared(s, h, sentence)
        if classes & {"TERCAPAI", "TAK_TERCAPAI"}:
            _reached(s, h, sentence)


def _claim(s: Setting, h: Found, sentence: Sentence, name: str, span: tuple[int, int], **about) -> None:
    """One klaim row about a name. span: the tokens that say it."""
    start, end = max(0, span[0]), min(len(sentence.tokens), span[1])
    text, table = short_name(sentence.printed(start, end)), acuan(s, sentence, name)
    h.add("klaim", s, subjek=name, acuan=table, teks=text, **about)


def _years(tokens: list[Token]) -> list[int]:
    """The years that tokens name one by one."""
    return [t.tahun[0] for t in tokens if "Y" in t and t.jenis == "satu"]


def _moved(s: Setting, h: Found, sentence: Sentence) -> None:
    """A rise or fall without both figures: since when, or year by year."""
    taken = read_moves(s, h, sentence)
    for m in _DIRECTION.all(sentence):
        at, before = m.start(), sentence.tokens[max(0, m.start() - 5) : m.start()]
        if at in taken or denied(sentence, at) or any("MELEBIHI" in t for t in before[-1:]):
            continue
        measured = any(t.kelas & {"REALISASI", "CAPAIAN", "RANCU"} for t in before)
        subject = subject_of(s, sentence, at, title=measured)
        if subject is None or subject.jenis == "sasaran":
            continue
        _trend(s, h, sentence, at, subject)


def _trend(s: Setting, h: Found, sentence: Sentence, at: int, subject: Token) -> None:
    tokens, kind = sentence.tokens, move_kind(sentence.tokens[at])
    each = any("TIAP_TAHUN" in t for t in tokens[max(0, at - 3) : at + 6])
    each = each or any("TERUS" in t for t in tokens[max(0, at - 1) : at])
    current, previous = _span(s, sentence, at)
    if current == previous == -1:
        if not each and subject.jenis not in ("indikator", "frasa"):
            return
        current = s.tahun
    if 0 < current <= previous:
        return
    name, measure = s.grids.populasi(subject.name) if subject.jenis == "frasa" else (subject.name, "")
    if name not in s.grids.grid_populasi:
        name, measure = subject.name, ""
    text = short_name(sentence.printed(max(0, at - 1), min(len(tokens), at + 7)))
    about = {"ukuran": measure, "tahun": current, "tahun_lain": previous, "teks": text}
    kind += "_tiap_tahun" if each and kind != "tetap" else ""
    h.add("klaim", s, jenis=kind, subjek=name, acuan=acuan(s, sentence, subject.name), **about)


def _span(s: Setting, sentence: Sentence, at: int) -> tuple[int, int]:
    """The year that a direction is told of, and the one since when; -1 where a year is not told."""
    tokens, near = sentence.tokens, sentence.tokens[at + 1 : at + 14]
    spans = [t for t in [*near, *tokens[:at]] if "Y" in t and t.jenis == "rentang"]
    if spans:
        return spans[0].tahun[-1], spans[0].tahun[0]
    if (many := _how_many_years(sentence, at)) and s.tahun > 0:
        return s.tahun, s.tahun - many + 1
    years = _years(tokens)
    if any("LALU" in t for t in near):
        current = years[0] if years else s.tahun
        return current, current - 1
    compared = next((i for i, t in enumerate(tokens) if t.kelas & {"OP_BANDING", "DARI"}), None)
    if compared is not None and years:
        ahead, behind = _years(tokens[:compared]), _years(tokens[compared:])
        if not behind:
            return s.tahun, -1
        later = next((year for year in behind if year > behind[0]), s.tahun)
        return ahead[-1] if ahead else later, behind[0]
    if len(years) != 1:
        return -1, -1
    since = next(i for i, t in enumerate(tokens) if "Y" in t and t.jenis == "satu")
    open_ended = sentence.words(max(0, since - 1), since) in ("sejak", "dari", "mulai", "semenjak")
    if open_ended or "TETAP" in tokens[at] and since > at:
        return s.tahun, years[0]
    return years[0], -1


def _how_many_years(sentence: Sentence, at: int) -> int:
    """ "selama lima tahun terakhir": how many years; 0 where it is not told."""
    near = sentence.tokens[max(0, at - 7) : at + 8]
    pairs = zip(near, near[1:], strict=False)
    return next((int(a.nilai) for a, b in pairs if "TERAKHIR" in b and a.kelas & {"N", "K"}), 0)


def _exceeds(s: Setting, h: Found, sentence: Sentence) -> None:
    """ "Realisasi tahun a melebihi realisasi tahun b": both years as printed, even when they are the same."""
    for m in _MORE.all(sentence):
        subject, other = subject_of(s, sentence, m.start()), sentence.tokens[m.start("y")]
        if subject is None or other.jenis != "satu" or denied(sentence, m.start()):
            continue
        figure = sentence.tokens[m.start("n")] if m["n"] else None
        roles = [r for t in sentence.tokens[m.start() : m.end()] for r in ("REALISASI", "CAPAIAN") if r in t]
        about = {"ukuran": roles[0].lower() if roles else "", "tahun_lain": other.tahun[0], "dari": figure}
        year = [s.tahun, *_years(sentence.tokens[: m.start()])][-1]
        _claim(s, h, sentence, subject.name, (0, m.end()), jenis="melebihi", tahun=year, **about)
        h.use(figure)


def _compared(s: Setting, h: Found, sentence: Sentence) -> None:
    """ "X tahun a sebesar m, lebih rendah dibandingkan tahun b sebesar n": a fall from n to m."""
    for m in _DIFFERENCE.all(sentence):
        subject = subject_of(s, sentence, m.start()) or _opening(sentence, m.start())
        new, old, other = (sentence.tokens[m.start(name)] for name in ("a", "b", "y"))
        one_unit = new.kelas & {"PERSEN", "RP"} == old.kelas & {"PERSEN", "RP"}
        year = [s.tahun, *_years(sentence.tokens[: m.start("arah")])][-1]
        if subject is None or not one_unit or other.jenis != "satu" or denied(sentence, m.start()):
            continue
        if other.tahun[0] < year:
            kind = "naik" if "MELEBIHI" in sentence.tokens[m.start("arah")] else "turun"
            about = {"jenis": kind, "tahun": year, "tahun_lain": other.tahun[0], "nilai": new, "dari": old}
            _claim(s, h, sentence, subject.name, m.span(), **about)


def _opening(sentence: Sentence, at: int) -> Token | None:
    """The words that open the sentence, where they alone stand before the figure ("Usaha mikro naik kelas 57
    unit")."""
    name = tidy(sentence.printed(0, at))
    alone = not any(t.kelas & {"N", "KOMA", "TARGET"} for t in sentence.tokens[:at])
    if not alone or not 2 <= len(name.split()) <= 10:
        return None
    return Token(frozenset({"I"}), name.lower(), -1, -1, name=name, jenis="frasa")


def _reached(s: Setting, h: Found, sentence: Sentence) -> None:
    """ "Persentase desa mandiri belum mencapai target": no "tercapai 96,00% dari target", which says how much
    of it, and no count of indicators."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if not token.kelas & {"TERCAPAI", "TAK_TERCAPAI"} or "L" in token:
            continue
        if "TERCAPAI" in token and denied(sentence, at) or _how_much(sentence, at):
            continue
        things = any("BENDA" in t and "I" not in t for t in tokens[max(0, at - 4) : at])
        if things and any(t.kelas & {"N", "K"} for t in tokens[max(0, at - 5) : at]):
            continue
        measured = any(t.kelas & {"REALISASI", "CAPAIAN", "TARGET", "N"} for t in tokens[:at])
        subject = subject_of(s, sentence, at, title=measured)
        if subject is not None and subject.jenis in ("indikator", "kutip", "frasa", "judul"):
            kind = "tidak_tercapai" if "TAK_TERCAPAI" in token else "tercapai"
            about = {"jenis": kind, "ukuran": "capaian", "tahun": year_of(s, sentence)}
            _claim(s, h, sentence, subject.name, (at - 3, at + 2), **about)


def _how_much(sentence: Sentence, at: int) -> bool:
    behind = sentence.tokens[at + 1 : at + 3]
    if not behind or not sentence.tokens[at].lowered.endswith("tercapai"):
        return False
    return "N" in behind[0] or "SE" in behind[0] and "N" in behind[-1]


def _wanted(s: Setting, h: Found, sentence: Sentence) -> None:
    """ "semakin tinggi … semakin buruk" about a named indicator."""
    about = {"ukuran": "realisasi", "tahun": s.tahun}
    for m in _INCREASINGLY.all(sentence):
        said = sentence.tokens[: m.end()]
        name = next((t for t in reversed(said) if "I" in t and t.jenis in ("indikator", "frasa")), None)
        way, end = sentence.tokens[m.start("a")], sentence.tokens[m.start("b")]
        result = {"TAK_TERCAPAI"} if "TAK_TERCAPAI" in end else end.kelas
        kinds = [r["arah"] for r in vocabulary("arah_kata") if r["sumber"] in way and r["hasil"] in result]
        if name is not None and kinds:
            _claim(s, h, sentence, name.name, m.span(), jenis=f"arah_{kinds[0]}", **about)
