"""The pages of a Great Expectations project that Cermat writes: no page fetches anything, all in Indonesian.

A project carries this file, behind the expectation, as its plugin; Great Expectations loads it when the
project is opened, because great_expectations.yml names it. So it imports nothing of the house.
"""

from pathlib import Path
from typing import Any

from great_expectations.data_context.store.expectations_store import ExpectationsStore
from great_expectations.datasource.fluent import PandasFilesystemDatasource
from great_expectations.render.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

__all__ = ["ExpectationsStore", "IndexPage", "ReportPage"]
WORDS = {
    "Overview": "Ringkasan",
    "Expectation Suite:": "Kumpulan aturan:",
    "Data asset:": "Data:",
    "Status:": "Hasil:",
    "Failed": "ada yang tidak cocok",
    "Succeeded": "semua cocok",
    "Statistics": "Jumlah",
    "Evaluated Expectations": "Aturan yang diuji",
    "Successful Expectations": "Aturan yang cocok",
    "Unsuccessful Expectations": "Aturan yang tidak cocok",
    "Success Percent": "Bagian yang cocok",
    "Table-Level Expectations": "Aturan",
    "Table-level Expectations": "Aturan",
    "Info": "Tentang",
    "Expectation Suite Name": "Kumpulan aturan",
    "Great Expectations Version": "Versi Great Expectations",
    "Status": "Hasil",
    "Expectation": "Aturan",
    "Observed Value": "Yang ditemukan",
}


def from_project() -> None:
    """A relative folder of data is told from the project, as Great Expectations documents it, wherever the
    program that opens it runs. Once, however many projects are opened."""
    connected = PandasFilesystemDatasource._build_data_connector
    if connected.__name__ == "_connected":
        return

    def _connected(self, data_asset, *arguments, **options):
        connected(self, data_asset, *arguments, **options)
        root = getattr(self._data_context, "root_directory", None)
        if root and (Path(root) / self.base_directory).is_dir():
            data_asset._data_connector._data_context_root_directory = Path(root)

    PandasFilesystemDatasource._build_data_connector = _connected  # type: ignore[method-assign]


from_project()


def translated(part: Any) -> Any:
    """A part of a page with the words of Great Expectations in Indonesian; other texts stay."""
    if isinstance(part, dict):
        return {
            name: "kertas_kerja" if name == "data_asset_name" else translated(value)
            for name, value in part.items()
        }
    if isinstance(part, list):
        return [translated(value) for value in part]
    return WORDS.get(part, part) if isinstance(part, str) else part


class _Offline:
    """A view that takes its templates from the project first."""

    env: Any

    def __init__(self, custom_styles_directory=None, custom_views_directory=None) -> None:
        super().__init__(custom_styles_directory, custom_views_directory)  # type: ignore[call-arg]
        self.env.loader = ChoiceLoader([FileSystemLoader(custom_views_directory), self.env.loader])

    def render(self, document, template=None, **kwargs):
        """HTML of a rendered page."""
        page = document if isinstance(document, dict) else document.to_json_dict()
        name = template or self._template  # type: ignore[attr-defined]
        return self._get_template(name).render(translated(page), **kwargs)  # type: ignore[attr-defined]


class ReportPage(_Offline, DefaultJinjaPageView):
    """A page of rules, or of what became of them."""


class IndexPage(_Offline, DefaultJinjaIndexPageView):
    """The page that leads to the others."""
