"""Number tokens in one text: where they stand, what they say, and whether they are report figures at all."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from cermat.datasets.recognise import units
from cermat.datasets.recognise.vocabulary import alternation, vocabulary
from cermat.schemas import angka as A
from cermat.schemas import months

NOT_FIGURE = "bukan"
_DIGIT = re.compile(r"\d")
_LETTERS = 8  # before a number that may say what it is ("tahun", "t.a.")


class Token(NamedTuple):
    """One number token. mulai, akhir: offsets in the text; sebab: why it is no figure (kelas 'bukan'), else
    ''."""

    mulai: int
    akhir: int
    teks: str
    mantissa: int
    desimal: int
    satuan: str
    kelas: str
    ragu: str
    lokal: str
    sebab: str


# one sign for another, so that offsets stay: every dash a hyphen, every blank a space (a tab parts title and
# page)
_EQUALS = str.maketrans(
    dict.fromkeys(A.MINUS_SIGNS, "-") | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " ")
)
_SPACES = "[ \t\n]"
_NUMBER = re.compile(
    rf"(?P<rp>(?:(?<=[^\d\s] )-)?(?:\bRp\.?|\bIDR){_SPACES}*(?:[-(](?=\d))?)?"
    rf"(?P<tanda>(?<![\w.,)%]){_SPACES}*[-+](?=\d)"
    rf"|(?:(?<=sebesar )|(?<=senilai )|(?<=mencapai ))-{_SPACES}(?=\d)|\bminus +|\bnegatif +(?=\d+[.,]\d))?"
    rf"(?P<pokok>\d{{1,3}}(?:[.,]{{1,2}}\d{{3}}){{2,}}(?![\d.,]*\d)"
    rf"|\d{{1,3}}(?:[.,]\d{{3}})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)*)"
    rf"(?P<pangkat>e[-+]\d{{1,5}}(?![\w.,]))?"
    rf"(?P<sambung>\.{_SPACES}+\d{{3}}(?:\.\d{{3}})*(?![\d.,]*\d)"
    rf"|(?:,{_SPACES}+|{_SPACES}+,)\d{{1,2}}(?![\d.,]*\d))?"
    rf"(?P<ekor>,-+|,--|\.-)?(?P<kali>{_SPACES}*(?:(?:{A.SCALES})\b|(?(rp){A.SHORT_SCALES}|(?!))))?"
    rf"(?P<persen>{_SPACES}*(?:\\?%|persen\b|prosen\b))?",
    re.I,
)
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_BEHIND = re.compile(r"-(?![-\w])(?!\s+\d)")  # a sign behind a figure, no range and no dash
_NUMBER_CELL = re.compile(
    r"\(?\s*+(?:Rp\.?\s*+)?[-+]?\s*+[., \n]*+\d[\d., \n]*(?:,-+|\.-)?\s*+\)?\s*+(?:\\?%)?", re.I
)
_SATUAN = re.compile(
    r"\s*(?:\(\s*[a-z]+(?:\s+[a-z]+){0,5}\s*\)\s*)?([A-Za-z][\w./²³]*(?:/\s?[A-Za-z]+)?)", re.I
)
_LIST_NUMBER = re.compile(
    r"(?:^|(?<=[\s(;:]))(?P<buka>\()?(?P<n>\d{1,2})(?P<tutup>[.)])(?=\s+[^\W\d_]|[A-Z]|\s*$)|(?:^"
    r"|(?<=[\s;:]))\((?P<m>\d{1,2})\)(?=\s*[^\W\d_])"
)
_BEGIN = re.compile(
    r"\s*(?:[-*•–]\s*)?(\d{1,3}(?:\.\d{1,3}){0,4}[.)]|\(\d{1,2}\)"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s+[A-Z]))(?=\s+[^\W\d_“\"(]|\s+[“\"(]|\s*$|[A-Z])"
)
_CONTENT = re.compile(r"(?:\t|\.{3,}+|…++|(?:\. ){3,}+|_{3,}+)[\s.…]*+(\d{1,3})\s*+$")


@cache
def _patterns() -> list[tuple[str, re.Pattern, re.Pattern | None]]:
    """What is no figure: why, the expression over a text in lower case, and what a text must hold for it."""
    listed = vocabulary("bukan_angka")
    content = {
        "bulan": months.pattern(months.month_names()),
        "acuan": alternation(listed["acuan"]),
        "peraturan": alternation(listed["peraturan"]),
        "satuan": alternation(units.counted()),
    }

    def made(pattern: str) -> re.Pattern:
        for name, words in content.items():
            pattern = pattern.replace("{" + name + "}", words)
        return re.compile(pattern)

    return [
        (why, made(pattern), made(needs[0]) if needs else None) for why, pattern, *needs in listed["pola"]
    ]


def _lowered(text: str) -> str:
    """The text in lower case, every letter in its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(str(word).lower() for word in vocabulary("bukan_angka")[name])


