"""Bad inputs made of good ones: texts, trees of values, packages of Office and bytes, spoiled in the ways in which
people, programs and strangers spoil them. Everything is drawn by the chance that is given."""

import io
import random
import re
import zipfile

NUMBER = re.compile(r"\d[\d.,]*")
NUMBERS = (
    *(sign + "72,00" for sign in "−－―‒⁻﹣-"),
    *("72,00" + sign for sign in "−－―‒⁻﹣-"),
    "(72,00)",
    "--72",
    "1e30",
    "1E-30",
    "0x1F",
    "1.00e+400",
    "９９９",
    "٣٤",
    "½",
    "1 234,5",
    "1.2.3.4",
    "1,2,3",
    "1.234,5.6",
    ",5",
    "5,",
    ".",
    "0,0000000000000000000001",
    "999.999.999.999.999.999",
    "999.999.999.999 triliun",
    "#DIV/0!",
    "#REF!",
    "nan",
    "inf",
    "Rp.-",
    "Rp-",
    "80,00%%",
    "80.00.",
    "1/0",
    "12:30",
    "0",
    "-0",
)
PIECES = (
    "\x00", "\x07", "\x1b[31m", "\u2028", "\u2029", "\x0b", "\x0c", "\r", "\ufeff", "\u202e", "\u200b", "\ufffe",
    "\U0001f600", "|", "||", "|---|", "\t", "\n\n", "# ", "```", "<table>", "</td>", "<td colspan=9999999>", "<!--",
    "-->", "$$", "**", "[", "](", "{{", "}}", "{% for a in b %}", "${7*7}", "=1+1", "&amp;", "&#0;", "\\", "'", '"', ";",
    "sebesar", "dari", "menjadi", "naik", "turun", "persen", "sampai dengan", "masing-masing", "yaitu", "Tabel 3.1", "Rp",
    "triliun", "rata-rata", "tahun 2023", "BAB III", "jumlah", ":", "%", "s.d.",
)  # fmt: skip
SCALARS = (
    None, True, False, 0, -1, 1.5, 10**400, "", " ", "2025-02-30", "[", "{{ 1 / 0 }}", "{{ ''.__class__ }}", "\x00",
    "a" * 5000, "9" * 5000, [], {}, [[]], {"a": {"b": []}}, [None], "!!python/object:os.system", "&a", "*a", "nan",
    "../../etc/passwd", "/dev/zero", "\u202e", "x" * 300, "1e400", {"": ""}, [1, "a", None],
)  # fmt: skip


def text(good: str, chance: random.Random, times: int = 4) -> str:
    """A text with some of its numbers, words and signs spoiled."""
    for _ in range(chance.randint(1, times)):
        good = chance.choice(_TEXTS)(good, chance)[:40_000]
    return good


def _span(good: str, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(good))
    return start, min(len(good), start + chance.choice([0, 1, 2, 5, 20, 80, 300]))


def _number(good: str, chance: random.Random) -> str:
    found = list(NUMBER.finditer(good))
    new = chance.choice([chance.choice(NUMBERS), "9" * chance.choice([19, 40, 400, 5000])])
    if not found:
        return good + new
    at = chance.choice(found)
    return good[: at.start()] + new + good[at.end() :]


def _piece(good: str, chance: random.Random) -> str:
    start, _ = _span(good, chance)
    return good[:start] + chance.choice(PIECES) * chance.choice([1, 1, 1, 2, 50]) + good[start:]


def _cut(good: str, chance: random.Random) -> str:
    start, end = _span(good, chance)
    return good[:start] + good[end:]


def _again(good: str, chance: random.Random) -> str:
    start, end = _span(good, chance)
    return good[:end] + good[start:end] * chance.choice([1, 2, 9, 60]) + good[end:]


def _end(good: str, chance: random.Random) -> str:
    return good[: chance.randint(0, len(good))]


def _moved(good: str, chance: random.Random) -> str:
    (a, b), (c, _) = _span(good, chance), _span(good, chance)
    rest = good[:a] + good[b:]
    return rest[:c] + good[a:b] + rest[c:]


def _letter(good: str, chance: random.Random) -> str:
    start, _ = _span(good, chance)
    return (
        good[:start]
        + chr(chance.choice([chance.randint(0, 255), chance.randint(0, 0xD7FF)]))
        + good[start + 1 :]
    )


