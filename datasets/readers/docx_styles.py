"""Styles and list numbers of a Word document: outline levels, hidden text, numbers that Word only
computes."""

from dataclasses import dataclass, field

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MAX_ROMAN = 32_767  # numbers above are printed in digits, in letters and in Roman numerals alike
_LEADERS = {"dot", "hyphen", "underscore", "heavy", "middleDot"}


def roman(number: int) -> str:
    """Small Roman numeral of a positive number."""
    result = ""
    for value, letters in _ROMAN:
        while number >= value:
            result, number = result + letters, number - value
    return result


def letters(number: int) -> str:
    """Word's letters: 1 → a, 26 → z, 27 → aa, 28 → bb."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def printed(number: int, form: str) -> str:
    """One list number in a Word number format; formats that Indonesian reports do not use print as
    decimals."""
    if number > _MAX_ROMAN:
        return str(number)
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form in ("lowerLetter", "upperLetter"):
        return letters(number).upper() if form == "upperLetter" else letters(number)
    return f"{number:02d}" if form == "decimalZero" else "" if form == "none" else str(number)


def child(element, tag: str):
    """The first child of that tag, else None; quicker than `find`, which reads its argument as a path."""
    return next(element.iterchildren(tag), None)


def is_on(element) -> bool:
    """Is a Word on/off element there and not switched off?"""
    return element is not None and element.get(f"{WORD}val", "1") not in ("0", "false", "off")


def _val(element, run: str) -> str | None:
    children = None if element is None else element.find(run)
    return None if children is None else children.get(f"{WORD}val")


def _whole(text: str | None) -> int | None:
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


@dataclass
class _Style:
    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    num: str | None = None
    ilvl: int | None = None
    hidden: bool | None = None
    struck: bool | None = None
    leader: bool = False


class Styles:
    """The styles part: what a paragraph gets from its style and the styles that one is based on."""

    def __init__(self, root) -> None:
        self._content: dict[str, _Style] = {}
        self._found: dict[tuple, object] = {}  # what `inherited` has told before
        self.default = ""
        for style in () if root is None else root.iter(f"{WORD}style"):
            ppr, rpr = style.find(f"{WORD}pPr"), style.find(f"{WORD}rPr")
            van = None if rpr is None else rpr.find(f"{WORD}vanish")
            line = None if rpr is None else child(rpr, f"{WORD}strike")
            styles = _Style(
                name=(_val(style, f"{WORD}name") or "").lower(),
                based_on=_val(style, f"{WORD}basedOn"),
                outline=_whole(_val(ppr, f"{WORD}outlineLvl")),
                num=_val(ppr, f"{WORD}numPr/{WORD}numId"),
                ilvl=_whole(_val(ppr, f"{WORD}numPr/{WORD}ilvl")),
                hidden=None if van is None else is_on(van),
                struck=None if line is None else is_on(line),
                leader=has_leader(ppr),
            )
            self._content[style.get(f"{WORD}styleId", "")] = styles
            if style.get(f"{WORD}type") == "paragraph" and style.get(f"{WORD}default") in ("1", "true"):
                self.default = style.get(f"{WORD}styleId", "")

    def _chain(self, key: str | None):
        seen = set()
        while key in self._content and key not in seen:
            seen.add(key)
            yield self._content[key]
            key = self._content[key].based_on

    def inherited(self, key: str | None, what: str):
        """The first value of `what` along the chain of styles, else None."""
        if (key, what) not in self._found:
            found = (
                value
                for properties in self._chain(key or self.default)
                if (value := getattr(properties, what)) is not None
            )
            self._found[key, what] = next(found, None)
        return self._found[key, what]

    def name(self, key: str | None) -> str:
        """The style's own name in small letters ('heading 1', 'toc 2')."""
        return self._content[key].name if key in self._content else ""

    def has_leader(self, key: str | None) -> bool:
        """Has the style a tab stop with a leader of dots, as contents lines have?"""
        return any(properties.leader for properties in self._chain(key or self.default))


def has_leader(ppr) -> bool:
    """Has the paragraph a tab stop with a leader?"""
    return ppr is not None and any(
        tab.get(f"{WORD}leader") in _LEADERS for tab in ppr.iterfind(f"{WORD}tabs/{WORD}tab")
    )


