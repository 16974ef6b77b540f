"""Labels in Bahasa Indonesia and English, from the Babel catalogues in reports/locale. The Indonesian text is
the key."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

LANGUAGES = ("id", "en")


def N_(text: str) -> str:
    """Marks a text for the catalogues without translating it here."""
    return text


# words of the frames and of findings.json; translated where they are shown
GRADES = {"tinggi": N_("tinggi"), "sedang": N_("sedang"), "rendah": N_("rendah")}
KINDS = {
    "total": N_("total"),
    "rasio": N_("rasio"),
    "rata_rata": N_("rata-rata"),
    "arah": N_("arah"),
    "predikat": N_("predikat"),
    "kontradiksi": N_("kontradiksi"),
    "skala": N_("skala"),
    "silang": N_("silang"),
    "formula": N_("formula"),
    "populasi": N_("populasi"),
    "tren": N_("tren"),
    "target": N_("target"),
    "satuan": N_("satuan"),
    "kelengkapan": N_("kelengkapan"),
    "pembulatan": N_("pembulatan"),
    "format": N_("format"),
    "struktur": N_("struktur"),
    "dokumen": N_("dokumen"),
}
STATUSES = {
    "galat": N_("galat"),
    "temuan": N_("temuan"),
    "tidak dapat diuji": N_("tidak dapat diuji"),
    "sesuai": N_("sesuai"),
    "tidak berlaku": N_("tidak berlaku"),
}
OUTCOMES = {
    "tepat": N_("tepat"),
    "dipotong": N_("dipotong, bukan dibulatkan"),
    "dalam presisi": N_("cocok dalam presisi cetakan"),
    "tidak cocok": N_("tidak cocok"),
    "tidak dapat diuji": N_("tidak dapat diuji"),
}
# as schemas/places.py tells them
PLACES = (N_("hlm. %(n)s"), N_("hlm. %(n)s (lembar %(m)s)"), N_("%(x)s, baris %(n)s"))
BY_THE_UNIT = N_("…………………… (diisi unit kerja)")  # a sebab that the report does not show
# states of a printed number: label, and what it means
STATES = {
    "contradicted": (N_("dibantah"), N_("bertentangan dengan angka lain di laporan ini")),
    "terdampak": (N_("terdampak"), N_("ikut berubah bila temuan lain diperbaiki")),
    "pembulatan": (N_("pembulatan"), N_("dipotong, bukan dibulatkan")),
    "recomputed": (N_("terbukti"), N_("dihitung ulang dari angka lain dan cocok")),
    "repeated": (N_("hanya diulang"), N_("sama dengan angka di tempat lain, tidak dihitung ulang")),
    "weak": (N_("diuji lemah"), N_("hanya urutan atau keberadaannya yang diuji")),
    "unreached": (N_("tidak teruji"), N_("tidak ada angka lain yang membuktikannya")),
}


@dataclass(frozen=True)
class Labels:
    """Labels of one language: `_` and `ngettext` for texts, `number` and `percent` for counts and shares."""

    lang: str
    catalogue: NullTranslations

    def _(self, text: str, **values) -> str:
        told = self.catalogue.ugettext(text) if text else ""
        return told % values if values else told

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.catalogue.ungettext(one, many, count)

    def number(self, value: float, decimals: int = 0) -> str:
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self.lang).replace("-", "−")

    def percent(self, part: float, whole: float) -> str:
        return format_percent(part / whole, locale=self.lang) if whole else "–"


@cache
def labels(lang: str = "id") -> Labels:
    """The catalogues of one language; an unknown language gives Indonesian."""
    lang = lang if lang in LANGUAGES else "id"
    folder = files("cermat.reports").joinpath("locale", lang, "LC_MESSAGES")
    found: Translations | NullTranslations = NullTranslations()
    for entry in sorted(
        (found for found in folder.iterdir() if found.name.endswith(".po")), key=lambda found: found.name
    ):
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(entry.read_bytes()), locale=lang))
        compiled.seek(0)
        one = Translations(compiled)
        if isinstance(found, Translations):
            found.merge(one)
        else:
            found = one
    return Labels(lang, found)
