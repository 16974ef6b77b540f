"""A submission whose texts want to be something else: markup, templates, formulas, links, direction marks,
controls, ten thousand letters."""

from tests.helpers import one

LONG = "kata " * 2_000
SCRIPT, TEMPLATE, LINK, TURNED, CONTROL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{7*7}} {% raw %} ${7*7} #{7*7}",
    '=HYPERLINK("http://contoh.invalid","klik")',
    "\u202eterbalik\u202c \u200fkanan\u200e \u2067pulau\u2069",
    "nol\x00 lonceng\x07 lepas\x1b[31m tab\t baris\r\n dua\x85",
)
FORMULAS = (
    "=1+1",
    "+1+cmd|'/c calc'!A1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "'=1+1",
    "{=1+1}",
    '=DDE("cmd";"/c calc";"x")',
)
LINKS = (
    "http://contoh.invalid/a",
    "www.contoh.invalid",
    "mailto:a@contoh.invalid",
    "file:///etc/passwd",
    "internal:Angka!A1",
    "javascript:alert(1)",
)
MARKDOWN = (
    "# Judul | kolom",
    "- butir **tebal** _miring_ `kode` ~~coret~~",
    "[klik](http://contoh.invalid) ![gambar](x.png)",
    "> kutip",
    "1. satu",
    "---",
    "| a | b |",
)
TEXTS = (
    SCRIPT,
    TEMPLATE,
    LINK,
    TURNED,
    CONTROL,
    LONG,
    *FORMULAS,
    *LINKS,
    *MARKDOWN,
    "_x0041_",
    "&amp; & &lt;",
    "\ufffe\uffff",
    "😀" * 50,
)


def submission():
    """Each text names an indikator whose capaian is wrong, a sasaran, a unit, a section, a table and a
    row."""
    rows = []
    for n, text in enumerate(TEXTS):
        rows.append(
            {
                "indikator": f"{text} {n}" if text is not LINK else text,
                "sasaran": text,
                "tahun": "2020",
                "target": "80,00",
                "realisasi": f"{40 + n},00",
                "capaian": "99,99",
                "satuan": text[:40],
                "bagian": text,
                "tabel": text[:60],
                "baris": text,
            }
        )
    return one(
        indikator=rows,
        identitas=[{"jenis": "instansi", "nilai": SCRIPT + LINK}, {"jenis": "petikan", "nilai": "ya"}],
    )
