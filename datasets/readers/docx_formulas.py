"""Word's formulas (OMML) as one readable line: a fraction becomes 'a / b'."""

import re

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_POWERS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


def _bracketed(text: str) -> str:
    """Brackets round a sum, difference, product or quotient that becomes one operand."""
    text = text.strip()
    plain = re.sub(r"\([^()]*\)", "", text)
    return f"({text})" if re.search(r"[+−×/÷:]|\s-\s|(?<=\w)-(?=\w)", plain) else text


def _children(element, name: str, teks_run) -> str:
    children = element.find(f"{MATH}{name}")
    return "" if children is None else formula(children, teks_run)


def _property(element, run: str, default: str) -> str:
    children = element.find("/".join(f"{MATH}{part}" for part in run.split("/")))
    return default if children is None else children.get(f"{MATH}val", "")


def _one(element, teks_run) -> str:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name == "f":
        upper, lower = (_bracketed(_children(element, part, teks_run)) for part in ("num", "den"))
        return f"{upper} / {lower}"
    if name in ("sSup", "sSubSup"):
        rank = _children(element, "sup", teks_run).strip()
        above = rank.translate(_POWERS) if re.fullmatch(r"[\d+\-n]+", rank) else f"^{_bracketed(rank)}"
        return (
            _children(element, "e", teks_run)
            + (f"_{_children(element, 'sub', teks_run)}" if name == "sSubSup" else "")
            + above
        )
    if name == "sSub":
        return f"{_children(element, 'e', teks_run)}_{_children(element, 'sub', teks_run)}"
    if name == "rad":
        return f"√({_children(element, 'e', teks_run)})"
    if name == "d":
        content = _property(element, "dPr/sepChr", "|").join(
            formula(entry, teks_run).strip() for entry in element.findall(f"{MATH}e")
        )
        return _property(element, "dPr/begChr", "(") + content + _property(element, "dPr/endChr", ")")
    if name == "nary":
        bounds = " ".join(
            filter(None, (_children(element, "sub", teks_run), _children(element, "sup", teks_run)))
        )
        sign = _property(element, "naryPr/chr", "∫") + (f"[{bounds}]" if bounds else "")
        return f"{sign} {_children(element, 'e', teks_run)}"
    if name == "func":
        return f"{_children(element, 'fName', teks_run)} {_children(element, 'e', teks_run)}"
    if name == "eqArr":
        return " ".join(formula(entry, teks_run).strip() for entry in element.findall(f"{MATH}e"))
    if name == "m":
        return "; ".join(
            " ".join(formula(entry, teks_run).strip() for entry in row.findall(f"{MATH}e"))
            for row in element.findall(f"{MATH}mr")
        )
    if name.endswith("Pr"):
        return ""
    if name == "t":
        return element.text or ""
    if element.tag == f"{MATH}r" or element.tag.startswith(MATH):
        return formula(element, teks_run)
    return teks_run(element)  # ordinary runs and tracked changes inside a formula


def formula(element, teks_run=lambda element: "") -> str:
    """The formula below one OMML element. teks_run reads elements that are not OMML (w:r, w:ins), for
    insertions."""
    return "".join(_one(inner, teks_run) for inner in element if isinstance(inner.tag, str))
