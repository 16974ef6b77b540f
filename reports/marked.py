"""The submission marked up: a copy with a comment at every place that a finding is about. The original is
never touched."""

import hashlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cermat.reports.fixes import Fix, fixes, together, told
from cermat.reports.folders import file_name
from cermat.reports.labels import GRADES, Labels, labels
from cermat.reports.marked_places import Finder, Mark, Unmarkable
from cermat.reports.papers import in_force, rule_title
from cermat.reports.plain import one_line
from cermat.schemas.archive import on_disk
from cermat.schemas.forked import Ended
from cermat.schemas.guard import apart
from cermat.schemas.limits import Limits

KINDS = {".docx": "marked_docx", ".pdf": "marked_pdf", ".xlsx": "marked_xlsx", ".xlsm": "marked_xlsx"}
_CONDITION, _ADVICE, _SUM = 420, 300, 240  # characters of a comment's parts
_MOVED = 3  # numbers that change with it, as told in a comment
_LISTED = 5  # other findings of its matter


def copy(
    findings: dict, result, lang: str = "id", warn: Callable[[str], None] | None = None, every: bool = False
) -> dict[str, bytes]:
    """The marked copy by file name; nothing, and one line to `warn`, where the submission is no Word, PDF or
    Excel file.

    findings: findings.json as a dict; result: the frames behind it; every: findings of grade rendah, too.
    Reads the submission from its place, and never writes there.
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
    file = on_disk(source)
    data = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(data).hexdigest() != findings["report"]["sha256"]:
        say(
            words._(
                "'%(x)s' sudah berubah atau tidak ada lagi; salinan bertanda tidak dibuat.", x=source.name
            )
        )
        return {}
    wanted = marks(findings, result, words, every)
    if not wanted:
        say(words._("Tidak ada temuan yang dapat ditandai; salinan bertanda tidak dibuat."))
        return {}
    kind = KINDS[source.suffix.lower()]
    try:
        made, lost = apart(_marked, kind, data, wanted, result.sub, lang, limits=Limits())
    except (Unmarkable, Ended) as error:
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
    return {f"{file_name(source.stem)}-{words._('bertanda')}{source.suffix.lower()}": made}


def _marked(kind: str, data: bytes, wanted: list[Mark], sub, lang: str, _tell) -> tuple[bytes, int]:
    """(the marked copy, how many marks could not be put on their figure)."""
    return import_module(f"cermat.reports.{kind}").mark(data, wanted, sub, labels(lang))


def marks(findings: dict, result, words: Labels, every: bool = False) -> list[Mark]:
    """One mark a place, in the order of the document: a matter is told whole at its first place, and the
    others point there ("Lihat Temuan 1"). every: findings of grade rendah, too."""
    finder = Finder(result.sub, findings["report"]["laporan"], words)
    placed = fixes(findings, result, finder, every)
    first, count = _first_places(placed)
    matters: dict[str, list[dict]] = {}
    for found in told(findings, every):
        matters.setdefault(_matter(found), []).append(found)
    made = []
    for at, fix in enumerate(placed):
        here = [found for found in fix.findings if first[found["id"]][1] == at]
        heads = [found for found in here if found is matters[_matter(found)][0]]
        lines: list[str] = []
        for found in heads:
            lines += [""] * bool(lines) + [_head(found, words)]
            lines += _body(found, fix.place, count[found["id"]], matters[_matter(found)][1:], result, words)
        lines += _pointers(fix, heads, [found for found in here if found not in heads], words)
        about = [
            (found["no"], found["severity"], rule_title(found, result, words.lang))
            for found in fix.findings
            if found["no"]
        ]
        becomes = fix.becomes if fix.certain else ""
        made.append(Mark(lines[0], lines[1:], fix.grade, fix.spot, becomes, about))
    return made


def _first_places(placed: list[Fix]) -> tuple[dict[str, tuple[bool, int]], Counter]:
    """Where each finding is told first, by id: (only among what moves with it?, position); and at how many
    places it is marked."""
    first: dict[str, tuple[bool, int]] = {}
    count: Counter = Counter()
    for at, fix in enumerate(placed):
        for found in fix.findings:
            count[found["id"]] += 1
            place = (fix.place not in found["places"], at)
            first[found["id"]] = min(first.get(found["id"], place), place)
    return first, count


def _matter(finding: dict) -> str:
    """What belongs together: the number before the point, else the finding itself."""
    return finding["no"].partition(".")[0] or finding["id"]


def _pointers(fix: Fix, heads: list[dict], rows: list[dict], words: Labels) -> list[str]:
    """What a place says of matters that are told elsewhere. heads: those that are told here; rows: findings
    that stand here first, of matters told elsewhere."""
    _ = words._
    lines = [
        f"{_('Temuan %(n)s', n=found['no'])}: {shorten(one_line(found['kondisi']), fix.printed, _CONDITION)}"
        for found in rows
    ]
    here = {_matter(found) for found in heads}
    numbers = [
        number for number in dict.fromkeys(_matter(found) for found in fix.findings) if number not in here
    ]
    counted = [number for number in numbers if number.isdigit()]
    if counted:
        lines.insert(0, _("Lihat Temuan %(n)s", n=together(counted, words)))
        if fix.becomes and not heads:
            lines.insert(1, _("Ganti %(a)s menjadi %(b)s.", a=one_line(fix.printed, 80), b=fix.becomes))
    waived = [found["rule"] for found in fix.findings if in_force(found)]
    return lines or ([] if heads else [" · ".join([_("DIKECUALIKAN"), *dict.fromkeys(waived)])])


def _head(finding: dict, words: Labels) -> str:
    _ = words._
    if in_force(finding):
        return f"{_('DIKECUALIKAN')} · {finding['rule']}"
    number = _("Temuan %(n)s", n=finding["no"])
    return f"{_(GRADES[finding['severity']]).upper()} · {number} · {finding['rule']}"


def _body(finding: dict, place: dict, places: int, others: list[dict], result, words: Labels) -> list[str]:
    """others: what else belongs to its matter."""
    _ = words._
    condition = one_line(finding["kondisi"])
    lines = [rule_title(finding, result, words.lang), shorten(condition, place["text"], _CONDITION)]
    calculation = one_line(finding.get("calculation", ""), _SUM)
    if calculation and calculation not in condition and "=" in calculation:
        lines.append(_("Hitung ulang: %(x)s", x=calculation))
    lines.append(_("Saran: %(x)s", x=one_line(finding["rekomendasi"], _ADVICE)))
    moved = [item for item in finding["dampak"] if item["stated"].casefold() != item["becomes"].casefold()]
    if moved:
        listed = "; ".join(
            f"{one_line(item['what'], 90)} {one_line(item['stated'], 40)} → {one_line(item['becomes'], 40)}"
            for item in moved[:_MOVED]
        )
        lines.append(_("Ikut berubah: %(x)s", x=listed + ("; …" if len(moved) > _MOVED else "")))
    if others:
        titles = [f"{one['no']} {rule_title(one, result, words.lang)}" for one in others[:_LISTED]]
        lines.append(_("Termasuk: %(x)s", x="; ".join(titles) + ("; …" if len(others) > _LISTED else "")))
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
