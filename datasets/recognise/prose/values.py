"""Claim family: target, realisasi, capaian and averages of an indicator, as `indikator` rows and `klaim` of
jenis nilai."""

import re
from dataclasses import dataclass, field

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears, years_of
from cermat.datasets.recognise.prose.grammar_names import is_short_of
from cermat.datasets.recognise.prose.means import table_of
from cermat.datasets.recognise.prose.measures import Measure, measure, sentence_tahun
from cermat.datasets.recognise.prose.setting import Found, Setting, announces, short_name

AVERAGE = "rata-rata capaian"
_AMOUNT = Pattern("(?P<i>I) (DOKUMEN|W|BENDA){0,4} Y? (BUKA .{1,6} TUTUP)? (SE|TDUA) SE? (?P<n>N)")
_ENDS = ("target_akhir", "capaian_akhir")
_KEPT = ("target", "realisasi", "capaian", "rata_rata", *_ENDS)
_SPENDING = re.compile(r"belanja|program|kegiatan|sub|anggaran")


@dataclass
class _Told:
    """What one block says of one subject in one year."""

    subjek: Token
    tahun: int
    content: dict[str, Measure] = field(default_factory=dict)

    def takes(self, one: Measure) -> bool:
        """Is a figure told of the same subject and year, or, without a year, in the sentence of those
        before it?"""
        same = any(other.sentence is one.sentence for other in self.content.values())
        dated = self.tahun == one.tahun or (not one.tahun_stated and same) or one.role in _ENDS
        named = one.subjek is not None and one.subjek.name == self.subjek.name
        return named and one.role not in self.content and dated

    def is_row(self) -> bool:
        """Is it a row of a table: a target and what was reached of it, or an item of a list of indicators
        ("<indicator>, dengan target: x")?"""
        roles = self.content.keys()
        if "realisasi" in roles and roles & {"target", "target_akhir"}:
            return True
        return roles == {"target"} and _is_item(self.content["target"].sentence)


def _is_item(sentence: Sentence) -> bool:
    tokens = [token for token in sentence.tokens if not token.kelas & {"BUTIR", "TITIK"}]
    tokens = [token for token in tokens if len(token.lowered) > 1 or not token.lowered.isalpha()]
    starts = bool(tokens) and "I" in tokens[0]
    return starts and (len(tokens) < 9 or len(sentence.tokens) < 10)


def read_values(setting: Setting, found: Found) -> list[Measure]:
    """Rows of one block. Returns its measures, with subject and year settled, for the families that lean on
    them."""
    told: list[Measure] = []
    block_year = setting.tahun
    for sentence in setting.sentences:
        year = sentence_tahun(sentence)
        block_year = year if year > 0 else block_year
        end = False
        measured = measure(sentence, setting)
        for one in measured:
            if one.role == "target_akhir":
                end = True
            elif end and one.role == "capaian":
                one.role, end = "capaian_akhir", False
            one.tahun = block_year if one.tahun < 0 else one.tahun
            one.subjek = _subject(setting, one, told)
            one.role = _role(setting, one, measured, told)
            told += [one] if one.role in _KEPT else []
    _assemble(setting, found, [one for one in told if found.free(one.n)])
    _counts(setting, found)
    return told


def _subject(setting: Setting, one: Measure, told: list[Measure]) -> Token | None:
    """The name that a figure is told of: its own, else that of the average that it repeats ("Rata-rata
    capaian 98,7% berpredikat …"), else that of the figure before it, else the title's."""
    name, title = one.subjek, setting.title
    means = [other for other in told if other.role == one.role == "rata_rata"] if name is None else []
    for other in means:
        if other.n.nilai == one.n.nilai and other.tahun == one.tahun:
            return other.subjek
    if name is None:
        name = next((other.subjek for other in reversed(told) if other.subjek is not None), title)
    if name is None or title is None or name.jenis != "frasa":
        return name
    return title if is_short_of(name.name, title.name) else name


def _role(setting: Setting, one: Measure, measured: list[Measure], told: list[Measure]) -> str:
    """What a figure measures where its words leave it open: as the tables print it, '' where nothing says."""
    role, percent, grids = one.role, "PERSEN" in one.n, setting.grids
    figure = (one.subjek.name, one.tahun, one.n.nilai) if one.subjek is not None else None
    together = _together(one, told)
    # "capaian 117% dengan realisasi 9,36%": the sentence gives the realisasi apart
    later = [other for other in measured if other.position > one.position and other.role == "realisasi"]
    apart = percent and any(other.subjek in (None, one.subjek) for other in later)
    if role == "rancu" or (role == "capaian" and one.loosely and not apart and not together):
        role = grids.measure_of(*figure, role) if figure else ""
        role = grids.near_measure(*figure) if figure and percent and not role else role
    if role == "target" and percent and figure and _reached(one):
        role = grids.measure_of(*figure)
    alone = not any(other.role == "capaian" for other in measured if other is not one) and role != "capaian"
    if role == "realisasi" and percent and figure and alone:
        role = grids.of_percent(*figure)
    if role == "capaian" and not percent and not together:
        return role if figure and grids.measure_of(*figure) == "capaian" else ""
    return role


def _reached(one: Measure) -> bool:
    """Is it a target that was reached ("hanya mencapai target kinerja sebesar 102%", "sesuai target 100%"),
    not one that was missed ("belum mencapai target")?"""
    before = one.sentence.tokens[one.key - 1].lowered if one.key else ""
    reaching = before.endswith(("mencapai", "memenuhi")) and not before.startswith(("belum", "tidak"))
    return "TERCAPAI" in one.sentence.tokens[one.key] or reaching


