"""The one custom expectation: comparisons of a shape hold.

What is held against what stands in the columns of `kertas_kerja` (COLUMNS):

- an interval: the recomputed value lies, by its position (`letak`, whole numbers: `interval.position`), where
  it is rounded or cut to the stated figure; or the interval that hidden decimals of its inputs allow
  (lower < upper) meets the one that the stated figure stands for;
- a label or a presence: the stated rank lies between the allowed ones.
A row without `letak` is undecided and breaks nothing.
"""

from typing import Any, ClassVar

import numpy as np
import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)
from great_expectations.render import (
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer

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

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls, configuration=None, result=None, runtime_configuration=None, **kwargs
    ) -> list[RenderedStringTemplateContent]:
        """What the rule asks: id, title, severity and kriteria, of its `meta` (`judge.rules_suite`)."""
        configuration = configuration or result.expectation_config
        told = {name: configuration.meta.get(name, "") for name in ("aturan", "judul", "tingkat", "kriteria")}
        if not told["aturan"]:
            shape = str(configuration.meta.get("bentuk", ""))
            return [_text("Setiap perbandingan cocok: $bentuk", {"bentuk": shape})]
        shown = {"aturan": {"classes": ["badge", f"badge-{told['tingkat']}"]}, "judul": {"tag": "strong"}}
        return [_text("$aturan $judul ($tingkat). Kriteria: $kriteria", told, shown)]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(
        cls, configuration=None, result=None, runtime_configuration=None, **kwargs
    ) -> str:
        """How many of its comparisons do not hold: "2 dari 14 tidak cocok"."""
        told = (result.result if result else None) or {}
        if "unexpected_count" not in told:
            return "–"
        decided = told["element_count"] - told.get("missing_count", 0)
        return f"{told['unexpected_count']} dari {decided} tidak cocok"

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_STATEMENT)
    def _diagnostic_unexpected_statement_renderer(
        cls, configuration=None, result=None, runtime_configuration=None, **kwargs
    ) -> list:
        """Nothing but what an expectation that failed itself says: the table tells the rest."""
        return (
            []
            if result is None or result.result
            else super()._diagnostic_unexpected_statement_renderer(
                configuration, result, runtime_configuration
            )
        )

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls, configuration=None, result=None, runtime_configuration=None, **kwargs
    ) -> list[Any] | None:
        """The rows that do not hold, by the columns that the result was asked to name them by."""
        told = (result.result if result else None) or {}
        rows, names = told.get("unexpected_index_list"), told.get("unexpected_index_column_names")
        if not rows or not names:
            return None
        cells = [["" if pd.isna(row[name]) else str(row[name]) for name in names] for row in rows]
        # only what fills a template is escaped
        table = [[_text("$teks", {"teks": cell}) for cell in row] for row in cells]
        header = [name.replace("_", " ") for name in names]
        styling = {"body": {"classes": ["table-bordered", "table-sm", "mt-3"]}}
        return [
            RenderedTableContent(content_block_type="table", table=table, header_row=header, styling=styling)
        ]


def _text(template: str, params: dict[str, str], styling: dict[str, Any] | None = None):
    """A line of a page of Data Docs."""
    return RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={"template": template, "params": params, "styling": {"params": styling or {}}},
    )
