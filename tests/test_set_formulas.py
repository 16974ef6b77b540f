"""Formulas for capaian set over several lines, as a PDF gives them back."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.formulas import recognise_rumus

RISES = "Semakin tinggi realisasi menunjukkan pencapaian kinerja yang semakin baik, maka digunakan rumus :"
FALLS = "Semakin tinggi realisasi menunjukkan semakin rendah pencapaian kinerja, maka digunakan rumus :"


def stated(*parts: str) -> list[tuple[str, str]]:
    document = assemble(parse_text("## BAB III AKUNTABILITAS KINERJA\n\n" + "\n\n".join(parts) + "\n"), "uji")
    r = recognise_rumus(all_lines(document))
    return list(zip(r["arah"], r["rumus"], strict=True))


@pytest.mark.parametrize(
    ("parts", "formulas"),
    [
        (
            [RISES, "Realisasi", "Persentase = x 100%", "tingkat capaian Rencana"],
            [("naik", "realisasi_per_target")],
        ),
        ([RISES, "% Pencapaian = Realisasi x 100 %", "Kinerja Rencana"], [("naik", "realisasi_per_target")]),
        (
            [
                FALLS,
                "Rencana – (Realisasi - Rencana)",
                "Persentase pencapaian = ---------- X 100%",
                "Rencana",
            ],
            [("turun", "dua_target")],
        ),
        (
            [
                FALLS,
                "Persentase pencapaian Rencana – (Realisasi – Rencana)",
                "Rencana tingkat = x 100%",
                "capaian Rencana",
            ],
            [("turun", "dua_target")],
        ),
        (
            [FALLS, "Pencapaian = Realisasi - (Realisasi-Rencana) x 100%", "Kinerja Rencana"],
            [("turun", "selalu_seratus")],
        ),
        (
            [
                RISES,
                "Realisasi",
                "Persentase = x 100%",
                "Rencana",
                FALLS,
                "Rencana - (Realisasi - Rencana)",
                "Persentase = x 100%",
                "Rencana",
            ],
            [("naik", "realisasi_per_target"), ("turun", "dua_target")],
        ),
        ([FALLS, "Capaian dihitung menurut kebiasaan dinas, dan realisasi naik dari rencana."], []),
        (["Realisasi terhadap target kelompok tahun ini mencapai 100%, sama dengan tahun lalu."], []),
    ],
)
def test_formulas_over_lines(parts, formulas):
    assert stated(*parts) == formulas
