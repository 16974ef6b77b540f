"""Judge: Great Expectations alone decides that a comparison does not hold.

Few expectations, by shape, over the one long `kertas_kerja`: stated interval against allowed interval,
label's rank against the allowed ranks, presence (how: expectation.py). The kriteria of the rules stand in the
suite's meta.
"""

import os

import numpy as np
import pandas as pd

from cermat.checks.cards import Card
from cermat.checks.comparison import INTERVAL, LABELS, PRESENCE
from cermat.schemas.later import later

_SHAPES = {INTERVAL: "selang", LABELS: "predikat", PRESENCE: "keberadaan"}
_OF_CARD = {"interval": INTERVAL, "label": LABELS, "presence": PRESENCE}
_SEVERITY = {"tinggi": "critical", "sedang": "warning", "rendah": "info"}


def _import_gx():
    """Imported late (it costs seconds) and quietly, without the statistics and charts of expectations that
    are not ours, which would cost another one."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import logging

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with later("scipy.stats", "altair"):
        import great_expectations as gx

        from cermat.checks import expectation

    return gx, expectation


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


def suite_of(cards: tuple[Card, ...], shapes: tuple[int, ...] = tuple(_SHAPES)):
    """The expectation suite over `kertas_kerja` as it is: one expectation a shape, with the kriteria of the
    rules in the suite's `meta`.

    (In the `meta` of each expectation they would be copied some hundred times while it runs.)
    """
    gx, ours = _import_gx()
    made = [
        ours.ExpectComparisonToHold(
            column_list=ours.COLUMNS, bentuk=shape, ignore_row_if="never", meta={"bentuk": _SHAPES[shape]}
        )
        for shape in shapes
    ]
    criteria = {
        _SHAPES[shape]: {card.id: card.criterion.what for card in cards if _OF_CARD[card.shape] == shape}
        for shape in shapes
    }
    return gx.ExpectationSuite(name="cermat", expectations=made, meta={"kriteria": criteria})


def rules_suite(cards: tuple[Card, ...], kertas_kerja: pd.DataFrame):
    """A suite over `kertas_kerja` with an expectation a rule that has comparisons there. Data Docs show what
    its `meta` carries: id, title, severity and kriteria of the rule."""
    gx, ours = _import_gx()
    from great_expectations.expectations.row_conditions import Column

    present = set(kertas_kerja["aturan"])
    made = [
        ours.ExpectComparisonToHold(
            column_list=ours.COLUMNS,
            bentuk=_OF_CARD[card.shape],
            row_condition=Column("aturan") == card.id,
            ignore_row_if="any_value_is_missing",
            severity=_SEVERITY[card.severity],
            meta={
                "aturan": card.id,
                "judul": card.holds_title or card.title,
                "tingkat": card.severity,
                "kriteria": card.criterion.what,
            },
        )
        for card in cards
        if card.id in present
    ]
    return gx.ExpectationSuite(name="cermat", expectations=made)


def judge(kertas_kerja: pd.DataFrame, cards: tuple[Card, ...]) -> np.ndarray:
    """Boolean array over kertas_kerja: True where the comparison does not hold. Undecided rows are never
    judged.

    RuntimeError where an expectation itself failed (which GX reports like a violation).
    """
    violated = np.zeros(len(kertas_kerja), dtype=bool)
    decided = kertas_kerja["letak"].notna().to_numpy()
    shapes = tuple(shape for shape in _SHAPES if (decided & (kertas_kerja["bentuk"] == shape)).any())
    if not shapes:
        return violated
    gx, ours = _import_gx()
    context = gx.get_context(mode="ephemeral", project_config=_quiet_config())
    asset = context.data_sources.add_pandas("memori").add_dataframe_asset("kertas_kerja")
    batch = asset.get_batch(asset.build_batch_request({"dataframe": kertas_kerja[ours.COLUMNS]}))
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
