"""The one custom expectation: comparisons of a shape hold.

What is held against what stands in the columns of `kertas_kerja` (COLUMNS):

- an interval: the recomputed value lies, by its position (`letak`, whole numbers: `interval.position`), where
  it is rounded or cut to the stated figure; or the interval that hidden decimals of its inputs allow
  (lower < upper) meets the one that the stated figure stands for;
- a label or a presence: the stated rank lies between the allowed ones.
A row without `letak` is undecided and breaks nothing.
"""

from typing import ClassVar

import numpy as np
import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

COLUMNS = ["bentuk", "stated", "stated_lo", "stated_hi", "lower", "upper", "letak"]
INTERVAL = 0  # `bentuk` of an interval; the others are labels (1) and presence (2)


class ComparisonHolds(MulticolumnMapMetricProvider):
    """Columns: COLUMNS (numbers). bentuk: the shape that is held; rows of other shapes break nothing."""

    condition_metric_name = "multicolumn_values.cermat.comparison_holds"
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ("bentuk",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list, bentuk, **kwargs):
        shape, stated, stated_lo, stated_hi, lower, upper, letak = (
            column_list[column].to_numpy() for column in COLUMNS
        )
        holds = (stated_hi >= lower) & (stated_lo <= upper)
        if bentuk == INTERVAL:
            least, most = np.where(stated > 0, -2, -3), np.where(stated < 0, 2, 3)
            holds = ((letak >= least) & (letak <= most)) | (holds & (lower < upper))
        return pd.Series(holds | np.isnan(letak) | (shape != bentuk), index=column_list.index)


class ExpectComparisonToHold(MulticolumnMapExpectation):
    """Every comparison of a shape holds."""

    bentuk: int
    map_metric: ClassVar[str] = "multicolumn_values.cermat.comparison_holds"
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", "bentuk")
    success_keys: ClassVar[tuple[str, ...]] = ("bentuk", "mostly")
