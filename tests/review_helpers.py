"""An audit and what its review papers say."""

from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import papers
from tests.helpers import quick

NAMES = (
    "catatan-hasil-reviu",
    "pernyataan-telah-direviu",
    "formulir-checklist-reviu",
    "laporan-hasil-reviu",
    "surat-pengantar",
)


class Made:
    """An audit and what its papers say."""

    def __init__(self, sub, **options):
        self.result = quick(sub, **options)
        if self.result.sub.blok.empty:
            lay_out(self.result.sub)
        self.findings = self.result.to_dict(self.result.audited[0])
        self.told = papers.content(self.findings, self.result)
