"""Styles and list numbers of a Word document: outline levels, hidden text, numbers that Word only computes."""

from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAWI = (
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
_PEMIMPIN = {"dot", "hyphen", "underscore", "heavy", "middleDot"}


def romawi(n: int) -> str:
    """Small Roman numeral of a positive number."""
    hasil = ""
    for nilai, huruf in _ROMAWI:
        while n >= nilai:
            hasil, n = hasil + huruf, n - nilai
    return hasil


def huruf(n: int) -> str:
    """Word's letters: 1 → a, 26 → z, 27 → aa, 28 → bb."""
    return chr(97 + (n - 1) % 26) * ((n - 1) // 26 + 1) if n > 0 else ""


def cetak(n: int, bentuk: str) -> str:
    """One list number in a Word number format; formats that Indonesian reports do not use print as decimals."""
    if bentuk in ("lowerRoman", "upperRoman"):
        return romawi(n).upper() if bentuk == "upperRoman" else romawi(n)
    if bentuk in ("lowerLetter", "upperLetter"):
        return huruf(n).upper() if bentuk == "upperLetter" else huruf(n)
    return f"{n:02d}" if bentuk == "decimalZero" else "" if bentuk == "none" else str(n)


def nyala(unsur) -> bool:
    """Is a Word on/off element there and not switched off?"""
    return unsur is not None and unsur.get(f"{W}val", "1") not in ("0", "false", "off")


def _val(unsur, jalan: str) -> str | None:
    anak = None if unsur is None else unsur.find(jalan)
    return None if anak is None else anak.get(f"{W}val")


def _bulat(teks: str | None) -> int | None:
    try:
        return int(teks) if teks is not None else None
    except ValueError:
        return None


@dataclass
class _Gaya:
    nama: str = ""
    dasar: str | None = None
    garis_besar: int | None = None
    num: str | None = None
    ilvl: int | None = None
    tersembunyi: bool | None = None
    pemimpin: bool = False


class Gaya:
    """The styles part: what a paragraph gets from its style and the styles that one is based on."""

    def __init__(self, akar) -> None:
        self._isi: dict[str, _Gaya] = {}
        self.baku = ""
        for s in () if akar is None else akar.iter(f"{W}style"):
            ppr, rpr = s.find(f"{W}pPr"), s.find(f"{W}rPr")
            van = None if rpr is None else rpr.find(f"{W}vanish")
            gaya = _Gaya(
                nama=(_val(s, f"{W}name") or "").lower(),
                dasar=_val(s, f"{W}basedOn"),
                garis_besar=_bulat(_val(ppr, f"{W}outlineLvl")),
                num=_val(ppr, f"{W}numPr/{W}numId"),
                ilvl=_bulat(_val(ppr, f"{W}numPr/{W}ilvl")),
                tersembunyi=None if van is None else nyala(van),
                pemimpin=berpemimpin(ppr),
            )
            self._isi[s.get(f"{W}styleId", "")] = gaya
            if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") in ("1", "true"):
                self.baku = s.get(f"{W}styleId", "")

    def _rantai(self, kunci: str | None):
        lihat = set()
        while kunci in self._isi and kunci not in lihat:
            lihat.add(kunci)
            yield self._isi[kunci]
            kunci = self._isi[kunci].dasar

    def warisan(self, kunci: str | None, apa: str):
        """The first value of `apa` along the chain of styles, else None."""
        return next((v for g in self._rantai(kunci or self.baku) if (v := getattr(g, apa)) is not None), None)

    def nama(self, kunci: str | None) -> str:
        """The style's own name in small letters ('heading 1', 'toc 2')."""
        return self._isi[kunci].nama if kunci in self._isi else ""

    def pemimpin(self, kunci: str | None) -> bool:
        """Has the style a tab stop with a leader of dots, as contents lines have?"""
        return any(g.pemimpin for g in self._rantai(kunci or self.baku))


def berpemimpin(ppr) -> bool:
    """Has the paragraph a tab stop with a leader?"""
    return ppr is not None and any(t.get(f"{W}leader") in _PEMIMPIN for t in ppr.iterfind(f"{W}tabs/{W}tab"))


@dataclass
class _Tingkat:
    mulai: int = 1
    bentuk: str = "decimal"
    teks: str = ""
    gaya: str | None = None
    ulang: int | None = None
    legal: bool = False


@dataclass
class _Daftar:
    tingkat: dict[int, _Tingkat] = field(default_factory=dict)
    tautan: str | None = None


def _tingkat(lvl) -> tuple[int, _Tingkat]:
    return _bulat(lvl.get(f"{W}ilvl")) or 0, _Tingkat(
        mulai=1 if (n := _bulat(_val(lvl, f"{W}start"))) is None else n,
        bentuk=_val(lvl, f"{W}numFmt") or "decimal",
        teks=_val(lvl, f"{W}lvlText") or "",
        gaya=_val(lvl, f"{W}pStyle"),
        ulang=_bulat(_val(lvl, f"{W}lvlRestart")),
        legal=nyala(lvl.find(f"{W}isLgl")),
    )


class Nomor:
    """The numbering part with its running counters: gives each numbered paragraph the label that Word prints."""

    def __init__(self, akar, gaya: Gaya) -> None:
        self._abstrak: dict[str, _Daftar] = {}
        self._num: dict[str, tuple[str, dict[int, _Tingkat], dict[int, int]]] = {}
        self._hitung: dict[str, dict[int, int]] = {}
        self._mulai_ulang: set[tuple[str, int]] = set()
        if akar is None:
            return
        tautan_gaya = {}
        for a in akar.iter(f"{W}abstractNum"):
            kunci = a.get(f"{W}abstractNumId", "")
            self._abstrak[kunci] = _Daftar(
                dict(_tingkat(lv) for lv in a.findall(f"{W}lvl")), _val(a, f"{W}numStyleLink")
            )
            if (s := _val(a, f"{W}styleLink")) is not None:
                tautan_gaya[s] = kunci
        for n in akar.iter(f"{W}num"):
            ganti, awal = {}, {}
            for o in n.findall(f"{W}lvlOverride"):
                i = _bulat(o.get(f"{W}ilvl")) or 0
                if o.find(f"{W}lvl") is not None:
                    ganti[i] = _tingkat(o.find(f"{W}lvl"))[1]
                if (s := _bulat(_val(o, f"{W}startOverride"))) is not None:
                    awal[i] = s
            abstrak = _val(n, f"{W}abstractNumId") or ""
            tautan = self._abstrak.get(abstrak, _Daftar()).tautan
            self._num[n.get(f"{W}numId", "")] = (tautan_gaya.get(tautan, abstrak) if tautan else abstrak, ganti, awal)

    def tingkat_gaya(self, num: str, gaya: str | None) -> int:
        """The level that a list links to a paragraph style, else 0."""
        abstrak, ganti, _ = self._num.get(num, ("", {}, {}))
        tingkat = {**self._abstrak.get(abstrak, _Daftar()).tingkat, **ganti}
        return next((i for i, t in tingkat.items() if gaya and t.gaya == gaya), 0)

    def berikut(self, num: str, ilvl: int) -> str | None:
        """Count one paragraph and return its label ('1.', 'a)', 'BAB II'); '' for a bullet, None without a list."""
        if num not in self._num:
            return None
        abstrak, ganti, awal = self._num[num]
        tingkat = {**self._abstrak.get(abstrak, _Daftar()).tingkat, **ganti}
        if ilvl not in tingkat:
            return None
        hitung = self._hitung.setdefault(abstrak, {})
        if (num, ilvl) not in self._mulai_ulang and ilvl in awal:
            hitung[ilvl] = awal[ilvl] - 1  # the first paragraph of a list that starts anew
        self._mulai_ulang.add((num, ilvl))
        hitung[ilvl] = hitung.get(ilvl, awal.get(ilvl, tingkat[ilvl].mulai) - 1) + 1
        for dalam in [d for d in hitung if d > ilvl]:
            t = tingkat.get(dalam)
            if t is None or t.ulang is None or (t.ulang > 0 and ilvl < t.ulang):
                del hitung[dalam]
        t = tingkat[ilvl]
        if t.bentuk == "bullet":
            return ""
        label = t.teks
        for i in range(ilvl + 1):
            if f"%{i + 1}" in label:
                lv = tingkat.get(i, _Tingkat())
                n = hitung.setdefault(i, lv.mulai)
                label = label.replace(
                    f"%{i + 1}", cetak(n, "decimal" if t.legal and lv.bentuk != "none" else lv.bentuk)
                )
        return label.strip()
