"""Made-up reports composed in every format, layout and wording, read again: the same tables, nothing accused,
slips found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cermat import audit
from cermat.datasets.compose import FORMATS, compose, layouts, wordings
from cermat.datasets.compose.sample import sample
from cermat.datasets.compose.style import layouts as known_layouts
from cermat.schemas.submission import merge
from cermat.schemas.tables import all_tables
from tests import round_trip
from tests.helpers import judged, often, quick
from tests.mutants_composed import mutate, named

EVERY = [(layout, wording) for layout in layouts() for wording in wordings()]
UNTOLD = {"kelengkapan"}  # what a made-up report leaves out is told, and rightly


def composed(folder: Path, tables, format: str, layout: str, wording: str, seed: int):
    """Composed and read again."""
    return audit.read(
        compose(
            tables,
            format,
            folder / f"{layout}-{wording}-{seed}.{format}",
            layout=layout,
            wording=wording,
            seed=seed,
        )
    )


def prints(format: str, layout: str, what: str) -> bool:
    """Does the document hold it at all? A workbook with a sheet a table has no sentences."""
    return not (
        format == "xlsx"
        and known_layouts()[layout]["lembar"] == "tabel"
        and what in ("rumus", "layanan", "skala")
    )


def unread(sub) -> list[str]:
    """Printed figures that no typed row points to."""
    a = sub.angka
    known = {
        int(i)
        for name, spec in all_tables().items()
        for c in spec.angka_columns
        for i in sub.tables[name][c]
        if i >= 0
    }
    return [
        f"{r.teks} ({r.tabel})"
        for i, r in zip(a.index, a.itertuples(), strict=True)
        if r.kelas == "figur" and i not in known
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_tables_come_back(format, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pulang")

    # a smaller seed is no simpler report: nothing to shrink
    @settings(
        max_examples=often(3, 12),
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    @given(seed=st.integers(0, 10**6), how=st.sampled_from(EVERY))
    def there_and_back(seed, how):
        layout, wording = how
        tables = sample(seed)
        given_, read = round_trip.submission(tables), composed(folder, tables, format, layout, wording, seed)
        for what in round_trip.ALL:
            if prints(format, layout, what):
                assert round_trip.difference(given_, read, what, layout) == ([], []), (
                    what,
                    seed,
                    layout,
                    wording,
                )
        assert not unread(read), (seed, layout, wording)
        assert read.struktur.empty and not read.warnings

    there_and_back()


def test_nothing_is_accused_in_sound_reports(tmp_path):
    """One report of every layout and wording, formats in turn, as one portfolio."""
    subs = [
        composed(tmp_path, sample(50 + n), FORMATS[n % len(FORMATS)], *how, 50 + n)
        for n, how in enumerate(EVERY)
    ]
    result = judged(merge(subs))
    assert len(result.audited) == len(EVERY)
    for name in result.audited:
        told = result.to_dict(name)
        assert not [
            (f["rule"], f["kondisi"])
            for f in told["findings"]
            if f["severity"] != "rendah" and f["kind"] not in UNTOLD
        ], name
        assert not [r for r in told["rules"] if r["status"] == "galat"]
        assert told["summary"]["numbers"]["recomputed"] >= 0.4 * told["summary"]["numbers"]["printed"], name


def test_one_wrong_number_is_found(tmp_path):
    changes, subs = {}, []
    for n in range(often(10, 40)):
        tables, change = mutate(sample(100 + n), n)
        subs.append(composed(tmp_path, tables, "md" if n % 4 else "docx", *EVERY[n % len(EVERY)], n))
        changes[subs[-1].laporan["laporan"].iat[0]] = change
    result = quick(merge(subs))
    missed = []
    for name, change in changes.items():
        grave = [
            f
            for f in result.to_dict(name)["findings"]
            if f["severity"] != "rendah" and f["kind"] not in UNTOLD
        ]
        missed += [] if named(change, grave) else [(name, change)]
    assert not missed


@pytest.mark.parametrize("layout", ["gabung", "sasaran"])
def test_tables_over_page_ends(layout, tmp_path):
    tables = sample(4, 3)
    given_, read = round_trip.submission(tables), composed(tmp_path, tables, "pdf", layout, "lugas", 0)
    assert read.blok["halaman"].max() >= 15
    for what in round_trip.ALL:
        assert round_trip.difference(given_, read, what, layout) == ([], []), what


def test_contents_are_the_headings(tmp_path):
    read = composed(tmp_path, sample(1), "pdf", "gabung", "lugas", 1)
    assert read.tables["daftar_isi"]["judul"].tolist() == read.tables["bab"]["judul"].tolist()
    pages = [int(p) for p in read.tables["daftar_isi"]["nomor_halaman"] if p.isdigit()]
    assert len(pages) > 15 and pages == sorted(pages)


def test_the_bundled_tables_make_a_report_too(tmp_path):
    from tests.bundled_tables import tables

    given_, read = round_trip.submission(tables()), composed(tmp_path, tables(), "docx", "gabung", "lugas", 0)
    for what in ("indikator", "rincian", "skala", "layanan"):
        assert round_trip.difference(given_, read, what, "gabung") == ([], []), what
