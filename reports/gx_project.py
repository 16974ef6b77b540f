"""A project of Great Expectations: the working paper of a report as data, an expectation a rule, and the Data
Docs built of both. It runs without Cermat: the expectation lies in it as a plugin."""

import inspect
import os
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import yaml

from cermat.reports.labels import labels
from cermat.reports.plain import one_line
from cermat.reports.verdict import place_line, where

NAME = "kertas_kerja"
INDEX = "uncommitted/data_docs/local_site/index.html"
SHOWN = ["apa", "tercetak", "dihitung_ulang", "tempat", "temuan"]  # what Data Docs tell of a row that fails
PLUGIN = "cermat_gx"
_FORMULA = ("=", "+", "@")
_STORE = "TupleFilesystemStoreBackend"
_PAGE = {"view": {"module_name": PLUGIN, "class_name": "ReportPage"}}
_CONFIG = {
    "config_version": 4.0,
    "plugins_directory": "plugins/",
    "stores": {
        "expectations_store": {
            "class_name": "ExpectationsStore",
            "module_name": PLUGIN,  # so the plugin is loaded as soon as the project is opened
            "store_backend": {"class_name": _STORE, "base_directory": "expectations/"},
        },
        "validation_results_store": {
            "class_name": "ValidationResultsStore",
            "store_backend": {"class_name": _STORE, "base_directory": "uncommitted/validations/"},
        },
        "checkpoint_store": {
            "class_name": "CheckpointStore",
            "store_backend": {"class_name": _STORE, "base_directory": "checkpoints/"},
        },
        "validation_definition_store": {
            "class_name": "ValidationDefinitionStore",
            "store_backend": {"class_name": _STORE, "base_directory": "validation_definitions/"},
        },
    },
    "expectations_store_name": "expectations_store",
    "validation_results_store_name": "validation_results_store",
    "checkpoint_store_name": "checkpoint_store",
    "data_docs_sites": {
        "local_site": {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {"class_name": _STORE, "base_directory": "uncommitted/data_docs/local_site/"},
            "site_index_builder": {
                "class_name": "DefaultSiteIndexBuilder",
                "view": {"module_name": PLUGIN, "class_name": "IndexPage"},
            },
            "site_section_builders": {"expectations": _PAGE, "validations": _PAGE, "profiling": "none"},
        }
    },
    "progress_bars": {"globally": False},
    "analytics_enabled": False,
}
_READ_ME = """Proyek Great Expectations yang ditulis Cermat
==============================================

data/kertas_kerja.csv     setiap perbandingan di dalam laporan, satu baris satu perbandingan
expectations/cermat.json  satu harapan (expectation) untuk setiap aturan, dengan kriterianya
plugins/                  harapan itu sendiri, dan rupa halaman

Hasil pengujian: uncommitted/data_docs/local_site/index.html

Menguji lagi (di folder ini; cukup dengan paket great_expectations):

    python periksa.py
"""
_RUN = """import os
from pathlib import Path

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx

context = gx.get_context(mode="file", context_root_dir=Path(__file__).parent)
result = context.checkpoints.get("cermat").run()
context.build_data_docs()
print("cocok" if result.success else "ada yang tidak cocok", "- uncommitted/data_docs/local_site/index.html")
"""


def project(findings: dict, result, _lang: str = "id") -> dict[str, bytes]:
    """The files of the project by their paths; none without the frames behind the findings.

    findings: findings.json as a dict; result: the frames behind it.
    """
    if result is None:
        return {}
    laporan = findings["report"]["laporan"]
    suite = result.suite(laporan)
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "gx"
        _made(root, suite, _paper(findings, result))
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
            and not {"__pycache__", "static"} & set(path.parts)  # no page shows its pictures
        }


def _made(root: Path, suite, paper: pd.DataFrame) -> None:
    """Write the project, run it and build its Data Docs."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    data, plugins = root / "data", root / "plugins"
    views = plugins / "custom_data_docs" / "views"
    for folder in (data, views):
        folder.mkdir(parents=True)
    ours = files("cermat.reports")
    expectation = inspect.getsource(sys.modules[type(suite.expectations[0]).__module__])
    pages = ours.joinpath("gx_plugin.py").read_text(encoding="utf-8")
    texts = {
        plugins / f"{PLUGIN}.py": f"{expectation}\n\n{pages}",
        root / "great_expectations.yml": yaml.safe_dump(_CONFIG, sort_keys=False),
        root / "BACA-SAYA.txt": _READ_ME,
        root / "periksa.py": _RUN,
    }
    texts |= {
        views / view.name: view.read_text(encoding="utf-8") for view in ours.joinpath("gx_views").iterdir()
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    paper.to_csv(data / f"{NAME}.csv", index=False, lineterminator="\n")
    known = list(sys.path)
    try:
        context = gx.get_context(mode="file", context_root_dir=root)
        asset = context.data_sources.add_pandas_filesystem(NAME, base_directory=data).add_csv_asset(NAME)
        everything = asset.add_batch_definition_path(NAME, f"{NAME}.csv")
        held = gx.ValidationDefinition(name=NAME, data=everything, suite=context.suites.add(suite))
        context.validation_definitions.add(held)
        wanted = {
            "result_format": "COMPLETE",
            "unexpected_index_column_names": SHOWN,
            "return_unexpected_index_query": False,
        }
        context.checkpoints.add(
            gx.Checkpoint(name="cermat", validation_definitions=[held], result_format=wanted)
        ).run()
        context.build_data_docs()
    finally:  # the plugin is the project's own: the next one brings its own again
        sys.path[:] = known
        sys.modules.pop(PLUGIN, None)
    for path in (path for path in root.rglob("*.*") if path.is_file()):
        content = path.read_bytes()
        if str(root).encode() in content:  # data/ is told from the project, wherever it lies
            path.write_bytes(content.replace(f"{root}{os.sep}".encode(), b""))


def _paper(findings: dict, result) -> pd.DataFrame:
    """`kertas_kerja` of a report with what a person knows each comparison by (SHOWN) before its columns."""
    laporan = findings["report"]["laporan"]
    told = {finding["id"]: finding["kondisi"] for finding in findings["findings"]}
    told |= {finding["id"]: finding["kondisi"] for finding in findings.get("doubtful", [])}
    located = where(findings, result, labels("id"))
    workings = result.workings(laporan)
    paper = result.kertas_kerja.loc[[working["banding"] for working in workings]]
    words = pd.DataFrame(
        {
            "apa": [working["subject"] for working in workings],
            "tercetak": [working["stated"] for working in workings],
            "dihitung_ulang": [result.recomputed(working["banding"]) for working in workings],
            "tempat": [place_line(located(result.place(working["banding"]))) for working in workings],
            "temuan": [told.get(working["finding"], "") for working in workings],
        },
        index=paper.index,
    )
    whole = pd.concat([words, paper.drop(columns=["laporan", "hasil"])], axis=1)
    texts = whole.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in whole.dtypes]]
    return whole.assign(**{name: whole[name].map(_safe) for name in texts})


def _safe(value):
    """A text that starts no formula where the file is opened as a sheet."""
    if not isinstance(value, str):
        return value
    text = one_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