def _together(one: Measure, told: list[Measure]) -> bool:
    """Does the capaian stand with a target or a realisasi of the same sentence ("…, dengan capaian
    84,23%")?"""
    beside = [other for other in told if other.sentence is one.sentence and other.position < one.position]
    beside = [other for other in beside if other.role in ("target", "realisasi", "target_akhir")]
    return any(not one.tahun_stated or one.tahun == other.tahun for other in beside)


def _assemble(setting: Setting, found: Found, measures: list[Measure]) -> None:
    told: list[_Told] = []
    for one in measures:
        if one.role == "rata_rata":
            _klaim(setting, found, one)
        if one.role == "rata_rata" or one.subjek is None:
            continue
        last = told[-1] if told else None
        if last is not None and last.takes(one):
            last.content[one.role] = one
            continue
        told.append(_Told(one.subjek, one.tahun, {one.role: one}))
        dated = last is not None and one.tahun_stated and one.tahun < last.tahun
        if dated and last and last.subjek.name == one.subjek.name:
            told[-2:] = told[:-3:-1]  # last year's figure in between: the frame of this year goes on
    for each in told:
        if each.is_row():
            _indikator(setting, found, each)
        else:
            for one in each.content.values():
                _klaim(setting, found, one)


def _indikator(setting: Setting, found: Found, told: _Told) -> None:
    if told.subjek.jenis == "uraian":
        return
    content = {role: one.n for role, one in told.content.items()}
    measured = [content[role] for role in ("target", "realisasi") if role in content]
    units = [figure.satuan for figure in measured if figure.satuan not in ("", "Rp")]
    unit = "%" if bears(measured, "PERSEN") else next(iter(units), "")
    known = {"tahun": told.tahun, "jenis_baris": "indikator", "satuan": unit}
    found.add("indikator", setting, indikator=told.subjek.name, **known, **content)
    found.use(*content.values())


def acuan(
    setting: Setting,
    sentence: Sentence,
    name: str = "",
    tahun: int = -1,
    average: bool = False,
    figure: Token | None = None,
) -> str:
    """The grid a sentence speaks of: named ("Tabel 3.4"), else announced, else the nearest before; '' where
    its average (figure) is that of several grids."""
    grids, here = setting.grids, int(setting.blok.blok)
    for token in (sentence.tokens[at] for at in sentence.places("RUJUKAN")):
        if token.lowered.startswith("tabel"):
            if mentioned := grids.mentioned(token.lowered):
                return mentioned
    told = table_of(setting, sentence, tahun, figure) if average and figure is not None and not name else None
    if told is not None:
        return told
    return grids.acuan(here, announces(setting.sentences), name, tahun, average)


def _klaim(setting: Setting, found: Found, one: Measure) -> None:
    average, subject = one.role == "rata_rata", one.subjek
    titled = subject is not None and subject is setting.title
    kind = subject.jenis if subject is not None else ""
    name = subject.name if subject is not None else ""
    if average and (kind not in ("sasaran", "kutip") or titled):
        name = AVERAGE
    untold = titled and kind == "judul" and one.role != "realisasi"
    if not name or one.role in _ENDS or (not average and (kind == "uraian" or untold)):
        return
    if "RP" in one.n and kind not in ("indikator", "frasa", "kutip"):
        return
    money = subject is not None and "RP" in one.n and one.role == "realisasi"
    spent = money and subject and _SPENDING.match(subject.lowered)
    known = "" if name == AVERAGE else name
    content = {
        "subjek": name,
        "ukuran": "serapan" if spent else one.role,  # the realisasi of money is what was spent
        "tahun": one.tahun,
        "nilai": one.n,
        "satuan": one.n.satuan if one.n.satuan not in ("%", "Rp") else "",
        "acuan": acuan(setting, one.sentence, known, one.tahun, average, one.n),
        "teks": short_name(one.sentence.printed(min(one.key, one.position), one.position + 1)),
    }
    found.add("klaim", setting, jenis="nilai", **content)


def _counts(setting: Setting, found: Found) -> None:
    """ "Jumlah X adalah n orang": how many there are."""
    for sentence in setting.sentences:
        for told in _AMOUNT.all(sentence):
            at, place = told.start("i"), told.start("n")
            named, figure = sentence.tokens[at], sentence.tokens[place]
            before = sentence.tokens[max(0, at - 1) : at]
            of_measure = bears(before, "TARGET", "REALISASI", "CAPAIAN", "RANCU")
            counted = "HITUNG" in figure and "SUKU" not in figure and found.free(figure)
            jumlah = named.lowered.split(" ")[0] == "jumlah" and named.jenis != "indikator"
            if of_measure or not counted or not jumlah:
                continue
            name, measured = setting.grids.populasi(named.name)
            year, text = _count_year(sentence, at, place), sentence.printed(told.start(), told.end())
            content = {"subjek": name, "ukuran": measured, "tahun": year if year > 0 else setting.tahun}
            content |= {"nilai": figure, "satuan": figure.satuan, "acuan": acuan(setting, sentence, name)}
            found.add("klaim", setting, jenis="nilai", teks=short_name(text), **content)


def _count_year(sentence: Sentence, start: int, end: int) -> int:
    """The year of a count: between name and figure, else the one that opens the sentence before any name or
    figure."""
    tokens = sentence.tokens
    opened = next((at for at, token in enumerate(tokens) if token.kelas & {"I", "N", "KIRA_N"}), 0)
    return next(iter(years_of((*tokens[start:end], *tokens[:opened]))), -1)
