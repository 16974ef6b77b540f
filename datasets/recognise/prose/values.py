"""Claim family: target, realisasi, capaian and averages of an indicator, as `indikator` rows and `klaim` of
jenis nilai."""

import re
from dataclasses import dataclass, field

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.grammar_names import is_short_of
from datasets.recognise.prose.measures import Measure, measure, sentence_tahun
from datasets.recognise.prose.setting import Found, Setting, announces, short_name

AVERAGE = "rata-rata capaian"
_AMOUNT = Pattern("(?P<i>I) (DOKUMEN|W|BENDA){0,4} Y? (BUKA .{1,6} TUTUP)? (SE|TDUA) SE? (?P<n>N)")


@dataclass
class _Told:
    """What one block says of one subject in one year."""

    subjek: Token | None
    tahun: int
    content: dict[str, Measure] = field(default_factory=dict)

    def goes_on(self, u: Measure) -> bool:
        """Is a figure without a year told in the sentence of those before it?"""
        return any(x.sentence is u.sentence for x in self.content.values())


_KEPT = ("target", "realisasi", "capaian", "target_akhir", "capaian_akhir", "rata_rata")


def read_values(s: Setting, h: Found) -> list[Measure]:
    """Rows of one block. Returns its measures, with subject and year settled, for the families that lean on
    them."""
    everything: list[Measure] = []
    blok_tahun = s.tahun
    for k in s.sentences:
        tahun_k = sentence_tahun(k)
        blok_tahun = tahun_k if tahun_k > 0 else blok_tahun
        end = False
        measured = measure(k, s)
        for u in measured:
            if u.role == "target_akhir":
                end = True
            elif end and u.role == "capaian":
                u.role, end = "capaian_akhir", False
            if u.tahun < 0:
                u.tahun = blok_tahun
            _settle_subjek(s, u, everything)
            _settle_role(s, k, u, measured, everything)
            if u.role in _KEPT:
                everything.append(u)
    _assemble(s, h, [u for u in everything if h.free(u.n)])
    _sum(s, h)
    return everything


def _settle_subjek(s: Setting, u: Measure, everything: list[Measure]) -> None:
    """The name that a figure is told of: its own, else that of the figure before it, else the title's."""
    name = u.subjek
    if name is not None and name.lowered.startswith("jumlah ") and "PERSEN" in u.n and name.jenis == "frasa":
        name = None  # a share is of the indicator, not of the count beside it
    if name is None:
        name = next((x.subjek for x in reversed(everything) if x.subjek is not None), None) or s.title
    if name is not None and s.title is not None and name.jenis == "frasa":
        name = s.title if is_short_of(name.name, s.title.name) else name
    u.subjek = name


def _settle_role(
    s: Setting, k: Sentence, u: Measure, measured: list[Measure], everything: list[Measure]
) -> None:
    """What a figure measures where its words leave it open: as the tables print it, '' where nothing says."""
    percent = "PERSEN" in u.n
    # "capaian 117% dengan realisasi 9,36%": the sentence gives the realisasi apart
    later = [x for x in measured if x.position > u.position]
    other = any(x.role == "realisasi" and "PERSEN" in u.n and x.subjek in (None, u.subjek) for x in later)
    if u.role == "rancu" or (
        u.role == "capaian" and u.loosely and not other and not _together(u, everything)
    ):
        u.role = _role_in_tables(s, u)
    if u.role == "target" and percent and _reached(k, u.key) and u.subjek is not None:
        # "mencapai target sebesar 102%", "sesuai target 100%"
        u.role = s.grids.measure_of(u.subjek.name, u.tahun, u.n.nilai)
    alone = not any(x.role == "capaian" for x in measured)
    if u.role == "realisasi" and percent and u.subjek is not None and alone:
        u.role = s.grids.of_percent(u.subjek.name, u.tahun, u.n.nilai)
    if u.role == "capaian" and not percent and not _together(u, everything):
        if u.n.satuan and "HITUNG" in u.n:
            # "capaian jumlah X tahun 2015 adalah 0 unit": what was reached, in its own unit
            u.role = "realisasi"
        elif not _proven(s, u):
            u.role = ""


