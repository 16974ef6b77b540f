"""A small made-up nation: every kind of fault is found, nothing is invented in sound reports, and it is the same each time."""

import numpy as np
import pandas as pd
import pytest

from cermat import audit
from cermat.checks.cards import load_cards
from cermat.schemas.parquet import DataSet
from tests.nation import nation, sample, sound
from tests.nation.__main__ import write_nation
from tests.nation.faults import TRUTH, inject, kinds
from tests.nation.figures import printed, quotient, rescaled
from tests.nation.score import score

SOUND = 50
# cards that no fault of a typed table can test: what only a document shows, what needs another document, remarks
ELSEWHERE = {
    "identitas",
    "padanan_indikator",
    "padanan_sasaran",
    "triwulan",
    "kemajuan",
    "antar_dokumen",
    "padanan_skala",
    "skala_lain",
}
NOT_YET = {"CAP-06", "SKA-06", "TOT-10"}


@pytest.fixture(scope="module")
def checked():
    frames, truth = sample(seed=11, sound_reports=SOUND)
    return frames, truth, score(audit.check(frames), truth)


def test_every_kind_of_fault_is_found(checked):
    _, truth, scored = checked
    assert set(truth["jenis"]) == set(kinds())
    missed = scored.faults.loc[~scored.faults["found"], ["laporan", "jenis", "doubtful"]]
    assert missed.empty, missed.to_string()


def test_nothing_is_invented_in_sound_reports(checked):
    frames, truth, scored = checked
    assert frames["identitas"]["laporan"].nunique() == SOUND + truth["laporan"].nunique()
    alarms = scored.alarms[~scored.alarms["laporan"].isin(truth["laporan"])]
    assert alarms.empty, alarms.to_string()


def test_the_accused_is_mostly_the_figure_itself(checked):
    faults = checked[2].faults
    figures = faults[faults["jenis"].map(lambda kind: kinds()[kind].by == "angka")]
    assert figures["exact"].mean() > 0.7


def test_faults_cover_the_rules_that_typed_tables_can_break():
    told = {rule for kind in kinds().values() for rule in kind.rules}
    cards = {card.id: card for card in load_cards(None, None)}
    assert told <= set(cards)
    open_ = {
        i for i, card in cards.items() if card.severity != "rendah" and card.table not in ELSEWHERE
    } - told
    assert open_ == NOT_YET


def test_the_same_seed_gives_the_same_nation_as_frames_and_as_parquet(tmp_path):
    """And a report is the same however many are asked for."""
    write_nation(tmp_path / "bangsa", 12, seed=7, faulty=0.5)
    frames, truth = next(iter(nation(5, seed=7, faulty=0.5)))
    assert list(truth.columns) == TRUTH
    read = DataSet(tmp_path / "bangsa", tmp_path).frames(0, 5)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(read[name], frame, check_dtype=False)
    written = pd.read_csv(tmp_path / "bangsa-kebenaran.csv", dtype=str, keep_default_na=False)
    assert written["baru"].tolist()[: len(truth)] == truth["baru"].tolist()
    assert not sound(8, 0)["indikator"].equals(sound(7, 0)["indikator"])


def test_what_was_changed_stands_in_the_truth():
    frames = sound(5, 0)
    before = {name: frame.copy() for name, frame in frames.items()}
    truth = inject(frames, 0.3, np.random.default_rng(5), only=("capaian salah ketik", "pagu rincian salah"))
    assert set(truth["jenis"]) == {"capaian salah ketik", "pagu rincian salah"}
    changed = sum(int((frames[name] != before[name]).to_numpy().sum()) for name in frames)
    assert changed == len(truth) == truth["laporan"].nunique()
    for row in truth.head(20).itertuples():
        own = frames[row.tabel_tipe]
        assert own[own["laporan"].eq(row.laporan)][row.kolom].iat[row.baris] == row.baru != row.lama


def test_reports_of_the_nation_are_documents_too(tmp_path):
    assert write_nation(tmp_path / "berkas", 1, seed=7, faulty=0.0, form="md") > 100
    result = audit.check(str(tmp_path / "berkas" / "bangsa-00000.md"))
    assert result.settled.tables.frame("laporan")["dokumen"].tolist() == ["lkjip"]
    assert len(result.kertas_kerja) > 50


@pytest.mark.parametrize(
    ("above", "below", "decimals", "cut", "made"),
    [
        (2, 3, 2, False, 67),
        (2, 3, 2, True, 66),
        (1, 8, 2, False, 13),
        (-1, 8, 2, False, -13),
        (5, 2, 0, False, 3),
    ],
)
def test_quotients_are_exact(above, below, decimals, cut, made):
    assert quotient(np.array([above]), np.array([below]), decimals, cut).tolist() == [made]


def test_figures_are_printed_as_reports_print_them():
    assert printed([123450, 5, 100], [2, 2, 0]).tolist() == ["1.234,50", "0,05", "100"]
    assert printed([9850, 9850], 2, english=[True, False], trimmed=[False, True]).tolist() == [
        "98.50",
        "98,5",
    ]
    assert rescaled(np.array([12345]), 2, np.array([0])).tolist() == [123]
