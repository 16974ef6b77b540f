"""Claim family: rises and falls, met and not met, one year above another, and what direction is good for an
indicator."""

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears, tidy, years_of
from cermat.datasets.recognise.prose.measures import year_of
from cermat.datasets.recognise.prose.moves import denied, move_kind, read_moves, subject_of
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.prose.values import acuan
from cermat.datasets.recognise.vocabulary import vocabulary

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


def read_arah(setting: Setting, found: Found) -> None:
    """klaim rows of one block: naik, turun, tetap, *_tiap_tahun, melebihi, tercapai, tidak_tercapai,
    arah_turun, arah_naik."""
    for sentence in setting.sentences:
        if bears(sentence.tokens[:2], "ANDAI"):
            continue
        classes = frozenset().union(*(token.kelas for token in sentence.tokens))
        _wanted(setting, found, sentence)
        if classes & {"NAIK", "TURUN", "TETAP", "DINAIKKAN", "DITURUNKAN"} and "SEMAKIN" not in classes:
            _moved(setting, found, sentence)
        if classes & {"MELEBIHI", "KURANG_DARI"}:
            _exceeds(setting, found, sentence)
            _compared(setting, found, sentence)
        if classes & {"TERCAPAI", "TAK_TERCAPAI"}:
            _reached(setting, found, sentence)


def _claim(
    setting: Setting, found: Found, sentence: Sentence, name: str, span: tuple[int, int], **about
) -> None:
    """One klaim row about a name. span: the tokens that say it."""
    start, end = max(0, span[0]), min(len(sentence.tokens), span[1])
    text, table = short_name(sentence.printed(start, end)), acuan(setting, sentence, name)
    found.add("klaim", setting, subjek=name, acuan=table, teks=text, **about)


def _moved(setting: Setting, found: Found, sentence: Sentence) -> None:
    """A rise or fall without both figures: since when, or year by year."""
    taken = read_moves(setting, found, sentence)
    for match in _DIRECTION.all(sentence):
        at, before = match.start(), sentence.tokens[max(0, match.start() - 5) : match.start()]
        if at in taken or denied(sentence, at) or bears(before[-1:], "MELEBIHI"):
            continue
        measured = bears(before, "REALISASI", "CAPAIAN", "RANCU")
        subject = subject_of(setting, sentence, at, title=measured)
        if subject is None or subject.jenis == "sasaran":
            continue
        _trend(setting, found, sentence, at, subject)


def _trend(setting: Setting, found: Found, sentence: Sentence, at: int, subject: Token) -> None:
    tokens, kind = sentence.tokens, move_kind(sentence.tokens[at])
    each = bears(tokens[max(0, at - 3) : at + 6], "TIAP_TAHUN")
    each = each or bears(tokens[max(0, at - 1) : at], "TERUS")
    current, previous = _span(setting, sentence, at)
    if current == previous == -1:
        if not each and subject.jenis not in ("indikator", "frasa"):
            return
        current = setting.tahun
    if 0 < current <= previous:
        return
    told = -1 if each or previous > 0 else _told_behind(sentence, at)
    if told > 0:
        current, previous = told, told - 1
    name, measure = setting.grids.populasi(subject.name) if subject.jenis == "frasa" else (subject.name, "")
    if name not in setting.grids.grid_populasi:
        name, measure = subject.name, ""
    if told > 0 and not bears(tokens[:at], "CAPAIAN", "RANCU", "TARGET"):
        measure = measure or "realisasi"
    text = short_name(sentence.printed(max(0, at - 1), min(len(tokens), at + 7)))
    about = {"ukuran": measure, "tahun": current, "tahun_lain": previous, "teks": text}
    kind += "_tiap_tahun" if each and kind != "tetap" else ""
    about |= {"jenis": kind, "subjek": name, "acuan": acuan(setting, sentence, subject.name)}
    found.add("klaim", setting, **about)


def _told_behind(sentence: Sentence, at: int) -> int:
    """ "naik pada tahun 2022" is against the year before: the year right behind a direction; -1 where none
    is."""
    behind = sentence.tokens[at + 1 : at + 3]
    year = next((token for token in behind if "Y" in token), None)
    if year is None or year.jenis != "satu" or (year is behind[-1] and "PENGISI" not in behind[0]):
        return -1
    return year.tahun[0]


def _span(setting: Setting, sentence: Sentence, at: int) -> tuple[int, int]:
    """The year that a direction is told of, and the one since when; -1 where a year is not told."""
    tokens, near = sentence.tokens, sentence.tokens[at + 1 : at + 14]
    spans = [token for token in [*near, *tokens[:at]] if "Y" in token and token.jenis == "rentang"]
    if spans:
        return spans[0].tahun[-1], spans[0].tahun[0]
    if (many := _how_many_years(sentence, at)) and setting.tahun > 0:
        return setting.tahun, setting.tahun - many + 1
    years = years_of(tokens)
    if bears(near, "LALU"):
        current = years[0] if years else setting.tahun
        return current, current - 1
    joins = [place for place, token in enumerate(tokens) if token.kelas & {"OP_BANDING", "DARI"}]
    if joins and years:
        compared = joins[0]
        ahead, behind = years_of(tokens[:compared]), years_of(tokens[compared:])
        if not behind:
            return setting.tahun, -1
        later = next((year for year in behind if year > behind[0]), setting.tahun)
        return ahead[-1] if ahead else later, behind[0]
    if len(years) != 1:
        return -1, -1
    since = next(place for place, token in enumerate(tokens) if "Y" in token and token.jenis == "satu")
    open_ended = sentence.words(max(0, since - 1), since) in ("sejak", "dari", "mulai", "semenjak")
    if open_ended or "TETAP" in tokens[at] and since > at:
        return setting.tahun, years[0]
    return years[0], -1