def _role_in_tables(s: Setting, u: Measure) -> str:
    """What the tables print a figure as; what none prints contradicts them whichever it means."""
    if u.subjek is None:
        return ""
    role = s.grids.measure_of(u.subjek.name, u.tahun, u.n.nilai, u.role)
    if role or "PERSEN" not in u.n:
        return role
    return s.grids.near_measure(u.subjek.name, u.tahun, u.n.nilai)


def _reached(k: Sentence, key: int) -> bool:
    """Is it a target that was reached ("hanya mencapai target kinerja sebesar"), not one that was missed
    ("belum mencapai target")?"""
    before = k.tokens[key - 1].lowered if key else ""
    return (
        "TERCAPAI" in k.tokens[key]
        or before.endswith(("mencapai", "memenuhi"))
        and not before.startswith(("belum", "tidak"))
    )


def _together(u: Measure, everything: list[Measure]) -> bool:
    """Does the capaian stand with a target or a realisasi of the same sentence ("…, dengan capaian
    84,23%")?"""
    return any(
        x.sentence is u.sentence
        and x.role in ("target", "realisasi", "target_akhir")
        and x.position < u.position
        and (not u.tahun_stated or u.tahun == x.tahun)
        for x in everything
    )


def _proven(s: Setting, u: Measure) -> bool:
    return u.subjek is not None and s.grids.measure_of(u.subjek.name, u.tahun, u.n.nilai) == "capaian"


def _assemble(s: Setting, h: Found, everything: list[Measure]) -> None:
    told: list[_Told] = []
    for u in everything:
        if u.role == "rata_rata":
            _klaim(s, h, u)
            continue
        if u.subjek is None:
            continue
        b = told[-1] if told else None
        match = (
            b is not None
            and b.subjek.name == u.subjek.name
            and u.role not in b.content
            and (
                b.tahun == u.tahun
                or (not u.tahun_stated and b.goes_on(u))
                or u.role in ("target_akhir", "capaian_akhir")
            )
        )
        previous = b is not None and u.tahun_stated and u.tahun != b.tahun
        if not match or (previous and u.role not in ("target_akhir", "capaian_akhir")):
            gaps = b if previous and b.subjek.name == u.subjek.name and u.tahun < b.tahun else None
            told.append(_Told(u.subjek, u.tahun, {u.role: u}))
            if gaps is not None:  # last year's figure in between: the frame of this year goes on
                told[-1], told[-2] = told[-2], told[-1]
            continue
        b.content[u.role] = u
    for b in told:
        content = b.content
        if (
            _list_row(b)
            or ("target" in content and "realisasi" in content)
            or ("realisasi" in content and "target_akhir" in content)
        ):
            _indikator(s, h, b)
        else:
            for u in content.values():
                _klaim(s, h, u)


def _list_row(b: _Told) -> bool:
    """A list item "<indicator>, dengan target: x" is a row of a list of indicators."""
    u = b.content.get("target")
    if (
        u is None
        or len(b.content) != 1
        or "I" not in u.sentence.tokens[0 if "BUTIR" not in u.sentence.tokens[0] else 1]
    ):
        begin = [
            t
            for t in (u.sentence.tokens if u else [])
            if "BUTIR" not in t and "TITIK" not in t and not (len(t.lowered) == 1 and t.lowered.isalpha())
        ]
        return bool(u and len(b.content) == 1 and len(begin) < 9 and begin and "I" in begin[0])
    return len(u.sentence.tokens) < 10


def _indikator(s: Setting, h: Found, b: _Told) -> None:
    content = {p: u.n for p, u in b.content.items()}
    if b.content.keys() & {"target", "realisasi", "capaian"} and b.subjek.jenis != "uraian":
        h.add(
            "indikator",
            s,
            indikator=b.subjek.name,
            tahun=b.tahun,
            jenis_baris="indikator",
            satuan=_satuan(content),
            **content,
        )
        h.use(*content.values())


