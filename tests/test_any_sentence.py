"""Whatever words of the field and figures follow each other in a sentence or a table: reading goes on, and no
rule breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cermat import audit
from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise import recognise
from cermat.datasets.recognise.vocabulary import vocabulary
from tests.helpers import often

NAMES = [
    "Persentase jalan mantap",
    "Indeks kepuasan masyarakat",
    "Jumlah penduduk miskin",
    "Program Pelayanan Sosial",
]
FIGURES = [
    "98,50%",
    "1.204",
    "Rp12.500.000",
    "Rp2,25 triliun",
    "3,5 juta orang",
    "2022",
    "2023",
    "tiga",
    "5 (enam)",
    "0",
    "-",
    "1:25",
    "80-90%",
    "≤ 5",
    "4,5 persen",
    "17 dari 20",
]
HEADERS = [
    "No",
    "Indikator",
    "Target",
    "Realisasi",
    "Capaian (%)",
    "Target 2022",
    "% thd target 2022",
    "Uraian",
    "Jumlah",
    "Satuan",
    "Pagu (Rp)",
    "Sisa",
    "Predikat",
    "TW I",
    "TW IV",
    "2021",
    "Selisih",
    "Bobot",
    "Kategori",
    "Porsi",
    "Januari",
    "",
]
BASE = """# LAPORAN KINERJA DINAS SOSIAL KABUPATEN MAJU TAHUN 2023

| No | Indikator | Target | Realisasi | Capaian |
|---|---|---|---|---|
""" + "\n".join(
    f"| {n} | {name} | {80 + n} | {70 + n} | {(70 + n) / (80 + n) * 100:.2f} |".replace(".", ",")
    for n, name in enumerate(NAMES)
)


def _words(content) -> list[str]:
    """All plain words of a vocabulary, however deep."""
    if isinstance(content, str):
        return [content] if content.replace(" ", "").isalpha() else []
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return [w for part in parts for w in _words(part)]


@pytest.fixture(scope="module")
def words() -> list[str]:
    return sorted(set(_words(vocabulary("prosa"))))


def _broken(texts: list[str]) -> list[tuple[str, str]]:
    """(text, rule) where a rule breaks, of so many reports, each with one of the texts."""
    names = {f"uji-{at}.md": text for at, text in enumerate(texts)}
    result = audit.check(
        [recognise(assemble(parse_text(f"{BASE}\n\n{text}\n"), name), name) for name, text in names.items()]
    )
    assert len(result.audited) == len(texts)
    broken = result.statuses[result.statuses["status"] == "galat"]
    return [(names[name], rule) for name, rule in zip(broken["laporan"], broken["id"], strict=True)]


@settings(max_examples=often(4, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_sentences(words, data):
    piece = st.one_of(
        st.sampled_from(words),
        st.sampled_from(FIGURES),
        st.sampled_from(NAMES),
        st.sampled_from([",", "(", ")"]),
    )
    sentences = st.lists(piece, min_size=3, max_size=20).map(lambda k: " ".join(k).capitalize() + ".")
    texts = st.lists(sentences, min_size=4, max_size=10).map("\n\n".join)
    assert not _broken(data.draw(st.lists(texts, min_size=5, max_size=5)))


def _table(data) -> str:
    width = data.draw(st.integers(2, 8))
    row = lambda content: st.lists(st.sampled_from(content), min_size=width, max_size=width)  # noqa: E731
    body = data.draw(
        st.lists(
            row([*FIGURES, *NAMES, "Jumlah", "Rata-rata", "Total", "orang", "Baik", "1", "2", ""]),
            min_size=1,
            max_size=7,
        )
    )
    rows = [data.draw(row(HEADERS)), ["---"] * width, *body]
    return "Tabel 2 Rincian\n\n" + "\n".join(f"| {' | '.join(r)} |" for r in rows)


@settings(max_examples=often(3, 24), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_tables(data):
    assert not _broken([_table(data) for _ in range(4)])
