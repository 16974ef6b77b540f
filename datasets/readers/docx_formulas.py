"""Word's formulas (OMML) as one readable line: a fraction becomes 'a / b'."""

import re

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PANGKAT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


def _kurung(teks: str) -> str:
    """Brackets round a sum, difference, product or quotient that becomes one operand."""
    teks = teks.strip()
    polos = re.sub(r"\([^()]*\)", "", teks)
    return f"({teks})" if re.search(r"[+−×/÷:]|\s-\s|(?<=\w)-(?=\w)", polos) else teks


def _anak(unsur, nama: str, teks_run) -> str:
    anak = unsur.find(f"{M}{nama}")
    return "" if anak is None else rumus(anak, teks_run)


def _sifat(unsur, jalan: str, baku: str) -> str:
    anak = unsur.find("/".join(f"{M}{j}" for j in jalan.split("/")))
    return baku if anak is None else anak.get(f"{M}val", "")


def _satu(u, teks_run) -> str:
    nama = u.tag.rpartition("}")[2] if isinstance(u.tag, str) else ""
    if nama == "f":
        return f"{_kurung(_anak(u, 'num', teks_run))} / {_kurung(_anak(u, 'den', teks_run))}"
    if nama in ("sSup", "sSubSup"):
        pangkat = _anak(u, "sup", teks_run).strip()
        atas = pangkat.translate(_PANGKAT) if re.fullmatch(r"[\d+\-n]+", pangkat) else f"^{_kurung(pangkat)}"
        return _anak(u, "e", teks_run) + (f"_{_anak(u, 'sub', teks_run)}" if nama == "sSubSup" else "") + atas
    if nama == "sSub":
        return f"{_anak(u, 'e', teks_run)}_{_anak(u, 'sub', teks_run)}"
    if nama == "rad":
        return f"√({_anak(u, 'e', teks_run)})"
    if nama == "d":
        isi = _sifat(u, "dPr/sepChr", "|").join(rumus(e, teks_run).strip() for e in u.findall(f"{M}e"))
        return _sifat(u, "dPr/begChr", "(") + isi + _sifat(u, "dPr/endChr", ")")
    if nama == "nary":
        batas = " ".join(filter(None, (_anak(u, "sub", teks_run), _anak(u, "sup", teks_run))))
        return f"{_sifat(u, 'naryPr/chr', '∫')}{f'[{batas}]' if batas else ''} {_anak(u, 'e', teks_run)}"
    if nama == "func":
        return f"{_anak(u, 'fName', teks_run)} {_anak(u, 'e', teks_run)}"
    if nama == "eqArr":
        return " ".join(rumus(e, teks_run).strip() for e in u.findall(f"{M}e"))
    if nama == "m":
        return "; ".join(" ".join(rumus(e, teks_run).strip() for e in r.findall(f"{M}e")) for r in u.findall(f"{M}mr"))
    if nama.endswith("Pr"):
        return ""
    if nama == "t":
        return u.text or ""
    if u.tag == f"{M}r" or u.tag.startswith(M):
        return rumus(u, teks_run)
    return teks_run(u)  # ordinary runs and tracked changes inside a formula


def rumus(unsur, teks_run=lambda u: "") -> str:
    """The formula below one OMML element. teks_run reads elements that are not OMML (w:r, w:ins), for insertions."""
    return "".join(_satu(u, teks_run) for u in unsur if isinstance(u.tag, str))