def _satuan(content: dict[str, Token]) -> str:
    return (
        "%"
        if any("PERSEN" in content[p] for p in ("target", "realisasi") if p in content)
        else next(
            (
                content[p].satuan
                for p in ("target", "realisasi")
                if p in content and content[p].satuan not in ("", "Rp")
            ),
            "",
        )
    )


def acuan(
    s: Setting,
    k: Sentence,
    name: str = "",
    tahun: int = -1,
    average: bool = False,
    value: float | None = None,
) -> str:
    """The grid a sentence speaks of: named ("Tabel 3.4"), else announced, else the nearest before; '' where
    an average of this value (nilai) is that of several grids."""
    for t in k.tokens:
        if "RUJUKAN" in t and t.lowered.startswith("tabel"):
            mentioned = s.grids.mentioned(t.lowered)
            if mentioned:
                return mentioned
    if average and value is not None and not name and s.grids.combined(int(s.blok.blok), tahun, value):
        return ""
    return s.grids.acuan(int(s.blok.blok), announces(s.sentences), name, tahun, average)


def _klaim(s: Setting, h: Found, u: Measure) -> None:
    if u.role in ("target_akhir", "capaian_akhir"):
        return
    average = u.role == "rata_rata"
    name = u.subjek.name if u.subjek is not None else ""
    if average and (u.subjek is None or u.subjek.jenis not in ("sasaran", "kutip") or u.subjek is s.title):
        name = AVERAGE
    if not name or (u.subjek is not None and u.subjek.jenis == "uraian" and not average):
        return
    if not average and u.subjek is s.title and u.subjek.jenis == "judul" and u.role != "realisasi":
        return
    if "RP" in u.n and (u.subjek is None or u.subjek.jenis not in ("indikator", "frasa", "kutip")):
        return
    h.add(
        "klaim",
        s,
        jenis="nilai",
        subjek=name,
        ukuran=_absorption(u),
        tahun=u.tahun,
        nilai=u.n,
        satuan=u.n.satuan if u.n.satuan not in ("%", "Rp") else "",
        acuan=acuan(s, u.sentence, "" if name == AVERAGE else name, u.tahun, average, u.n.nilai),
        teks=short_name(u.sentence.printed(min(u.key, u.position), u.position + 1)),
    )


def _absorption(u: Measure) -> str:
    """The realisasi of money is what was spent, where the name says it is money."""
    money = "RP" in u.n and u.role == "realisasi" and u.subjek is not None
    return (
        "serapan"
        if money and re.match(r"belanja|program|kegiatan|sub|anggaran", u.subjek.lowered)
        else u.role
    )


def _sum(s: Setting, h: Found) -> None:
    """ "Jumlah X adalah n orang": how many there are."""
    for k in s.sentences:
        for m in _AMOUNT.all(k):
            i, n = k.tokens[m.start("i")], k.tokens[m.start("n")]
            if (
                i.lowered.split(" ")[0] != "jumlah"
                or i.jenis == "indikator"
                or "HITUNG" not in n
                or "SUKU" in n
                or not h.free(n)
                or m.start("i") > 0
                and k.tokens[m.start("i") - 1].kelas & {"TARGET", "REALISASI", "CAPAIAN", "RANCU"}
            ):
                continue
            name, ukuran_n = s.grids.populasi(i.name)
            mentioned = _count_tahun(k, m.start("i"), m.start("n"))
            h.add(
                "klaim",
                s,
                jenis="nilai",
                subjek=name,
                ukuran=ukuran_n,
                tahun=mentioned if mentioned > 0 else s.tahun,
                nilai=n,
                satuan=n.satuan,
                acuan=acuan(s, k, name),
                teks=short_name(k.printed(m.start(), m.end())),
            )


def _count_tahun(k: Sentence, i: int, n: int) -> int:
    """The year of a count: between name and figure, else the one that opens the sentence before any name or
    figure."""
    begin = next((j for j, t in enumerate(k.tokens) if t.kelas & {"I", "N", "KIRA_N"}), 0)
    tahun = [t for t in [*k.tokens[i:n], *k.tokens[:begin]] if "Y" in t and t.jenis == "satu"]
    return tahun[0].tahun[0] if tahun else -1
