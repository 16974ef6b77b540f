"""The HTML report: one self-contained file, nothing loaded from the network."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2
import numpy as np

from cermat.reports import beside, charts, doubtful, yearly
from cermat.reports.cascade_tree import Trees
from cermat.reports.environment import environment, translate
from cermat.reports.html_document import Laid, lay
from cermat.reports.html_findings import FIRST, LONG, by_matter, present
from cermat.reports.html_numbers import about_numbers, script_json, script_words
from cermat.reports.labels import GRADES, KINDS, STATES, STATUSES, Labels, labels
from cermat.reports.original import original
from cermat.reports.pictures import pictures
from cermat.reports.places import Places
from cermat.reports.plain import one_line, whole
from cermat.reports.repaired import Repaired
from cermat.reports.sasaran import cut, per_sasaran
from cermat.reports.verdict import answer, document, rule_titles, verdict

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # what no HTML may hold
LAZY = (
    200  # findings beyond this wait as text until they come near the screen: thousands of them open at once
)
_GRAVEST = 3  # matters that the first screen tells before all others
MOST_LINES, FEW_LINES = 200, 40  # of the index of all findings: a longer list shows few, the rest is folded
FIRST_YEARS = 6  # indicators that are shown at once through their years
FIRST_OPEN = 60  # findings of grade tinggi and sedang that stand open at once


def _static(name: str) -> str:
    return files("cermat.reports").joinpath("static", name).read_text(encoding="utf-8")


@cache
def _environment(lang: str) -> jinja2.Environment:
    env = environment(extensions=["jinja2.ext.i18n"])
    env.filters |= {"polos": one_line, "json": script_json}
    words = labels(lang).catalogue
    translate(env, words.ugettext, words.ungettext)
    return env


def _empty():
    """A report of which only findings.json is there: nothing to re-lay."""
    import pandas as pd

    from cermat.schemas.submission import ANGKA_COLUMNS, Submission

    about, angka = pd.DataFrame(columns=["laporan", "jenis"]), pd.DataFrame(columns=ANGKA_COLUMNS)
    return Submission(about, {}, angka, pd.DataFrame(), pd.DataFrame())


def _charts(findings: dict, result, places: Places, states: np.ndarray, workings: list[dict]) -> dict:
    if result is None:
        return {"capaian": {"rows": []}, "sasaran": [], "sasaran_lagi": 0, "bagian": [], "serapan": []}
    laporan, tahun = findings["report"]["laporan"], findings["report"]["tahun"]
    reach, order = np.asarray(result.reach, dtype=object), places.blok["bagian"].astype(str).tolist()
    repaired = Repaired(findings["findings"], result)
    goals, left = cut(per_sasaran(result.sub, laporan, tahun, repaired, workings))
    parts = charts.by_section(places.angka, reach, states, order)
    return {
        "capaian": charts.capaian(result.sub, laporan, tahun, repaired, workings),
        "sasaran": goals,
        "sasaran_lagi": left,
        "bagian": charts.telling(parts, "parts", "contradicted"),
        "serapan": charts.telling(charts.absorption(result.sub, laporan, tahun), "width"),
    }


def _state_counts(laid: Laid, states) -> dict[str, int]:
    shown = [states[number] for number in laid.numbers]
    return {state: shown.count(state) for state in STATES}


def _pointed(findings: list[dict]) -> set[int]:
    places = [
        place
        for finding in findings
        for place in [
            *finding["places"],
            *finding["suspects"],
            *(place for affected in finding["dampak"] for place in affected["places"]),
        ]
    ]
    return {place["angka"] for place in places if place.get("angka") is not None}


def _told(findings: list[dict], workings: list[dict]) -> frozenset[int]:
    """Figures that findings speak of without calling one of them wrong (the amounts of a group of programmes,
    a jump from one year to the next), and both sides of a population that is exceeded: never green."""
    counted = [found for found in findings if found["no"]]
    open_ = [found for found in counted if not isinstance(found["stated"], float | int)]
    exceeded = {found["id"] for found in counted if found["kind"] == "populasi"}
    sides = [number for one in workings if one["finding"] in exceeded for number in one["numbers"]]
    return frozenset(place["angka"] for found in open_ for place in found["places"] if "angka" in place) | {
        *sides
    }


def page(findings: dict, result=None, lang: str = "id", folder: Path | None = None) -> str:
    """The report of one audit as HTML.

    findings: findings.json as a dict; result: the frames behind it (None: the report itself is not re-laid);
    lang: id or en; folder: where the page will lie, for links to the pages of the PDF.
    """
    words: Labels = labels(lang)
    sub = result.sub if result is not None else _empty()
    laporan = findings["report"]["laporan"]
    places = Places(sub, laporan, words)
    states = result.colours(laporan) if result is not None else np.array([], dtype=object)
    workings = result.workings(laporan) if result is not None else []
    titles = rule_titles(findings, result, lang)
    shown, inside = present(findings["findings"], places, labels("id"), words, titles)
    trees = Trees(result, laporan, workings)
    for finding in shown:
        finding["tree"] = trees.of(finding)
    unreached = [{**figure, "at": places.where(figure["place"])} for figure in findings["unreached"]]
    laid = lay(places, states, _pointed(findings["findings"]), _told(findings["findings"], workings))
    bound = result.about(laporan) if result is not None else {}
    about = (
        about_numbers(laid.numbers, places, states, findings["findings"], workings, titles, bound)
        if laid.numbers
        else {}
    )
    told = {
        "grades": GRADES,
        "kinds": KINDS,
        "statuses": STATUSES,
        "states": STATES,
        "script_words": script_words(words),
    }
    drawn = _charts(findings, result, places, states, workings)
    script, style = _static("html.js"), _static("html.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = (
        _environment(words.lang)
        .get_template("temuan.html.j2")
        .render(
            f=findings,
            findings=shown,
            matters=by_matter(shown),
            original=original(findings, folder),
            gravest=_GRAVEST,
            answer=answer(findings, words),
            pictures=pictures(findings, result, words),
            inside=inside,
            laid=laid,
            counts=_state_counts(laid, states),
            unreached=unreached,
            doubtful=doubtful.rows(findings, places.where, titles, words),
            doubtful_heading=doubtful.HEADING,
            doubtful_lead=doubtful.LEAD,
            beside=beside.documents(findings, words),
            beside_heading=beside.HEADING,
            beside_lead=beside.LEAD,
            followed=yearly.series(findings, words),
            years_heading=yearly.HEADING,
            years_lead=yearly.LEAD,
            years_high=yearly.HIGH,
            years_first=FIRST_YEARS,
            restated_text=lambda row: yearly.restated_text(row, words),
            titles=titles,
            charts=drawn,
            any_chart=any(drawn[name] for name in ("sasaran", "bagian", "serapan"))
            or drawn["capaian"]["rows"],
            linked=set(laid.numbers),
            rupiah=lambda amount: charts.rupiah(amount, words),
            about=about,
            warnings=list(sub.warnings),
            document=document(findings, words),
            verdict=verdict(findings, words),
            words=words,
            lang=words.lang,
            script=script,
            style=style,
            digest=digest,
            LONG=LONG,
            FIRST=FIRST,
            FIRST_OPEN=FIRST_OPEN,
            LAZY=LAZY,
            MOST_LINES=MOST_LINES,
            FEW_LINES=FEW_LINES,
            **told,
        )
    )
    return _CONTROLS.sub("\ufffd", whole(text))
