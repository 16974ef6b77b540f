"""What the whole document says about itself: year, agency, whether it is an excerpt, and the parts it
consists of."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.number_tokens import tokens
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

MIN_BAB = 3  # fewer chapters: an excerpt


@dataclass(frozen=True)
class Context:
    """laporan: id; tahun: the year reported on (-1 unknown); instansi: as printed ('' unknown); excerpt: an
    excerpt."""

    laporan: str
    tahun: int = -1
    instansi: str = ""
    excerpt: bool = True


@cache
def pattern(name: str) -> re.Pattern:
    """One alternation of a word list of identitas.yaml (whole words)."""
    return re.compile(rf"\b(?:{alternation(vocabulary('identitas')[name])})(?![A-Za-z])", re.I)


@cache
def _part_patterns() -> dict[str, re.Pattern]:
    return {
        name: re.compile(rf"(?:{alternation(words).replace(chr(92) + 's+', chr(92) + 's*')})\s*[:.]?", re.I)
        for name, words in vocabulary("identitas")["bagian"].items()
    }


def close_up(text: str) -> str:
    """Letters set apart put together: "K A T A  P E N G A N T A R" reads KATAPENGANTAR."""
    return re.sub(r"(?<=\b\w) (?=\w\b)", "", text) if re.fullmatch(r"(?:[A-Z] ){4,}[A-Z]", text) else text


_SENTENCE = re.compile(r"[^.…]\.$")
_LISTED = re.compile(r"\t|\.{4,}|…|\s\d{1,3}$|^\s*daftar\b", re.I)  # an entry or a title of the contents


def _take_headings(parts: list[str], blocks: list) -> None:
    """Give the headings at the end of some blocks, below the last entry of the contents, to the chapter that
    begins there."""
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at].jenis != "judul" or _LISTED.search(blocks[at].teks) or parts[at] != "daftar isi":
            return
        parts[at] = "bab"


def zones(document: Document) -> pd.Series:
    """Part of the report, by block: sampul, pengantar, daftar isi, ringkasan, bab, penutup, lampiran."""
    result: list[str] = []
    current, has_bab = "sampul", False
    has_header = {blok for blok, cells in document.cells.items() if any(cell.kepala for cell in cells)}
    for block in document.blocks:
        text = close_up(re.sub(r"\s+", " ", block.teks).strip()) if block.jenis != "petak" else ""
        if text and len(text) < 120 and "\t" not in block.teks:
            bab = re.match(r"bab\s+(?:[ivxlc]+|\d{1,2})\b", text, re.I)
            if bab and (block.jenis == "judul" or text.isupper()):
                current = "penutup" if _part_patterns()["penutup"].search(text[bab.end() :]) else "bab"
                has_bab = True
            elif block.jenis == "judul" or text.isupper():
                plain = re.sub(r"^(?:[A-Z]|[IVX]+|\d+)[.)]\s*", "", text)
                for name, shape in _part_patterns().items():
                    if shape.fullmatch(plain) and not (
                        name == "lampiran" and not has_bab and current == "daftar isi"
                    ):
                        current = name
                        break
                else:
                    if (
                        block.jenis == "judul"
                        and current in ("sampul", "daftar isi")
                        and block.tingkat >= 1
                        and not pattern("laporan").search(text)
                    ):
                        current = "bab" if current == "sampul" else current
        if current == "sampul" and (
            len(text) > 140 or block.blok in has_header or (block.jenis == "butir" and len(text) > 40)
        ):
            current = "bab"  # an excerpt without chapters: the text has begun
        if (
            current == "daftar isi"
            and block.jenis == "paragraf"
            and len(text) > 140
            and _SENTENCE.search(text)
        ):
            current = (
                "bab"  # chapters without "BAB": the text has begun, and the headings right above are its own
            )
            _take_headings(result, document.blocks[: len(result)])
        result.append(current)
    return pd.Series(result, index=document.blok["blok"].to_numpy(), dtype=object)


# "untuk tahun anggaran yang berakhir 31 Desember 2022", "Laporan Realisasi Anggaran per 31 Desember 2022": a
# date, which names no year of its own elsewhere
_CLOSED = re.compile(
    r"\b(?:berakhir\b[^.;]{0,40}|realisasi anggaran\b[^.;]{0,40}\b(?:per|sampai dengan|hingga)"
    r"(?: tanggal)?\s+)\b31\s+desember\s+((?:19|20)\d\d)\b",
    re.I,
)


def _years(text: str) -> list[int]:
    """The years that a text names with four digits."""
    return [token.mantissa for token in tokens(text) if token.sebab == "tahun" and len(token.teks) == 4]


def _tahun(document: Document, parts: pd.Series) -> int:
    """The reporting year: the title weighs most, then the cover, then the year the text speaks of most."""
    votes: dict[int, float] = defaultdict(float)
    title = pattern("laporan")
    cover = 0
    for at, (block, part) in enumerate(zip(document.blocks, parts, strict=True)):
        if block.jenis == "petak" or "\t" in block.teks:
            continue
        weight = 0.2
        if title.search(block.teks) and len(block.teks) < 200:
            weight = 40.0 if at < 15 or part == "sampul" else 5.0
        elif part == "sampul" and at < 40 and len(block.teks) < 80:
            cover += bool(re.search(r"\b20\d\d\b", block.teks))
            weight = 25.0 if cover == 1 else 8.0  # below it the year of printing may stand
        elif re.search(r"tahun anggaran|\bT\.?A\.? 20", block.teks):
            weight = 1.0
        elif title.search(block.teks):
            weight = 1.0
        for year in set(_years(block.teks)):
            votes[year] += weight
        for closed in _CLOSED.findall(block.teks):
            votes[int(closed)] += 1.0
    if not votes:
        for cell in chain.from_iterable(document.cells.values()):
            if cell.kepala:
                for year in _years(cell.teks):
                    votes[year] += 1
    best = max(votes.items(), key=lambda vote: (vote[1], vote[0]), default=(-1, 0))
    return int(best[0])


_DROPPED = re.compile(
    r"\(?\s*(?:petikan[^)]*|kutipan[^)]*|perubahan|draf[t]?)\)?\s*$"
    r"|\b(?:untuk\s+)?(?:tahun(?: anggaran)?|ta\.?|t\.a\.?)?\s*(?:19|20)\d\d\b.*$",
    re.I,
)
_NAMES = r"(?:[A-Z][\w'’.&/-]*|\([A-Z][\w ]*\)|dan|di|&|,(?=\s[A-Z]))"


def agency_name(text: str) -> str:
    """The first full agency name in a line or sentence ('' when there is none): as printed, blanks single."""
    text = re.sub(r"\s+", " ", text)
    for found in pattern("lembaga").finditer(text):
        tail = re.match(rf"{found[0]}(?:\s+{_NAMES})*", text[found.start() :])
        name = tail[0] if tail else found[0]
        name = re.split(
            r"\s+(?=(?:TAHUN|Tahun|TENTANG|Tentang|NOMOR|Nomor|SELAKU|Periode|PERIODE|JALAN|Jalan|JL|Jl"
            r"|Alamat|ALAMAT|BULAN|TIPE|Telp|TELP)\b)",
            name,
        )[0]
        name = re.sub(r"(?:\s+(?:dan|di|&))+$|[.,;:]+$", "", name).strip()
        if not (found[0][0].isupper() and len(name.split()) > len(found[0].split())):
            continue
        return name
    return ""


def _cover(document: Document, parts: pd.Series) -> str:
    """The agency as the cover or the letterhead names it: lines that follow each other are put together."""
    rows = [
        re.sub(r"\s+", " ", block.teks).strip()
        for block, part in zip(document.blocks, parts, strict=True)
        if part == "sampul" and block.jenis != "petak"
    ][:40]
    institution, regions = "", ""
    for at, told in enumerate(rows):
        if len(told) > 110 or re.search(r"[.;]$", told):
            continue
        told = _DROPPED.sub("", pattern("laporan").sub("", told)).strip(" :-–,")
        place = re.fullmatch(
            r"(?:pemerintah(?:an)?\s+)?((?:kabupaten|kota|provinsi|propinsi|kab\.?)\s+.+)", told, re.I
        )
        if place and not institution:
            regions = regions or told
            if at + 1 < len(rows) and pattern("lembaga").match(rows[at + 1]):
                continue
        elif place:
            return institution if place[1].lower() in institution.lower() else f"{institution} {place[1]}"
        elif not institution and pattern("lembaga").match(told) and len(told.split()) > 1:
            institution = _unit_below(rows, at, told)
            if pattern("wilayah").search(institution):
                return institution
    if institution and regions:
        regions = re.sub(r"^pemerintah(?:an)?\s+", "", regions, flags=re.I)
        return f"{institution} {regions}"
    return institution or regions


def _unit_below(rows: list[str], at: int, institution: str) -> str:
    """The unit that a letterhead names below the one it is part of ("KECAMATAN X" / "KELURAHAN Y")."""
    below = rows[at + 1] if at + 1 < len(rows) else ""
    whole, part = (
        re.compile(rf"(?:{alternation(vocabulary('identitas')[name])})\b", re.I)
        for name in ("kop_induk", "kop_bagian")
    )
    if (
        whole.match(institution)
        and part.match(below)
        and len(below) < 80
        and len(below.split()) > 1
        and not re.search(r"[.;:]$", below)
    ):
        return _unit_below(rows, at + 1, below)
    return institution


def _region_below(document: Document, blok: int) -> str:
    """The region on the line right below a title that names the agency without it."""
    below = document.blok[document.blok["blok"].eq(blok + 1) & document.blok["jenis"].ne("petak")]
    text = _DROPPED.sub("", re.sub(r"\s+", " ", " ".join(below["teks"])).strip()).strip(" :-–,")
    return (
        text
        if len(text) < 80 and re.fullmatch(r"(?:kabupaten|kota|provinsi|propinsi)\s+[^.;:]+", text, re.I)
        else ""
    )


def _agency(document: Document, parts: pd.Series) -> str:
    for block in document.blocks[:15]:  # "LAKIP Pengadilan Agama Sungai Satu Tahun 2011 (petikan)"
        found = (
            pattern("laporan").match(block.teks.strip())
            if block.jenis != "petak" and len(block.teks) < 200
            else None
        )
        if found:
            name = block.teks.strip()[found.end() :]
            name = _DROPPED.sub("", _DROPPED.sub("", name)).strip(" :-–,.\t")
            name = re.sub(r"^(?:\(\w+\)\s*)?(?:pada|dari)?\s+", "", f" {name}").strip()
            if pattern("lembaga").match(name) or pattern("wilayah").match(name):
                name = re.sub(r"\s+", " ", name)
                return (
                    name
                    if pattern("wilayah").search(name)
                    else f"{name} {_region_below(document, int(block.blok))}".strip()
                )
    name = _cover(document, parts)
    if name:
        return name
    votes: Counter[str] = Counter()
    sample: dict[str, str] = {}
    for block in document.blocks:
        if block.jenis == "petak" or not pattern("lembaga").search(block.teks):
            continue
        for cut in re.split(r"(?<=[.;:])\s", block.teks):
            agency = agency_name(cut)
            if pattern("wilayah").search(agency):
                votes[agency.lower()] += 1
                sample.setdefault(agency.lower(), agency)
    if votes:
        return sample[votes.most_common(1)[0][0]]
    # "Data Pegawai Kecamatan Sukamaju Periode Desember 2023": a title that names its agency, and no region
    # anywhere
    return next(
        (
            agency
            for block in document.blocks[:3]
            if block.jenis == "judul" and (agency := agency_name(block.teks))
        ),
        "",
    )


def read_context(document: Document, laporan: str = "") -> Context:
    """Year, agency and kind of a document. `laporan`: its id (taken from the blocks where they carry one)."""
    if not len(document.blok):
        return Context(laporan)
    parts = zones(document)
    # chapters by their headings; the contents count too once one of them stands in the body
    bab: dict[str, set[str]] = {"judul": set(), "isi": set()}
    for kind, text in zip(document.blok["jenis"], document.blok["teks"], strict=True):
        if found := re.match(r"\s*bab\s+(?:[ivxlc]+|\d{1,2})\b", text, re.I):
            if "\t" in text or kind == "judul":
                bab["isi" if "\t" in text else "judul"].add(re.sub(r"\W+", " ", found[0].lower()).strip())
    count = len(bab["judul"] | bab["isi"]) if bab["judul"] else 0
    return Context(
        laporan or str(document.blok["laporan"].iloc[0]),
        _tahun(document, parts),
        _agency(document, parts),
        count < MIN_BAB,
    )
