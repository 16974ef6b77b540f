"""Words and files of text: converters' leavings cleaned, words joined, encodings, files that hold no text."""

import pytest

from cermat.datasets.document.clean import clean, join
from cermat.datasets.readers.text import read_text
from cermat.schemas.errors import InputError


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (
            "$$\\% \\text{ capaian} = \\frac{\\text{realisasi}}{\\text{rencana}} \\times 100\\%$$",
            "% capaian = realisasi / rencana × 100%",
        ),
        ("$= \\frac{2T - R}{T} \\times 100\\%$", "= (2T - R) / T × 100%"),
        ("**predikat** <i>baik</i><br>sekali", "predikat baik sekali"),
        ("Rp 5.000 dan $ 3", "Rp 5.000 dan $ 3"),
        ("2.415.289. 232", "2.415.289.232"),
        ("[situs](http://a.id/b) &amp; <p>teks</p>", "situs & teks"),
        ("3* dan 4*", "3* dan 4*"),
        ("nilai <5 dan >3", "nilai <5 dan >3"),
    ],
)
def test_clean(raw, wanted):
    assert clean(raw) == wanted


def test_join():
    assert join("sosi-", "alisasi") == "sosialisasi"
    assert join("masing-", "masing") == "masing-masing" and join("2020-", "2024") == "2020-2024"
    assert join("1.415.289.", "232") == "1.415.289.232"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(tmp_path, code):
    p = tmp_path / "a.txt"
    p.write_bytes("Sasaran “mutu” – naik 5,15%\n\nNo\tA\tB\n1\tx\t2\n".encode(code))
    assert read_text(p)[0].teks == "Sasaran “mutu” – naik 5,15%"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"PK\x03\x04abc", b"\x00\x01\x02" * 50, b"", b"\n \n", b"\xd0\xcf\x11\xe0ab"]
)
def test_no_text(tmp_path, content):
    p = tmp_path / "a.txt"
    p.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_text(p)
    assert str(error.value).startswith("a.txt: ") and "\n" not in str(error.value)
    with pytest.raises(InputError):
        read_text(tmp_path / "tiada.txt")
