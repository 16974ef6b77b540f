"""The submission marked up: a copy with a comment at every place that a finding is about. The original is
never touched."""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from reports.labels import GRADES, Labels, labels
from reports.marked_places import Finder, Mark, Spot, Unmarkable
from reports.papers import in_force, numbered, rule_title
from reports.plain import one_line

KINDS = {".docx": "marked_docx", ".pdf": "marked_pdf", ".xlsx": "marked_xlsx", ".xlsm": "marked_xlsx"}
_CONDITION, _ADVICE, _SUM = 420, 300, 240  # characters of a comment's parts
_MOVED = 3  # numbers that change with it, as told in a comment


def copy(
    findings: dict, result, lang: str = "id", warn: Callable[[str], None] | None = None
) -> dict[str, bytes]:
    """The marked copy by file name; nothing, and one line to `warn`, where the submission is no Word, PDF or
    Excel file.

    findings: findings.json as a dict; result: the frames behind it. Reads the submission from its place, and
    never writes there.
    """
    say, words = warn or (lambda _line: None), labels(lang)
    source = Path(findings["report"]["source"])
    if source.suffix.lower() not in KINDS:
        say(
            words._(
                "Tanda hanya dapat dibubuhkan pada kiriman Word, PDF atau Excel; '%(x)s' tidak disalin.",
                x=source.name,
            )
        )
        return {}
    data = source.read_bytes() if source.is_file() else b""
    if hashlib.sha256(data).hexdigest() != findings["report"]["sha256"]:
        say(
            words._(
                "'%(x)s' sudah berubah atau tidak ada lagi; salinan bertanda tidak dibuat.", x=source.name
            )
        )
        return {}
    wanted = marks(findings, result, words)
    if not wanted:
        say(words._("Tidak ada temuan yang dapat ditandai; salinan bertanda tidak dibuat."))
        return {}
    mark = import_module(f"reports.{KINDS[source.suffix.lower()]}").mark
    try:
        made, lost = mark(data, wanted, result.sub, words)
    except Unmarkable as error:
        say(words._("'%(x)s' tidak dapat diberi tanda: %(why)s", x=source.name, why=str(error)))
        return {}
    if lost:
        say(
            words._(
                "%(n)s tanda tidak dapat ditaruh tepat pada angkanya; tanda itu ada di awal bagian atau "
                "dokumen.",
                n=lost,
            )
        )
    return {f"{source.stem}-{words._('bertanda')}{source.suffix.lower()}": made}


def marks(findings: dict, result, words: Labels) -> list[Mark]:
    """One mark a finding and place, in the order of the findings."""
    finder = Finder(result.sub, findings["report"]["laporan"], words)
    numbers = {finding["id"]: number for number, finding in numbered(findings)}
    made = []
    for finding in findings["findings"]:
        spots = {
            spot.key: (place, spot)
            for place, spot in reversed([(place, finder.find(place)) for place in finding["places"]])
        }
        placed = [(place, spot) for place, spot in reversed(spots.values()) if not spot.whole] or [
            ({"text": ""}, Spot())
        ]
        for place, spot in placed:
            body = _body(finding, place, len(placed), result, words)
            made.append(
                Mark(
                    _head(finding, numbers.get(finding["id"], ""), words),
                    body,
                    "" if in_force(finding) else finding["severity"],
                    spot,
                )
            )
    return made


def _head(finding: dict, number: str, words: Labels) -> str:
    _ = words._
    if in_force(finding):
        return f"{_('DIKECUALIKAN')} · {finding['rule']}"
    return f"{_(GRADES[finding['severity']]).upper()} · {_('Temuan %(n)s', n=number)} · {finding['rule']}"


def _body(finding: dict, place: dict, places: int, result, words: Labels) -> list[str]:
    _ = words._
    condition = one_line(finding["kondisi"])
    lines = [rule_title(finding, result, words.lang), shorten(condition, place["text"], _CONDITION)]
    calculation = one_line(finding.get("calculation", ""), _SUM)
    if calculation and calculation not in condition and "=" in calculation:
        lines.append(_("Hitung ulang: %(x)s", x=calculation))
    lines.append(_("Saran: %(x)s", x=one_line(finding["rekomendasi"], _ADVICE)))
    moved = [item for item in finding["dampak"] if item["stated"].casefold() != item["becomes"].casefold()]
    if moved:
        told = "; ".join(
            f"{one_line(item['what'], 90)} {one_line(item['stated'], 40)} → {one_line(item['becomes'], 40)}"
            for item in moved[:_MOVED]
        )
        lines.append(_("Ikut berubah: %(x)s", x=told + ("; …" if len(moved) > _MOVED else "")))
    if places > 1:
        lines.append(_("Temuan ini ditandai di %(n)s tempat.", n=places))
    if finding["waiver"]:
        why, who = one_line(finding["waiver"]["alasan"], 200), one_line(finding["waiver"]["oleh"], 80)
        lines.append(
            _("Pengecualian: %(x)s (%(who)s, sampai %(d)s)", x=why, who=who, d=finding["waiver"]["sampai"])
        )
    return [line for line in lines if line]


def shorten(condition: str, text: str, most: int) -> str:
    """The condition within `most` characters: its beginning, and of a list the item that tells of this very
    text."""
    if len(condition) <= most:
        return condition
    text = one_line(text)
    items = condition.split("; ")
    mine = next((item for item in items[1:] if text and text in item), "")
    if not mine or len(mine) > most // 2:
        return one_line(condition, most)
    return f"{one_line(items[0], most - len(mine) - 4)} … {mine}"
