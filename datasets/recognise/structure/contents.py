"""Table of contents and headings: what the report promises and what stands in it."""

import re

import pandas as pd
from rapidfuzz import fuzz, process

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.context import pattern
from cermat.datasets.recognise.document_lines import Line, frame
from cermat.schemas.tables import PLACE_COLUMNS

_PAGE_NUMBER = re.compile(r"[ivxlc]{1,6}|\d{1,4}|[IVXLC]{1,6}-\d{1,3}|[A-Z]-\d{1,3}|-", re.I)
_LABEL = re.compile(
    r"(?P<bab>bab\s+(?:[ivxlc]+|\d{1,2})\b)|(?P<desimal>\d{1,2}(?:\.\d{1,2})+)|(?P<besar>[A-Z][.)])"
    r"|(?P<romawi>[IVX]{1,5}[.)])|(?P<angka>\d{1,2}[.)])|(?P<kurung>\(?\d{1,2}\))|(?P<kecil>[a-z][.)])",
    re.I,
)
_LEVEL_OF = {"bab": 1, "besar": 2, "romawi": 2, "angka": 3, "kecil": 4, "kurung": 4}
_CONTENT = re.compile(r"daftar isi", re.I)
_LISTING = re.compile(r"daftar\s+(?:isi|tabel|gambar|grafik|lampiran|bagan|diagram)", re.I)
_ANNEX = re.compile(r"(?:daftar )?lampiran(?:\s*-\s*lampiran)?\s*:?", re.I)


def level(title: str, before: int = 1) -> int:
    """Level of a heading by its label: BAB 1, A. 2, 1. 3, a. 4, 1.1 2, 1.1.1 3; without a label capitals are
    1."""
    plain = title.strip()
    found = _LABEL.match(plain)
    if found and found.lastgroup == "besar" and not plain[0].isupper():
        return 4
    if found and found.lastgroup == "desimal":
        return found[0].count(".") + 1
    if found:
        return _LEVEL_OF[found.lastgroup or ""]
    return (
        1
        if plain.isupper()
        or _LISTING.match(plain)
        or plain.lower().startswith(("kata pengantar", "ringkasan", "lampiran"))
        else max(before, 2)
    )


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _closed_up(text: str) -> str:
    """Without blanks and signs, so that "K A T A  P E N G A N T A R" is found too."""
    return re.sub(r"\W+", "", text.lower())


def recognise_contents(lines: list[Line], document: Document) -> pd.DataFrame:
    """Entries of the table of contents (typed table contents), the annexes it lists included."""
    content: list[dict] = []
    within, annex, last = False, False, 1
    finish: set[int] = set()
    for line in lines:
        plain = _key(line.teks)
        if line.zone != "daftar isi":
            within = within and line.zone == "daftar isi"
            continue
        if _LISTING.fullmatch(plain):
            within, annex = (
                bool(_CONTENT.fullmatch(plain)) or (within and "lampiran" in plain),
                "lampiran" in plain,
            )
            continue
        if not within:
            continue
        if line.r >= 0:
            if line.blok not in finish:
                finish.add(line.blok)
                for title, page, line_no, page_no in _from_grid(
                    document.sel[document.sel["blok"].eq(line.blok)]
                ):
                    last = _add(
                        content,
                        title,
                        page,
                        last,
                        line.place
                        | {
                            "garis": line_no if line_no >= 0 else "",
                            "halaman": page_no if page_no >= 0 else "",
                        },
                    )
            continue
        title, _, page = line.teks.partition("\t")
        if not page and (
            found := re.fullmatch(r"(.*?[^\s.])\s*[.…_\s]{3,}\s*([ivxlc]{1,6}|\d{1,4})?", line.teks)
        ):
            title, page = found[1], found[2] or ""
        if (
            page
            or (found := re.fullmatch(r"(.{6,}?)\s+(\d{1,3}|[ivx]{1,5})", line.teks))
            and _LABEL.match(line.teks)
        ):
            if not page and found:
                title, page = found[1], found[2]
            last = _add(content, title, page, last, line.place)
        elif _ANNEX.fullmatch(plain):
            annex = True
            last = _add(content, title, "", 1, line.place)
        elif annex and re.search(r"[A-Za-z]{4}", title) and len(title) < 200:
            _add(content, title, "", 2, line.place, 2)
        elif _LABEL.match(line.teks) and re.search(r"[A-Za-z]{4}", title) and len(title) < 160:
            last = _add(content, title, "", last, line.place)
    return frame(content, ["judul", "tingkat", "urutan", "nomor_halaman", *PLACE_COLUMNS])