def _how_many_years(sentence: Sentence, at: int) -> int:
    """ "selama lima tahun terakhir": how many years; 0 where it is not told."""
    near = sentence.tokens[max(0, at - 7) : at + 8]
    pairs = zip(near, near[1:], strict=False)
    told = (number for number, word in pairs if "TERAKHIR" in word and number.kelas & {"N", "K"})
    return next((int(number.nilai) for number in told), 0)


def _exceeds(setting: Setting, found: Found, sentence: Sentence) -> None:
    """ "Realisasi tahun a melebihi realisasi tahun b": both years as printed, even when they are the same."""
    for match in _MORE.all(sentence):
        subject, other = subject_of(setting, sentence, match.start()), sentence.tokens[match.start("y")]
        if subject is None or other.jenis != "satu" or denied(sentence, match.start()):
            continue
        figure = sentence.tokens[match.start("n")] if match["n"] else None
        told = sentence.tokens[match.start() : match.end()]
        roles = [role for token in told for role in ("REALISASI", "CAPAIAN") if role in token]
        about = {"ukuran": roles[0].lower() if roles else "", "tahun_lain": other.tahun[0], "dari": figure}
        year = [setting.tahun, *years_of(sentence.tokens[: match.start()])][-1]
        about |= {"jenis": "melebihi", "tahun": year}
        _claim(setting, found, sentence, subject.name, (0, match.end()), **about)
        found.use(figure)


def _compared(setting: Setting, found: Found, sentence: Sentence) -> None:
    """ "X tahun a sebesar m, lebih rendah dibandingkan tahun b sebesar n": a fall from n to m."""
    for match in _DIFFERENCE.all(sentence):
        subject = subject_of(setting, sentence, match.start()) or _opening(sentence, match.start())
        new, old, other = (sentence.tokens[match.start(name)] for name in ("a", "b", "y"))
        one_unit = new.kelas & {"PERSEN", "RP"} == old.kelas & {"PERSEN", "RP"}
        year = [setting.tahun, *years_of(sentence.tokens[: match.start("arah")])][-1]
        if subject is None or not one_unit or other.jenis != "satu" or denied(sentence, match.start()):
            continue
        if other.tahun[0] < year:
            kind = "naik" if "MELEBIHI" in sentence.tokens[match.start("arah")] else "turun"
            about = {"jenis": kind, "tahun": year, "tahun_lain": other.tahun[0], "nilai": new, "dari": old}
            _claim(setting, found, sentence, subject.name, match.span(), **about)


def _opening(sentence: Sentence, at: int) -> Token | None:
    """The words that open the sentence, where they alone stand before the figure ("Usaha mikro naik kelas 57
    unit")."""
    name = tidy(sentence.printed(0, at))
    alone = not bears(sentence.tokens[:at], "N", "KOMA", "TARGET")
    if not alone or not 2 <= len(name.split()) <= 10:
        return None
    return Token(frozenset({"I"}), name.lower(), -1, -1, name=name, jenis="frasa")


def _reached(setting: Setting, found: Found, sentence: Sentence) -> None:
    """ "Persentase desa mandiri belum mencapai target": no "tercapai 96,00% dari target", which says how much
    of it, and no count of indicators."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if not token.kelas & {"TERCAPAI", "TAK_TERCAPAI"} or "L" in token:
            continue
        if "TERCAPAI" in token and denied(sentence, at) or _how_much(sentence, at):
            continue
        things = any("BENDA" in other and "I" not in other for other in tokens[max(0, at - 4) : at])
        if things and bears(tokens[max(0, at - 5) : at], "N", "K"):
            continue
        measured = bears(tokens[:at], "REALISASI", "CAPAIAN", "TARGET", "N")
        subject = subject_of(setting, sentence, at, title=measured)
        if subject is not None and subject.jenis in ("indikator", "kutip", "frasa", "judul"):
            kind = "tidak_tercapai" if "TAK_TERCAPAI" in token else "tercapai"
            about = {"jenis": kind, "ukuran": "capaian", "tahun": year_of(setting, sentence)}
            _claim(setting, found, sentence, subject.name, (at - 3, at + 2), **about)


def _how_much(sentence: Sentence, at: int) -> bool:
    behind = sentence.tokens[at + 1 : at + 3]
    if not behind or not sentence.tokens[at].lowered.endswith("tercapai"):
        return False
    return "N" in behind[0] or "SE" in behind[0] and "N" in behind[-1]


def _wanted(setting: Setting, found: Found, sentence: Sentence) -> None:
    """ "semakin tinggi … semakin buruk" about a named indicator."""
    about = {"ukuran": "realisasi", "tahun": setting.tahun}
    for match in _INCREASINGLY.all(sentence):
        said = sentence.tokens[: match.end()]
        names = (token for token in reversed(said) if "I" in token)
        name = next((token for token in names if token.jenis in ("indikator", "frasa")), None)
        way, end = sentence.tokens[match.start("a")], sentence.tokens[match.start("b")]
        result = {"TAK_TERCAPAI"} if "TAK_TERCAPAI" in end else end.kelas
        told = (role for role in vocabulary("arah_kata") if role["sumber"] in way)
        kinds = [role["arah"] for role in told if role["hasil"] in result]
        if name is not None and kinds:
            _claim(setting, found, sentence, name.name, match.span(), jenis=f"arah_{kinds[0]}", **about)