@dataclass
class _Level:
    mulai: int = 1
    form: str = "decimal"
    teks: str = ""
    styles: str | None = None
    restart: int | None = None
    legal: bool = False


@dataclass
class _List:
    tingkat: dict[int, _Level] = field(default_factory=dict)
    link: str | None = None


def _level(lvl) -> tuple[int, _Level]:
    return _whole(lvl.get(f"{WORD}ilvl")) or 0, _Level(
        mulai=1 if (number := _whole(_val(lvl, f"{WORD}start"))) is None else number,
        form=_val(lvl, f"{WORD}numFmt") or "decimal",
        teks=_val(lvl, f"{WORD}lvlText") or "",
        styles=_val(lvl, f"{WORD}pStyle"),
        restart=_whole(_val(lvl, f"{WORD}lvlRestart")),
        legal=is_on(lvl.find(f"{WORD}isLgl")),
    )


class Numbering:
    """The numbering part with its running counters: gives each numbered paragraph the label that Word
    prints."""

    def __init__(self, root, styles: Styles) -> None:
        self._abstract: dict[str, _List] = {}
        self._num: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counted: dict[str, dict[int, int]] = {}
        self._restarts: set[tuple[str, int]] = set()
        if root is None:
            return
        style_link = {}
        for abstract in root.iter(f"{WORD}abstractNum"):
            key = abstract.get(f"{WORD}abstractNumId", "")
            self._abstract[key] = _List(
                dict(_level(lv) for lv in abstract.findall(f"{WORD}lvl")),
                _val(abstract, f"{WORD}numStyleLink"),
            )
            if (linked := _val(abstract, f"{WORD}styleLink")) is not None:
                style_link[linked] = key
        for numbering in root.iter(f"{WORD}num"):
            replaced, begin = {}, {}
            for override in numbering.findall(f"{WORD}lvlOverride"):
                level = _whole(override.get(f"{WORD}ilvl")) or 0
                if override.find(f"{WORD}lvl") is not None:
                    replaced[level] = _level(override.find(f"{WORD}lvl"))[1]
                if (first := _whole(_val(override, f"{WORD}startOverride"))) is not None:
                    begin[level] = first
            abstrak = _val(numbering, f"{WORD}abstractNumId") or ""
            link = self._abstract.get(abstrak, _List()).link
            self._num[numbering.get(f"{WORD}numId", "")] = (
                style_link.get(link, abstrak) if link else abstrak,
                replaced,
                begin,
            )

    def style_level(self, num: str, styles: str | None) -> int:
        """The level that a list links to a paragraph style, else 0."""
        abstrak, replaced, _ = self._num.get(num, ("", {}, {}))
        level = {**self._abstract.get(abstrak, _List()).tingkat, **replaced}
        return next(
            (level_no for level_no, level_told in level.items() if styles and level_told.styles == styles), 0
        )

    def following(self, num: str, ilvl: int) -> str | None:
        """Count one paragraph and return its label ('1.', 'a)', 'BAB II'); '' for a bullet, None without a
        list."""
        if num not in self._num:
            return None
        abstrak, replaced, begin = self._num[num]
        level = {**self._abstract.get(abstrak, _List()).tingkat, **replaced}
        if ilvl not in level:
            return None
        counts = self._counted.setdefault(abstrak, {})
        if (num, ilvl) not in self._restarts and ilvl in begin:
            counts[ilvl] = begin[ilvl] - 1  # the first paragraph of a list that starts anew
        self._restarts.add((num, ilvl))
        counts[ilvl] = counts.get(ilvl, begin.get(ilvl, level[ilvl].mulai) - 1) + 1
        for within in [deeper for deeper in counts if deeper > ilvl]:
            told = level.get(within)
            if told is None or told.restart is None or (told.restart > 0 and ilvl < told.restart):
                del counts[within]
        told = level[ilvl]
        if told.form == "bullet":
            return ""
        label = told.teks
        for level_no in range(ilvl + 1):
            if f"%{level_no + 1}" in label:
                lv = level.get(level_no, _Level())
                count = counts.setdefault(level_no, lv.mulai)
                label = label.replace(
                    f"%{level_no + 1}",
                    printed(count, "decimal" if told.legal and lv.form != "none" else lv.form),
                )
        return label.strip()
