"""Left-overs of markdown, HTML and LaTeX in converted text, and text that line ends have torn."""

import html
import re

_TAG = re.compile(
    r"</?(?:p|i|b|u|em|strong|span|div|center|sup|sub|font|br|table|tr|td|th|thead|tbody|small)\b[^<>]*>",
    re.I,
)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_HYPERLINK = re.compile(r"\[([^\]]+)\]\((?:https?:|mailto:|#)[^)]*\)|<((?:https?://|mailto:)[^<>\s]+)>")
_BOLD = re.compile(r"(?<![\w*])(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.S)
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_FORMULA = re.compile(
    r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\\\((.+?)\\\)|\$(?=[^\s$])([^$\n]*?[\\=^_{}×][^$\n]*?)\$", re.S
)
_LATEX = {
    r"\times": "×",
    r"\cdot": "×",
    r"\div": ":",
    r"\leq": "≤",
    r"\le": "≤",
    r"\geq": "≥",
    r"\ge": "≥",
    r"\neq": "≠",
    r"\pm": "±",
    r"\sum": "Σ",
    r"\approx": "≈",
    r"\left": "",
    r"\right": "",
    r"\quad": " ",
    r"\qquad": " ",
    r"\displaystyle": "",
    r"\\": " ",
    r"\,": " ",
    r"\;": " ",
    r"\ ": " ",
    r"\!": "",
    r"\%": "%",
    r"\$": "$",
    r"\&": "&",
    r"\#": "#",
    r"\_": "_",
    r"\{": "(",
    r"\}": ")",
}
_COMMAND = re.compile(
    r"\\(?:text|mathrm|mathbf|mathit|textbf|textit|operatorname|boxed|mbox|textrm)\s*(?=\{)"
)
MAX_FRACTIONS = 100  # fractions in one formula
BLANKS = re.compile(r"[ \u00a0\u2007\u2009\u202f]+")  # spaces of any width, no tabs
_LINKED = re.compile(
    r"(?<=[^\W\d_])[\u2010-\u2013\u2212\ufe63\uff0d](?=[^\W\d_])"
)  # "Rata–rata": a dash that links two words
_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\ufeff]+")


def _brace_end(text: str, start: int) -> int:
    """Position after the brace group that opens at `start`; the end of the text where it never closes."""
    within = 0
    for position in range(start, len(text)):
        within += (text[position] == "{") - (text[position] == "}")
        if within == 0:
            return position + 1
    return len(text)


def _bracketed(text: str) -> str:
    """Put a sum or difference in brackets, so that 'a / b' keeps the formula's meaning."""
    return f"({text})" if re.search(r"\s[-+−×:]\s", text) and not re.fullmatch(r"\([^()]*\)", text) else text


def _fractions(text: str) -> str:
    """Every \\frac{a}{b} as 'a / b', innermost groups included."""
    for _ in range(MAX_FRACTIONS):
        found = re.search(r"\\[dtc]?frac\s*(?=\{)", text)
        if found is None:
            break
        upper = _brace_end(text, found.end())
        above, rest = text[found.end() + 1 : upper - 1], text[upper:].lstrip()
        if not rest.startswith("{"):
            text = f"{text[: found.start()]}{above} / {rest}"
            continue
        lower = _brace_end(rest, 0)
        below = rest[1 : lower - 1]
        parts = f"{_bracketed(_fractions(above))} / {_bracketed(_fractions(below))}"
        text = f"{text[: found.start()]}{parts}{rest[lower:]}"
    return text


def formula(text: str) -> str:
    """A LaTeX formula as a readable line: '\\frac{\\text{a}}{\\text{b}} \\times 100\\%' → 'a / b × 100%'."""
    text = _fractions(_COMMAND.sub("", text))
    for command, replaced in _LATEX.items():
        text = re.sub(
            re.escape(command) + (r"(?![A-Za-z])" if command[-1].isalpha() else ""),
            replaced.replace("\\", r"\\"),
            text,
        )
    return _SPACES.sub(" ", re.sub(r"[{}]", "", text)).strip()


def clean(text: str) -> str:
    """One line or cell without markup, in single spaces. Line ends within (<br>, \\n) become spaces."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", _HYPERLINK.sub(lambda link: link[1] or link[2], text)))
    if "[" in text:
        text = _HYPERLINK.sub(lambda link: link[1] or link[2], _PICTURE.sub("", text))
    if "$" in text or "\\" in text:
        text = _FORMULA.sub(lambda found: formula(next(group for group in found.groups() if group)), text)
        if re.search(r"\\(?:frac|text|times|%)", text):  # a formula whose dollar signs were lost
            text = formula(text.replace("$", ""))
        text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|<>~])", r"\1", text)
    if "*" in text or "__" in text:
        text = _ITALIC.sub(r"\1", _BOLD.sub(r"\2", text))
        text = text.replace("**", "")
    return join_torn_numbers(_SPACES.sub(" ", text.replace("\n", " ").replace("\u0002", "-")).strip())


def link_words(text: str) -> str:
    """Words linked by a dash of any width with a hyphen, as vocabularies write them; letters keep their
    places."""
    return text if text.isascii() else _LINKED.sub("-", text)


def join_torn_numbers(text: str) -> str:
    """Digits torn by a line end: '2.415.289. 232' → '2.415.289.232'."""
    return re.sub(
        r"(?<![\d.])(\d{1,3}(?:\.\d{3})*\.) (\d{3}(?:\.\d{3})*(?:,\d+)?)(?![\d.])", _closed_up, text
    )


def _closed_up(torn: re.Match) -> str:
    # "1. 250" is a list label before a number; only a number that has already grouped digits goes on
    return torn[1] + torn[2] if torn[1].count(".") > 1 else torn[0]


def join(above: str, below: str) -> str:
    """Two lines of one text: a hyphen that cut a word goes, a torn number closes up, else one space."""
    above, below = above.rstrip(), below.lstrip()
    if not above or not below:
        return above + below
    if found := re.search(r"(\w+)-$", above[-60:]):
        if (found[1].isdigit() and below[0].isdigit()) or re.match(rf"{re.escape(found[1])}\b", below, re.I):
            return above + below  # '2020-' + '2024', 'masing-' + 'masing'
        if found[1][-1].islower() and below[0].islower():
            return above[:-1] + below
    if re.search(r"\d\.\d{3}\.$", above[-20:]) and re.match(r"\d{3}\b", below):
        return above + below
    return f"{above} {below}"
