"""Text and Markdown: tables cell by cell, headings, sentences; what page ends and converters do to them."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.baca_teks import baca_teks, urai_teks
from datasets.bersih import bersih, gabung
from datasets.susun import isi_turun, susun
from schemas.galat import GalatMasukan

BERSAMA = Path(__file__).parents[2] / "shared"
butuh_bersama = pytest.mark.skipif(not BERSAMA.is_dir(), reason="butuh ../shared (laporan asli), tidak ada di sini")


def dokumen(teks: str):
    return susun(urai_teks(teks), "uji")


def petak(dok) -> list[list[list[str]]]:
    """Every grid as rows of text."""
    hasil = []
    for _, s in dok.sel.groupby("blok"):
        kisi = [[""] * int((s["c"] + s["cs"]).max()) for _ in range(int((s["r"] + s["rs"]).max()))]
        for r, c, t in zip(s["r"], s["c"], s["teks"], strict=True):
            kisi[r][c] = t
        hasil.append(kisi)
    return hasil


def kepala(dok, ke: int = 0) -> int:
    s = dok.sel[dok.sel["blok"] == dok.sel["blok"].unique()[ke]]
    return int(s[s["kepala"]]["r"].nunique())


# --- the real report -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def laporan_asli():
    return susun(baca_teks(next((BERSAMA / "seeds").glob("*.txt"))), "asli")


@butuh_bersama
def test_delapan_tabel(laporan_asli):
    """Every cell of the eight hand-made tables; the two texts that the conversion lost are the only ones missing."""
    tabel = json.loads((BERSAMA / "seeds" / "tables_truth.json").read_text())["tables"]
    ada = {b: dict(zip(zip(s["r"], s["c"], strict=True), s["teks"], strict=True)) for b, s in laporan_asli.sel.groupby("blok")}
    for nama, t in tabel.items():
        mau = {(r, c): x for r, c, _, _, x in t["cells"]}
        blok, benar = max(((b, sum(s.get(k, "") == x for k, x in mau.items())) for b, s in ada.items()), key=lambda x: x[1])
        s = laporan_asli.sel[laporan_asli.sel["blok"] == blok]
        assert s[s["kepala"]]["r"].nunique() == t["header_rows"], nama
        assert benar >= len(mau) * (0.99 if len(mau) > 200 else 1), nama
        assert not [k for k, x in ada[blok].items() if x and k not in mau], nama
        rentang = dict(zip(zip(s["r"], s["c"], strict=True), zip(s["rs"], s["cs"], strict=True), strict=True))
        beda = [(r, c) for r, c, rs, cs, _ in t["cells"] if r < t["header_rows"] and rentang[r, c] != (rs, cs)]
        assert len(beda) <= 1, (nama, beda)


@butuh_bersama
def test_bagian_dan_keterangan(laporan_asli):
    blok = laporan_asli.blok
    grid = blok[blok["jenis"] == "petak"]
    assert grid["bagian"].str.contains("BAB|LAMPIRAN").all()
    assert len(blok[blok["jenis"].eq("judul") & blok["tingkat"].eq(1) & blok["teks"].str.startswith("BAB")]) == 4
    assert grid["teks"].str.contains("RENCANA KINERJA TAHUNAN").sum() == 1
    assert blok["garis"].is_monotonic_increasing


@butuh_bersama
@pytest.mark.parametrize("berkas", sorted((BERSAMA / "samples").glob("*.md")) if BERSAMA.is_dir() else [], ids=lambda p: p.stem)
def test_petikan(berkas):
    """Each pipe or tab row of a sample is one row of a grid, cell by cell."""
    dok = susun(baca_teks(berkas), "x")
    baris = [b for k in petak(dok) for b in k]
    asli = []
    for b in berkas.read_text().splitlines():
        if b.startswith("|") and not re.fullmatch(r"[|\s:-]+", b):
            asli.append([s.strip() for s in b.strip("|").split("|")])
        elif "\t" in b:
            asli.append([s.strip() for s in b.split("\t")])
    buang = lambda b: b[: max((i + 1 for i, s in enumerate(b) if s), default=0)]  # noqa: E731
    assert [buang(b) for b in baris] == [buang(b) for b in asli]
    assert all(kepala(dok, i) >= 1 for i in range(dok.sel["blok"].nunique()))


# --- round trip ------------------------------------------------------------------------------------------------------

KATA = st.sampled_from("jalan mantap air bersih rumah layak huni angka melek huruf layanan izin terpadu pasar rakyat".split())
NAMA = st.lists(KATA, min_size=2, max_size=6).map(lambda k: " ".join(k).capitalize())
NILAI = st.one_of(
    st.integers(0, 9999).map(lambda n: f"{n // 100},{n % 100:02d}"),
    st.integers(0, 10**11).map(lambda n: f"{n:,}".replace(",", ".")),
    st.integers(0, 100).map(lambda n: f"{n}%"),
    st.just("-"),
)
KOLOM = ["Satuan", "Target", "Realisasi", "Capaian (%)", "Pagu Anggaran (Rp)", "Sisa", "Keterangan"]


@st.composite
def tabel_acak(draw):
    """(header rows, body rows, pieces): a table and the rows at which pages end."""
    tahun = draw(st.booleans())
    if tahun:
        tahun_kolom = [str(2017 + i) for i in range(draw(st.integers(2, 5)))]
        atas = [["No", "Indikator Kinerja", "Realisasi", *[""] * (len(tahun_kolom) - 1)], ["", "", *tahun_kolom]]
        n = len(tahun_kolom)
    else:
        kolom = draw(st.lists(st.sampled_from(KOLOM[1:6]), min_size=1, max_size=5, unique=True))
        atas, n = [["No", "Indikator Kinerja", *kolom]], len(kolom)
    if draw(st.booleans()):
        atas.append([str(i + 1) for i in range(n + 2)])
    isi = [[f"{i + 1}.", draw(NAMA), *[draw(NILAI) for _ in range(n)]] for i in range(draw(st.integers(2, 12)))]
    if draw(st.booleans()):
        isi.append(["Jumlah", "", *[draw(NILAI) for _ in range(n)]])
    potong = sorted(draw(st.sets(st.integers(1, len(isi) - 1), max_size=3)))
    return atas, isi, potong


def _tulis(atas, isi, potong, pipa: bool, ulang: bool, sela: str) -> str:
    baris = (lambda b: "| " + " | ".join(b) + " |") if pipa else "\t".join
    bagian = []
    for i, (a, z) in enumerate(zip([0, *potong], [*potong, len(isi)], strict=True)):
        kepala_ = list(atas) if i == 0 or ulang else []
        garis = [*map(baris, kepala_), *map(baris, isi[a:z])]
        if pipa and kepala_:
            garis.insert(1, "|" + "---|" * len(atas[0]))
        bagian.append("\n".join(garis))
    return "Pengantar tabel berikut ini.\n\n" + f"\n\n{sela}".join(bagian) + "\n\nPenutup sesudah tabel.\n"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tabel_acak(), st.booleans(), st.booleans(), st.sampled_from(["", "12\n\n", "Lanjutan\n\n"]))
def test_bolak_balik(tabel, pipa, ulang, sela):
    """A grid cut at any rows comes back whole, with the header repeated or not, with a page number between or not."""
    atas, isi, potong = tabel
    dok = dokumen(_tulis(atas, isi, potong, pipa, ulang, sela))
    kisi = petak(dok)
    assert len(kisi) == 1
    assert kisi[0] == atas + isi
    assert kepala(dok) == len(atas)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abAB12 .,%|\t\n$\\{}<>*#-()\f_“”", max_size=300))
def test_apa_pun_terbaca(teks):
    """No text makes the reader fail, and no letter or digit of prose without markup is lost."""
    dok = dokumen(teks)
    assert (dok.sel[["rs", "cs"]] >= 1).all().all() if len(dok.sel) else True
