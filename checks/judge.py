"""Judge: Great Expectations alone decides that a comparison does not hold.

Few expectations, by shape, over the one long `kertas_kerja`: stated interval against allowed interval,
label's rank against the allowed ranks, presence. The kriteria of the rules stand in the suite's meta, so that
Data Docs can be built from the same suite.
"""

import os

import numpy as np
import pandas as pd

from cermat.checks.cards import Card
from cermat.checks.comparison import INTERVAL, LABELS, PRESENCE
from cermat.schemas import interval as S

COLUMNS = ["stated_lo", "stated_hi", "lower", "upper"]
_SHAPES = {INTERVAL: "selang", LABELS: "predikat", PRESENCE: "keberadaan"}


def _import_gx():
    """Imported late (it costs seconds) and quietly."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import logging

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx

    from cermat.checks.expectation import ExpectIntervalsToMeet

    return gx, ExpectIntervalsToMeet


def _quiet_config():
    """An in-memory context: no progress bars, no usage statistics, no folder for Data Docs."""
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        data_docs_sites={},
        analytics_enabled=False,
    )


def suite_of(cards: tuple[Card, ...], shapes: list[int]):
    """The expectation suite: one expectation a shape, with the kriteria of the rules in the suite's `meta`.

    (In the `meta` of each expectation they would be copied some hundred times while it runs.)
    """
    gx, expectation = _import_gx()
    by_shape = {INTERVAL: "interval", LABELS: "label", PRESENCE: "presence"}
    made = [
        expectation(
            column_list=[f"{column}_{shape}" for column in COLUMNS],
            ignore_row_if="any_value_is_missing",
            meta={"bentuk": _SHAPES[shape]},
        )
        for shape in shapes
    ]
    criteria = {
        _SHAPES[shape]: {card.id: card.criterion.what for card in cards if card.shape == by_shape[shape]}
        for shape in shapes
    }
    return gx.ExpectationSuite(name="cermat", expectations=made, meta={"kriteria": criteria})


def judge(kertas_kerja: pd.DataFrame, cards: tuple[Card, ...]) -> np.ndarray:
    """Boolean array over kertas_kerja: True where the comparison does not hold. Undecided rows are never
    judged.

    RuntimeError where an expectation itself failed (which GX reports like a violation).
    """
    violated = np.zeros(len(kertas_kerja), dtype=bool)
    decided = kertas_kerja["hasil"].ne(S.UNTESTABLE).to_numpy()
    shape = kertas_kerja["bentuk"].to_numpy()
    shapes = [kind for kind in _SHAPES if (decided & (shape == kind)).any()]
    if not shapes:
        return violated
    gx, _ = _import_gx()
    # the outcome of the exact pass is written into the bounds, so that float comparison gives the exact
    # verdict
    bounds = {column: kertas_kerja[column].to_numpy(dtype="float64", copy=True) for column in COLUMNS}
    equal = np.isfinite(bounds["lower"]) & np.isfinite(bounds["upper"]) & (shape == INTERVAL)
    fits = kertas_kerja["hasil"].isin([S.EXACT, S.CUT, S.WITHIN_PRECISION]).to_numpy()
    for side, stated in (("lower", "stated_hi"), ("upper", "stated_lo")):
        clip = np.minimum if side == "lower" else np.maximum
        bounds[side] = np.where(equal & fits, clip(bounds[side], bounds[stated]), bounds[side])
    wide = {
        f"{column}_{kind}": np.where(decided & (shape == kind), bounds[column], np.nan)
        for kind in shapes
        for column in COLUMNS
    }
    frame = pd.DataFrame(wide)
    context = gx.get_context(mode="ephemeral", project_config=_quiet_config())
    asset = context.data_sources.add_pandas("memori").add_dataframe_asset("kertas_kerja")
    batch = asset.get_batch(asset.build_batch_request({"dataframe": frame}))
    wanted = {
        "result_format": "COMPLETE",
        "exclude_unexpected_values": True,
        "return_unexpected_index_query": False,
    }
    result = batch.validate(suite_of(cards, shapes), result_format=wanted)
    for one in result.results:
        info = one.exception_info or {}
        raised = (
            info.get("raised_exception")
            if "raised_exception" in info
            else any(case.get("raised_exception") for case in info.values())
        )
        if raised:
            raise RuntimeError(f"penilaian gagal: {info}")
        violated[one.result.get("unexpected_index_list") or []] = True
    return violated
