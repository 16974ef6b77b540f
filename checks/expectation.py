"""The one custom expectation: two closed intervals have a point in common."""

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)


class IntervalsMeet(MulticolumnMapMetricProvider):
    """Columns: stated_lo, stated_hi, lower, upper (float64)."""

    condition_metric_name = "multicolumn_values.cermat.intervals_meet"
    condition_domain_keys = (
        "batch_id",
        "table",
        "column_list",
        "row_condition",
        "condition_parser",
        "ignore_row_if",
    )
    condition_value_keys = ()

    @multicolumn_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column_list, **kwargs):
        stated_lo, stated_hi, lower, upper = (column_list.iloc[:, position] for position in range(4))
        return (stated_hi >= lower) & (stated_lo <= upper)


class ExpectIntervalsToMeet(MulticolumnMapExpectation):
    """The stated interval and the allowed interval of a comparison have a point in common."""

    map_metric = "multicolumn_values.cermat.intervals_meet"
    args_keys = ("column_list",)