_TEXTS = (_number, _number, _piece, _piece, _cut, _again, _end, _moved, _letter)


def content(good: bytes, chance: random.Random) -> bytes:
    """Bytes with some turned, cut, doubled or put in."""
    made = bytearray(good)
    for _ in range(chance.randint(1, 5)):
        at = chance.randint(0, len(made))
        long = chance.choice([1, 1, 2, 4, 16, 200])
        what = chance.randint(0, 4)
        if what == 0 and at < len(made):
            made[at] ^= 1 << chance.randint(0, 7)
        elif what == 1:
            del made[at : at + long]
        elif what == 2:
            made[at:at] = made[at : at + long] * chance.choice([1, 3])
        elif what == 3:
            made[at:at] = chance.randbytes(long)
        else:
            del made[chance.randint(len(made) // 2, len(made)) :]
    return bytes(made)


def tree(good, chance: random.Random, share: float = 0.08):
    """Values as YAML, TOML or JSON have them, with some replaced, left out, renamed or doubled."""
    if chance.random() < share:
        return chance.choice(SCALARS)
    if isinstance(good, dict):
        made = {}
        for name, value in good.items():
            if chance.random() < share / 2:
                continue
            made[chance.choice(PIECES) if chance.random() < share / 4 else name] = tree(value, chance, share)
        return made
    if isinstance(good, list):
        items = [tree(one, chance, share) for one in good if chance.random() > share / 2]
        return items * chance.choice([1] * 20 + [2, 40])
    if isinstance(good, str) and chance.random() < share:
        return text(good, chance, 2)
    return good


_XML = (
    lambda part, chance: _attribute(part, chance),
    lambda part, chance: _attribute(part, chance),
    lambda part, chance: _element(part, chance),
    lambda part, chance: text(part, chance, 1),
    lambda part, chance: _words(part, chance),
    lambda part, chance: _words(part, chance),
)
_VALUES = (
    "-1",
    "0",
    "1000000000",
    "99999999999999999999",
    "",
    "x",
    "1e9",
    "nan",
    "A1:XFD1048576",
    "../../x",
    "\u202e",
)


def xml(part: str, chance: random.Random) -> str:
    """A part of a package with attributes, elements or words spoiled; mostly it stays well formed."""
    for _ in range(chance.randint(1, 3)):
        part = chance.choice(_XML)(part, chance)
    return part


def _attribute(part: str, chance: random.Random) -> str:
    found = list(re.finditer(r'="[^"<]*"', part))
    if not found:
        return part
    at = chance.choice(found)
    return f'{part[: at.start()]}="{chance.choice(_VALUES)}"{part[at.end() :]}'


def _element(part: str, chance: random.Random) -> str:
    """An element, told without what is in it, twice, many times, or not at all."""
    found = list(re.finditer(r"<(\w+:?\w+)(?: [^<>]*)?>[^<>]*</\1>|<\w+:?\w+(?: [^<>]*)?/>", part))
    if not found:
        return part
    at = chance.choice(found)
    return part[: at.start()] + at[0] * chance.choice([0, 2, 300]) + part[at.end() :]


def _words(part: str, chance: random.Random) -> str:
    """The text of one element, spoiled and told as XML tells it."""
    found = [at for at in re.finditer(r">([^<>]+)<", part) if at[1].strip()]
    if not found:
        return part
    at = chance.choice(found)
    new = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text(at[1], chance, 2))
    new = new.replace("&", "&amp;").replace("<", "&lt;")
    return f"{part[: at.start(1)]}{new}{part[at.end(1) :]}"


def package(good: bytes, chance: random.Random) -> bytes:
    """A package of Office with a part spoiled, left out or doubled, or its bytes spoiled."""
    if chance.random() < 0.2:
        return content(good, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        main = [name for name in names if re.search(r"document\.xml$|sheet1\.xml$|sharedStrings\.xml$", name)]
        meant = chance.choice(main if main and chance.random() < 0.8 else names)
        gone = chance.random() < 0.05
        for name in names:
            if name != meant:
                new.writestr(name, old.read(name))
            elif not gone:
                new.writestr(
                    name, xml(old.read(name).decode("utf-8", "replace"), chance).encode("utf-8", "replace")
                )
    return out.getvalue()