def _list_labels(text: str) -> list[tuple[int, int]]:
    """Stretches of list labels: at the start, or within, where they count up from 1 ("1. … 2. …")."""
    result, expected = [], {}
    begin = _BEGIN.match(text)
    if begin:
        result.append(begin.span(1))
        digits = re.sub(r"\D", "", begin[1].split(".")[0])
        expected[begin[1][-1]] = int(digits) + 1 if digits else 1
    candidates = []
    for found in _LIST_NUMBER.finditer(text):
        if begin and found.start() < begin.end(1):
            continue
        candidates.append((found, "()" if found["m"] else found["tutup"], int(found["m"] or found["n"])))
    second = {kind: place for place, (_, kind, number) in enumerate(candidates) if number == 2}  # the last
    for place, (found, kind, number) in enumerate(candidates):
        further = number == expected.get(kind, 0) and number > 1
        start = number == 1 and (
            second.get(kind, -1) > place or _lead(text, found.start()).rstrip().endswith(":")
        )
        if further or start:
            expected[kind] = number + 1
            begins = found.start("m") if found["m"] else found.start("n")
            result.append((begins, begins + len(found["m"] or found["n"])))
    return result


def _no_figures(text: str) -> list[tuple[int, int, str]]:
    """Stretches that are no figures, in order, none overlapping."""
    cut: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))

    def add(start: int, end: int, sebab: str) -> None:
        if start < end and taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            cut.append((start, end, sebab))

    pages = _CONTENT.search(text) if text.rstrip()[-1:].isdigit() else None
    if pages:
        add(*pages.span(1), "halaman")
    for start, end in _list_labels(text):
        add(start, end, "label")
    lowered = _lowered(text)
    for sebab, pattern, needs in _patterns():
        if needs is None or needs.search(lowered):
            for found in pattern.finditer(lowered):
                if _DIGIT.search(found[0]):
                    add(*found.span(), sebab)
    return sorted(cut)


def _is_no_figure(text: str) -> bool:
    lowered = _lowered(text)
    return any(pattern.fullmatch(lowered) for _, pattern, _ in _patterns())


def _lead(text: str, end: int) -> str:
    """The last letters before a position, and the blanks behind them."""
    at = end
    while at and text[at - 1].isspace():
        at -= 1
    return text[max(0, at - _LETTERS) : end]


@cache
def _phrases() -> re.Pattern:
    return re.compile(alternation(word for word in units.counted() if " " in word), re.I)


def _satuan(text: str, end: int) -> str:
    found = _SATUAN.match(text, end)
    if found and (phrase := _phrases().match(text, found.start(1))):
        return phrase[0]
    words = found[1].strip(".") if found else ""
    return "" if words.lower() in _words_of("bukan_satuan") else words[:40]


def _tahun(digits: str, satuan: str, before: str) -> bool:
    """A bare 19xx or 20xx is a year, unless a counted noun follows and no 'tahun' stands before it."""
    if not re.fullmatch(r"(?:19|20)\d\d", digits):
        return False
    return (
        bool(re.search(r"(?:tahun|thn|ta|t\.a\.?)\s*$", before, re.I))
        or satuan.lower() not in units.counted()
    )


@lru_cache(maxsize=65536)
def tokens(text: str, sel: bool = False, thousands: bool | None = None) -> tuple[Token, ...]:
    """Every number token of `text`, in order.

    sel: the text is a whole cell, so that "(1.234)" is negative and digits set apart ("1 6 ,3 9") belong
    together.
    thousands: decides "1.926" (see schemas.angka.baca).
    """
    if not _DIGIT.search(text):
        return ()
    printed, text = text, text.translate(_EQUALS)
    narrow = re.search("[\u00a0\u2007\u2009\u202f]", printed) is not None
    result = _tokens(text, sel and (narrow or _belong_together(text)), thousands)
    return (
        result
        if printed == text
        else tuple(token._replace(teks=printed[token.mulai : token.akhir]) for token in result)
    )


def _belong_together(text: str) -> bool:
    """Do digits set apart by blanks belong to one number? "1 6 ,3 9" and "2.415. 289" do, "100 100" are
    two."""
    if not (gaps := re.findall(r"([\d.,]) +(?=([\d.,]))", text)):
        return True
    scraps = re.findall(r"[\d.,]+", text)
    return (
        all("." in ab or "," in ab for ab in map("".join, gaps))
        or all(len(piece.strip(".,")) <= 1 for piece in scraps)
        or (len(scraps) >= 3 and all(re.fullmatch(r"\d{3}(?:[.,]\d+)?", piece) for piece in scraps[1:]))
    )


