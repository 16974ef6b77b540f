"""Word's formulas (OMML) as one readable line: a fraction becomes 'a / b'."""

import re

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_POWERS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


def _bracketed(text: str) -> str:
    """Brackets round a sum, difference, product or quotient that becomes one operand."""
    text = text.strip()
    plain = re.sub(r"\([^()]*\)", "", text)
    return f"({text})" if re.search(r"[+−×/÷:]|\s-\s|(?<=\w)-(?=\w)", plain) else text


def _children(element, name: str, teks_run) -> str:
    children = element.find(f"{M}{name}")
    return "" if children is None else formula(children, teks_run)


def _property(element, run: str, default: str) -> str:
    children = element.find("/".join(f"{M}{j}" for j in run.split("/")))
    return default if children is None else children.get(f"{M}val", "")


def _one(u, teks_run) -> str:
    name = u.tag.rpartition("}")[2] if isinstance(u.tag, str) else ""
    if name == "f":
        return f"{_bracketed(_children(u, 'num', teks_run))} / {_bracketed(_children(u, 'den', teks_run))}"
    if name in ("sSup", "sSubSup"):
        rank = _children(u, "sup", teks_run).strip()
        above = rank.translate(_POWERS) if re.fullmatch(r"[\d+\-n]+", rank) else f"^{_bracketed(rank)}"
        return (
            _children(u, "e", teks_run)
            + (f"_{_children(u, 'sub', teks_run)}" if name == "sSubSup" else "")
            + above
        )
    if name == "sSub":
        return f"{_children(u, 'e', teks_run)}_{_children(u, 'sub', teks_run)}"
    if name == "rad":
        return f"√({_children(u, 'e', teks_run)})"
    if name == "d":
        content = _property(u, "dPr/sepChr", "|").join(
            formula(e, teks_run).strip() for e in u.findall(f"{M}e")
        )
        return _property(u, "dPr/begChr", "(") + content + _property(u, "dPr/endChr", ")")
    if name == "nary":
        bounds = " ".join(filter(None, (_children(u, "sub", teks_run), _children(u, "sup", teks_run))))
        sign = _property(u, "naryPr/chr", "∫") + (f"[{bounds}]" if bounds else "")
        return f"{sign} {_children(u, 'e', teks_run)}"
    if name == "func":
        return f"{_children(u, 'fName', teks_run)} {_children(u, 'e', teks_run)}"
    if name == "eqArr":
        return " ".join(formula(e, teks_run).strip() for e in u.findall(f"{M}e"))
    if name == "m":
        return "; ".join(
            " ".join(formula(e, teks_run).strip() for e in r.findall(f"{M}e")) for r in u.findall(f"{M}mr")
        )
    if name.endswith("Pr"):
        return ""
    if name == "t":
        return u.text or ""
    if u.tag == f"{M}r" or u.tag.startswith(M):
        return formula(u, teks_run)
    return teks_run(u)  # ordinary runs and tracked changes inside a formula


def formula(element, teks_run=lambda u: "") -> str:
    """The formula below one OMML element. teks_run reads elements that are not OMML (w:r, w:ins), for
    insertions."""
    return "".join(_one(u, teks_run) for u in element if isinstance(u.tag, str))
