"""Left-overs of markdown, HTML and LaTeX in converted text, and text that line ends have torn."""

import html
import re

_TAG = re.compile(
    r"</?(?:p|i|b|u|em|strong|span|div|center|sup|sub|font|br|table|tr|td|th|thead|tbody|small)\b[^<>]*>", re.I
)
_GAMBAR = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_TAUT = re.compile(r"\[([^\]]+)\]\((?:https?:|mailto:|#)[^)]*\)|<((?:https?://|mailto:)[^<>\s]+)>")
_TEBAL = re.compile(r"(?<![\w*])(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.S)
_MIRING = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_RUMUS = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\\\((.+?)\\\)|\$(?=[^\s$])([^$\n]*?[\\=^_{}×][^$\n]*?)\$", re.S)
_LATEX = {
    r"\times": "×", r"\cdot": "×", r"\div": ":", r"\leq": "≤", r"\le": "≤", r"\geq": "≥", r"\ge": "≥", r"\neq": "≠",
    r"\pm": "±", r"\sum": "Σ", r"\approx": "≈", r"\left": "", r"\right": "", r"\quad": " ", r"\qquad": " ",
    r"\displaystyle": "", r"\\": " ", r"\,": " ", r"\;": " ", r"\ ": " ", r"\!": "", r"\%": "%", r"\$": "$",
    r"\&": "&", r"\#": "#", r"\_": "_", r"\{": "(", r"\}": ")",
}  # fmt: skip
_PERINTAH = re.compile(r"\\(?:text|mathrm|mathbf|mathit|textbf|textit|operatorname|boxed|mbox|textrm)\s*(?=\{)")
MAKS_PECAHAN = 100  # fractions in one formula
_SPASI = re.compile(r"[ \t\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\ufeff]+")


def _kurawal(teks: str, mulai: int) -> int:
    """Position after the brace group that opens at `mulai`; the end of the text where it never closes."""
    dalam = 0
    for i in range(mulai, len(teks)):
        dalam += (teks[i] == "{") - (teks[i] == "}")
        if dalam == 0:
            return i + 1
    return len(teks)


def _bagian(teks: str) -> str:
    """Put a sum or difference in brackets, so that 'a / b' keeps the formula's meaning."""
    return f"({teks})" if re.search(r"\s[-+−×:]\s", teks) and not re.fullmatch(r"\([^()]*\)", teks) else teks


def _pecahan(teks: str) -> str:
    """Every \\frac{a}{b} as 'a / b', innermost groups included."""
    for _ in range(MAKS_PECAHAN):
        m = re.search(r"\\[dtc]?frac\s*(?=\{)", teks)
        if m is None:
            break
        a = _kurawal(teks, m.end())
        atas, sisa = teks[m.end() + 1 : a - 1], teks[a:].lstrip()
        if not sisa.startswith("{"):
            teks = f"{teks[: m.start()]}{atas} / {sisa}"
            continue
        b = _kurawal(sisa, 0)
        bawah = sisa[1 : b - 1]
        teks = f"{teks[: m.start()]}{_bagian(_pecahan(atas))} / {_bagian(_pecahan(bawah))}{sisa[b:]}"
    return teks


def rumus(teks: str) -> str:
    """A LaTeX formula as a readable line: '\\frac{\\text{a}}{\\text{b}} \\times 100\\%' → 'a / b × 100%'."""
    teks = _pecahan(_PERINTAH.sub("", teks))
    for perintah, ganti in _LATEX.items():
        teks = re.sub(
            re.escape(perintah) + (r"(?![A-Za-z])" if perintah[-1].isalpha() else ""), lambda _, g=ganti: g, teks
        )
    return _SPASI.sub(" ", re.sub(r"[{}]", "", teks)).strip()


def bersih(teks: str) -> str:
    """One line or cell without markup, in single spaces. Line ends within (<br>, \\n) become spaces."""
    if "<" in teks or "&" in teks:
        teks = html.unescape(_TAG.sub(" ", _TAUT.sub(lambda m: m[1] or m[2], teks)))
    if "[" in teks:
        teks = _TAUT.sub(lambda m: m[1] or m[2], _GAMBAR.sub("", teks))
    if "$" in teks or "\\" in teks:
        teks = _RUMUS.sub(lambda m: rumus(next(g for g in m.groups() if g)), teks)
        if re.search(r"\\(?:frac|text|times|%)", teks):  # a formula whose dollar signs were lost
            teks = rumus(teks.replace("$", ""))
        teks = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|<>~])", r"\1", teks)
    if "*" in teks or "__" in teks:
        teks = _MIRING.sub(r"\1", _TEBAL.sub(r"\2", teks))
        teks = teks.replace("**", "")
    return sambung_angka(_SPASI.sub(" ", teks.replace("\n", " ").replace("\u0002", "-")).strip())


def sambung_angka(teks: str) -> str:
    """Digits torn by a line end: '2.415.289. 232' → '2.415.289.232'."""
    return re.sub(r"(?<![\d.])(\d{1,3}(?:\.\d{3})*\.) (\d{3}(?:\.\d{3})*(?:,\d+)?)(?![\d.])", _rapat, teks)


def _rapat(m: re.Match) -> str:
    # "1. 250" is a list label before a number; only a number that has already grouped digits goes on
    return m[1] + m[2] if m[1].count(".") > 1 else m[0]


def gabung(atas: str, bawah: str) -> str:
    """Two lines of one text: a hyphen that cut a word goes, a torn number closes up, else one space."""
    atas, bawah = atas.rstrip(), bawah.lstrip()
    if not atas or not bawah:
        return atas + bawah
    if m := re.search(r"(\w+)-$", atas[-60:]):
        if (m[1].isdigit() and bawah[0].isdigit()) or re.match(rf"{re.escape(m[1])}\b", bawah, re.I):
            return atas + bawah  # '2020-' + '2024', 'masing-' + 'masing'
        if m[1][-1].islower() and bawah[0].islower():
            return atas[:-1] + bawah
    if re.search(r"\d\.\d{3}\.$", atas[-20:]) and re.match(r"\d{3}\b", bawah):
        return atas + bawah
    return f"{atas} {bawah}"
