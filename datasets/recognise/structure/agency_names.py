"""Names of agencies taken apart and compared."""

import re

from rapidfuzz import fuzz

from datasets.recognise.context import pola
from datasets.recognise.vocabulary import kosakata, pilihan


def _singkatan(pendek: str, panjang: str) -> bool:
    """Can the one be short for the other ("dukcapil", "pupr")? Its letters stand in the longer name, in order."""
    huruf = iter(re.sub(r"\W", "", panjang))
    return len(pendek.split()) == 1 and len(pendek) < 0.6 * len(panjang) and all(h in huruf for h in pendek)


def urai_nama(nama: str) -> tuple[str, str, str, str]:
    """(kind of agency, its field, kind of region, name of region): 'dinas', 'sosial', 'kabupaten', 'x'."""
    n = re.sub(r"[^\w\s]", " ", re.sub(r"\s+", " ", nama.lower())).strip()
    n = re.sub(r"^pemerintah(?:an)?\s+(?=kab|kota|prov|prop)", "", n)
    w = re.search(r"\b(kabupaten|kota|provinsi|propinsi|kab|prov)\s+(\w[\w ]*)$", n)
    daerah = ("", "")
    if w:
        daerah = (kosakata("identitas")["wilayah_sama"].get(w[1], w[1]), w[2].strip())
        n = n[: w.start()].strip()
    m = pola("lembaga").match(n)
    return (m[0], n[m.end() :].strip(), *daerah) if m else ("", n, *daerah)


def lain(nama: str, sendiri: str) -> bool:
    """Is `nama` clearly another agency of the same standing (and not a part, a parent or a partner of one's own)?"""
    j, b, wj, wn = urai_nama(nama)
    sj, sb, swj, swn = urai_nama(sendiri)
    if not sendiri or not (j or wn) or re.match(rf"(?:{pilihan(kosakata('identitas')['umum'])})\b", b):
        return False
    if wn and swn and wj == swj:
        if fuzz.ratio(wn, swn) < 75 and not (wn.startswith(swn) or swn.startswith(wn)):
            return True
    elif wn and swn:
        return False  # another level of government: a parent or partner
    if j and sj == j and b and sb and not _singkatan(b, sb) and not _singkatan(sb, b):
        return max(fuzz.ratio(b, sb), fuzz.partial_ratio(b, sb)) < 70
    return False
