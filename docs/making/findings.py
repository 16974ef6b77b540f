"""A finding as a card in a page, as the papers show it."""

from html import escape

ELEMENTS = ("kondisi", "kriteria", "sebab", "akibat", "rekomendasi")
LABELS = {
    "id": {name: name.capitalize() for name in ELEMENTS},
    "en": dict(zip(ELEMENTS, ("Condition", "Criterion", "Cause", "Effect", "Recommendation"), strict=True)),
}


def card(report: dict, rule: str, only: str = "", lang: str = "id") -> str:
    """The first finding of a rule in a report, as HTML on one line.

    report: findings.json as a dict; only: the elements to show, by comma (all); lang: of the labels.
    ValueError where the report has no such finding: a page must not tell of what is not there.
    """
    found = next((finding for finding in report["findings"] if finding["rule"] == rule), None)
    if found is None:
        raise ValueError(f"no finding of {rule} in {report['report']['laporan']}")
    wanted = [name.strip() for name in only.split(",")] if only else ELEMENTS
    told = "".join(
        f"<dt>{LABELS[lang][name]}</dt><dd>{escape(found[name])}</dd>" for name in wanted if found[name]
    )
    spoken = ' lang="id"' if lang != "id" else ""
    head = (
        f'<p class="kepala"><span class="no">{found["no"]}</span> '
        f'<span class="tingkat">{found["severity"]}</span> '
        f"<code>{rule}</code> <b>{escape(found['title'])}</b></p>"
    )
    return f'<div class="temuan {found["severity"]}"{spoken}>{head}<dl>{told}</dl></div>'