def _tokens(text: str, sel: bool, thousands: bool | None) -> tuple[Token, ...]:
    plain = text.strip()
    whole = sel and (_NUMBER_CELL.fullmatch(plain) is not None or A.is_signed(plain))
    if whole and not _is_no_figure(plain):
        number = A.parse(plain.replace("\\", ""), thousands)
        if (
            number.kelas in (A.FIGURE, A.UNREADABLE)
            and not number.ragu.startswith("lebih")
            and not _tahun(plain, "", "")
        ):
            begin = text.index(plain)
            return (
                Token(
                    begin,
                    begin + len(plain),
                    plain,
                    number.mantissa,
                    number.desimal,
                    number.satuan,
                    number.kelas,
                    number.ragu,
                    number.lokal,
                    "",
                ),
            )
    result = []
    without = _no_figures(text)
    for start, end, sebab in without:
        content = text[start:end].strip()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        digits = re.sub(r"\D", "", content)
        result.append(
            Token(
                start,
                start + len(content),
                content,
                int(digits) if len(digits) <= 4 else 0,
                0,
                "",
                NOT_FIGURE,
                "",
                "id",
                sebab,
            )
        )
    bounds = [0, *(at for start, end, _ in without for at in (start, end)), len(text)]
    rest = "".join(
        "\x00" * (end - start) if place % 2 else text[start:end]
        for place, (start, end) in enumerate(pairwise(bounds))
    )
    address = any(sebab in ("telepon", "alamat web") for _, _, sebab in without)
    found = _NUMBER.search(rest)
    while found:
        token = _one(text, found, sel, thousands)
        found = _NUMBER.search(rest, token.akhir)
        if address and re.fullmatch(r"\d{5}|0+", token.teks):
            token = token._replace(kelas=NOT_FIGURE, sebab="alamat", satuan="")
        result.append(token)
    return tuple(sorted(result))


@cache
def _measured() -> re.Pattern:
    return re.compile(rf"\s*(?:\\?%|(?:{alternation(units.measures())}|{A.SCALES})(?![a-z]))", re.I)


def _goes_on(text: str, found: re.Match) -> bool:
    """Is what follows a blank the rest of one number ("Rp48. 592.221.203", "23, 5 km"), and no list ("5, 8
    dan 9")?"""
    start, rest = found["pokok"], found["sambung"]
    if rest[0] == ".":
        groups = len(re.findall(r"\.", start)), len(re.findall(r"\d{3}", rest))
        whole = re.fullmatch(r"\d{1,3}(?:\.\d{3})*", start) is not None
        return whole and (max(groups) > 1 or bool(found["rp"] and groups[0]))
    listed = re.search(r"\d\s*\\?%?\s*,\s*(?:dan\s|atau\s)?\s*$", text[: found.start()])
    further = re.match(r"\s*\\?%?\s*(?:,|dan\b|atau\b|serta\b|-)\s*\d", text[found.end("sambung") :])
    if listed or further or not re.fullmatch(r"\d{1,3}(?:\.\d{3})*", start):
        return False
    return rest.lstrip() != rest or _measured().match(text, found.end("sambung")) is not None


def _one(text: str, found: re.Match, sel: bool, thousands: bool | None) -> Token:
    start = found.start() + (len(found[0]) - len(found[0].lstrip()))
    end = found.end()
    if found["sambung"] and not _goes_on(text, found):
        end = found.end("pokok")  # a sentence end or a list, not a number broken at a blank or a line end
    if (found["rp"] or "").endswith("(") and text[end : end + 1] == ")":
        end += 1
    content = text[start:end]
    before, after = _lead(text, start), text[end : end + 1]
    digits = found["pokok"]
    if found["pangkat"]:  # "1e+30", as programs print what is too long for them
        return Token(start, end, content, 0, 0, "", A.UNREADABLE, "tidak terbaca", "id", "")
    if not found["rp"] and not found["tanda"] and not found["persen"]:
        satuan = _satuan(text, end)
        if _tahun(digits, satuan, before) and not found["kali"]:
            return Token(start, end, content, int(digits), 0, "", NOT_FIGURE, "", "id", "tahun")
        if re.search(r"[A-Za-z]$", before) or (after.isalpha() and satuan.lower() not in units.counted()):
            adjoining = re.search(r"[a-z]{4,}$", before) and not after.isalpha()
            if not adjoining:
                return Token(start, end, content, 0, 0, "", NOT_FIGURE, "", "id", "kode")
    behind = not found["rp"] and re.search(r"\d[.,]\d", digits) and _BEHIND.match(text, end)
    if behind and not _AMOUNT.fullmatch(digits):
        return Token(start, end + 1, content + "-", 0, 0, "", A.UNREADABLE, "tidak terbaca", "id", "")
    read_so_far = re.sub(r"(?<=\d[.,])\s+(?=\d)|(?<=\d)\s+(?=,\d)", "", content).replace("\\", "")
    number = A.parse(read_so_far, thousands)
    if number.kelas not in (A.FIGURE, A.UNREADABLE):
        number = A.Angka(0, 0, "", A.UNREADABLE)
    satuan = number.satuan if number.satuan in ("%", "Rp") else _satuan(text, end)
    doubt = number.ragu if number.kelas == A.FIGURE else "tidak terbaca"
    if behind:  # "sebesar 41.814.414.000-": an amount whose comma before the dash is lost
        doubt = A.SIGN_BEHIND
    return Token(
        start, end, content, number.mantissa, number.desimal, satuan, number.kelas, doubt, number.lokal, ""
    )