def _add(content: list[dict], title: str, page: str, before: int, places: dict, force: int = 0) -> int:
    title, page = re.sub(r"[\s.…_]+$", "", re.sub(r"\s+", " ", title)).strip(), page.strip()
    title = re.sub(r"^(?:halaman|hal\.?)\s+(?=[A-Z])", "", title, flags=re.I)
    if not re.search(r"[A-Za-z]{2}", title) or _key(title) in ("halaman", "hal", "judul", "uraian"):
        return before
    depth = force or level(title, before)
    content.append(
        {
            "judul": title,
            "tingkat": depth,
            "urutan": len(content) + 1,
            "nomor_halaman": page if page != "-" else "",
            **places,
        }
    )
    return depth


def _from_grid(sel: pd.DataFrame) -> list[tuple[str, str, int, int]]:
    result = []
    for _, group in sel.sort_values(["r", "c"]).groupby("r"):
        text = [re.sub(r"\s+", " ", str(text)).strip() for text in group["teks"]]
        text = [piece for piece in text if piece]
        if not text:
            continue
        page = text.pop() if len(text) > 1 and _PAGE_NUMBER.fullmatch(text[-1]) else ""
        result.append((" ".join(text), page, int(group["garis"].iloc[0]), int(group["halaman"].iloc[0])))
    return result


def recognise_bab(lines: list[Line], entries: pd.DataFrame) -> pd.DataFrame:
    """Headings in the body (typed table bab); lines that the contents promise count without other marks."""
    promise = (
        {
            _closed_up(title): int(depth)
            for title, depth in zip(entries["judul"], entries["tingkat"], strict=True)
        }
        if len(entries)
        else {}
    )
    taken: set[str] = set()
    content: list[dict] = []
    since_annex = 99
    for line in lines:
        if line.r >= 0 or "\t" in line.teks or not line.teks or len(line.teks) > 220:
            since_annex += 1
            continue
        heading, close = _key(line.teks), _closed_up(line.teks)
        since_annex = 0 if line.zone == "lampiran" and line.jenis == "judul" else since_annex + 1
        if line.zone == "daftar isi" and not _LISTING.fullmatch(heading):
            continue
        tk = 0
        if line.jenis == "judul":
            tk = line.tingkat or level(line.teks)
        elif (
            line.zone != "sampul"
            and promise
            and (match := process.extractOne(close, promise.keys(), scorer=fuzz.ratio, score_cutoff=90))
            and match[0] not in taken
        ):
            tk = promise[match[0]]
        elif (
            line.zone == "lampiran" and line.jenis == "paragraf" and since_annex <= 30 and line.teks.isupper()
        ):
            if (
                content
                and content[-1]["_blok"] == line.blok - 1
                and content[-1]["_hlm"]
                and not pattern("jabatan").match(line.teks)
            ):  # over several lines
                content[-1]["judul"] += " " + line.teks
                content[-1]["_blok"] = line.blok
                continue
            tk = 2 if pattern("judul_lampiran").search(line.teks) else 0
        if not tk:
            continue
        if (
            match2 := process.extractOne(close, promise.keys(), scorer=fuzz.ratio, score_cutoff=90)
            if promise
            else None
        ):
            taken.add(match2[0])
        content.append(
            {
                "judul": line.teks,
                "tingkat": tk,
                "urutan": len(content) + 1,
                **line.place,
                "_blok": line.blok,
                "_hlm": line.jenis != "judul",
            }
        )
    result = frame(content, ["judul", "tingkat", "urutan", *PLACE_COLUMNS])
    return result.drop(columns=["_blok", "_hlm"], errors="ignore")
