"""Reports written for the tests of the HTML page."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cermat import audit
from cermat.checks.profile import Waiver
from tests import helpers
from tests.hostile import LINK, LONG, SCRIPT, TEMPLATE, TURNED

SMALL = """# LAPORAN KINERJA DINAS PERPUSTAKAAN KOTA CONTOH TAHUN 2022

# BAB II PERENCANAAN KINERJA

## A. Perjanjian Kinerja

| No | Indikator Kinerja | Satuan | Target 2022 |
|---|---|---|---|
| 1 | Persentase layanan baca tepat waktu | % | 80,00 |
| 2 | Angka putus sekolah | % | 4,00 |

# BAB III AKUNTABILITAS KINERJA

## A. Capaian Kinerja

Capaian kinerja > 85 sd 100 : Sangat berhasil

Capaian kinerja > 70 sd 85 : Berhasil

Capaian kinerja 0 sd 70 : Kurang berhasil

Tabel 3.1 Capaian kinerja tahun 2022

| No | Indikator Kinerja | Target | Realisasi | Capaian (%) |
|---|---|---|---|---|
| 1 | Persentase layanan baca tepat waktu | 80,00 | 72,00 | 90,00 |
| 2 | Angka putus sekolah | 4,00 | 5,00 | 125,00 |
| | Rata-rata capaian | | | 107,50 |

Capaian Angka putus sekolah tahun 2022 sebesar 125,00%. Rata-rata capaian tahun 2022 sebesar 107,50%. Dari 1.250 pengunjung, 37 orang mengisi survei.

## B. Realisasi Anggaran

Tabel 3.2 Anggaran tahun 2022

| No | Program | Pagu (Rp) | Realisasi (Rp) | Persentase (%) |
|---|---|---|---|---|
| 1 | Program Pembinaan Perpustakaan | 400.000.000 | 300.000.000 | 75,00 |
| 2 | Program Pelestarian Koleksi | 200.000.000 | 150.000.000 | 75,00 |
| | Jumlah | 600.000.000 | 460.000.000 | 76,67 |
"""


def hostile() -> str:
    """The small report with texts that try to break out of every place where a page may show them."""
    texts = (
        SCRIPT,
        TEMPLATE,
        LINK,
        TURNED.replace("\u202c", ""),
        "</script></style></title><script>alert(3)</script>",
        "&lt;b&gt; &amp;#60;",
    )
    rows = "\n".join(f"| {k} | {text} | 50,00 | 45,00 | 9{k},00 |" for k, text in enumerate(texts, 3))
    prose = "\n\n".join(f"{text} tahun 2022 sebesar 12,34%." for text in texts)
    text = SMALL.replace(
        "| | Rata-rata capaian",
        f"{rows}\n| 20 | {LONG} akhir | 50,00 | 45,00 | 97,00 |\n| | Rata-rata capaian",
    )
    text = text.replace("DINAS PERPUSTAKAAN", f"DINAS PERPUSTAKAAN {SCRIPT} \u202e")
    return text.replace("## B. Realisasi", f"## A. {' '.join(texts)}\n\n{prose}\n\n## B. Realisasi")


def submission(text: str, name: str = "laporan.md"):
    """A text as a submitted document."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return audit.read(path)


@cache
def small():
    """The small report, audited; one finding is waived, one waiver has expired, one matches nothing."""
    found = {f["rule"]: f["id"] for f in helpers.quick(submission(SMALL)).to_dict()["findings"]}
    waivers = [
        Waiver(
            id=found["TOT-01"],
            alasan="sudah dibetulkan dalam ralat",
            oleh="Inspektur Pembantu I",
            sampai=date(2999, 1, 1),
        ),
        Waiver(
            id=found["SKA-02"],
            alasan="skala akan diubah",
            oleh="Inspektur Pembantu II",
            sampai=date(2001, 1, 1),
        ),
        Waiver(id="0" * 12, alasan="tidak ada lagi", oleh="Inspektur Pembantu III", sampai=date(2999, 1, 1)),
    ]
    result = helpers.quick(submission(SMALL), waivers=waivers)
    result.sub.warnings.append("halaman 3: tanpa lapisan teks, tidak dibaca")
    return result


def many(findings: dict, n: int) -> dict:
    """findings.json with its findings told again and again, each a matter of its own, until there are n."""
    told = [found for found in findings["findings"] if found["no"]]
    if not told:
        return findings
    again = [
        {
            **told[k % len(told)],
            "id": f"{k:012x}",
            "subject": f"Persentase layanan ke-{k}",
            "no": str(k + 1),
            "role": "pokok",
        }
        for k in range(n)
    ]
    return {**findings, "findings": again}
