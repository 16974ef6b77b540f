"""The differences (beda.yaml) and what must stay silent (diam.yaml), run through the public door, judged."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from cermat import audit
from tests.dokumen import compose

HERE = Path(__file__).parent
GRAVE = ("sedang", "tinggi")
CHANGES = ("ubah", "hapus", "tambah", "balik", "teks", "sisip")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_ITSELF = re.compile(r"\blaporan\b|\bdilaporkan\b|\blkjip\b", re.I)
# made up, so that it is no document of any kind
BROKEN = b"PK\x03\x04 berkas yang terpotong di tengah jalan"


@dataclass
class Case:
    """One run: `report` is the change of the LKjIP, `beside` the documents given, each with its change.
    Of a difference: `named`, numbers or words of which a finding names one, and the file to be named."""

    name: str
    kind: str
    agency: str
    beside: list[dict]
    report: dict = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    file: str = ""


def _change(entry: dict) -> dict:
    return {key: entry[key] for key in CHANGES if key in entry}


def _load(name: str) -> list[dict]:
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def differences() -> list[Case]:
    """Every single difference, of the first set and of the later ones."""
    found = []
    for entry in _load("beda.yaml") + _load("beda_kedua.yaml") + _load("beda_ketiga.yaml"):
        other = [{"dokumen": key} for key in entry.get("dengan", [])]
        own = entry["dokumen"] == "lkjip"
        beside = other if own else [{"dokumen": entry["dokumen"], **_change(entry)}, *other]
        told = other[-1]["dokumen"] if own else entry["dokumen"]
        found.append(
            Case(
                entry["id"],
                entry["jenis"],
                entry["instansi"],
                beside,
                _change(entry) if own else {},
                entry["sebut"],
                compose.documents(entry["instansi"])[told]["berkas"],
            )
        )
    return found


def silent() -> list[Case]:
    """Every run in which nothing may be said."""
    return [
        Case(
            entry["id"],
            "semua" if entry["id"].startswith("semua") else "diam",
            entry["instansi"],
            [{"dokumen": one} if isinstance(one, str) else one for one in entry["dokumen"]],
            entry.get("lkjip", {}),
        )
        for part in ("diam", "diam_kedua", "diam_ketiga", "diam_keempat")
        for entry in _load(f"{part}.yaml")
    ]


def right() -> list[Case]:
    """Each right document by itself; the first PK and the first DPA stand beside what replaced them."""
    later = {"pk": "pk_perubahan", "dpa": "dppa"}
    found = []
    for case in silent():
        for one in case.beside if case.kind == "semua" else ():
            key = one["dokumen"]
            with_it = later.get(key, "")
            known = with_it in compose.documents(case.agency)
            beside = [one, *([{"dokumen": with_it}] if known else [])]
            found.append(Case(f"{case.agency}/{key}", "sendiri", case.agency, beside))
    return found


def _written(one: dict, agency: str, folder: Path) -> Path:
    if "rusak" in one:
        path = folder / one["rusak"]
        path.write_bytes(BROKEN)
        return path
    return compose.write(
        one.get("instansi", agency), one["dokumen"], folder, _change(one), one.get("berkas", "")
    )


@cache
def _report(agency: str):
    """The agency's report without a change, read once."""
    with TemporaryDirectory() as folder:
        return audit.read(compose.write(agency, "lkjip", Path(folder)))


def run(case: Case) -> dict:
    """findings.json of one run."""
    with TemporaryDirectory() as folder:
        places = [Path(folder) / str(at) for at in range(len(case.beside) + 1)]
        for place in places:
            place.mkdir()
        beside = [
            _written(one, case.agency, place) for one, place in zip(case.beside, places[1:], strict=True)
        ]
        report = _report(case.agency)
        if case.report:
            report = compose.write(case.agency, "lkjip", places[0], case.report)
        return audit.check(report, against=beside).to_dict(compose.documents(case.agency)["lkjip"]["berkas"])


@cache
def _right(agency: str, alone: bool) -> dict:
    """findings.json of the report alone, or beside every right document."""
    beside = next(case.beside for case in silent() if case.kind == "semua" and case.agency == agency)
    return run(Case("", "", agency, [] if alone else beside))


@cache
def _usual(agency: str, alone: bool) -> tuple[frozenset, frozenset]:
    """(rule and kondisi, ids) of what is said of the report alone, or beside every right document."""
    told = _right(agency, alone)["findings"]
    return frozenset((one["rule"], one["kondisi"]) for one in told), frozenset(one["id"] for one in told)


def new_findings(case: Case, told: dict) -> list[dict]:
    """The findings that neither the report alone nor all right documents together give."""
    usual = _usual(case.agency, True)[0] | _usual(case.agency, False)[0]
    return [one for one in told["findings"] if (one["rule"], one["kondisi"]) not in usual]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _numbers(text: str) -> set[Fraction]:
    found = set()
    for number in _NUMBER.findall(text):
        try:
            found.add(Fraction(number.replace(".", "").replace(",", ".")))
        except ValueError:
            continue
    return found


def _told(finding: dict) -> str:
    """All that a finding says: kondisi, and the documents and texts of its places."""
    places = [f"{place.get('document') or ''} {place.get('text') or ''}" for place in finding["places"]]
    return " ".join([finding["kondisi"], *places])


def names(finding: dict, wanted: list[str]) -> bool:
    """Does its kondisi name one of these numbers or words?"""
    numbers, text = _numbers(finding["kondisi"]), _plain(finding["kondisi"])
    return any(
        Fraction(one.replace(".", "").replace(",", ".")) in numbers
        if _NUMBER.fullmatch(one)
        else _plain(one) in text
        for one in wanted
    )


def names_both(finding: dict, file: str) -> bool:
    """Does it name the other document's file, and a place in the report or the report itself?"""
    own = any(not place.get("document") for place in finding["places"])
    if not own and "lkjip" not in file.casefold():  # words that cannot mean the other document
        own = bool(_ITSELF.search(finding["kondisi"].replace(file, "")))
    return file in _told(finding) and own


def _changed_words(case: Case) -> tuple[set[Fraction], list[str]]:
    """The numbers and texts that stand only in the changed documents or only in the unchanged ones."""
    numbers: set[Fraction] = set()
    texts: set[str] = set()
    pairs = [(one["dokumen"], _change(one)) for one in case.beside] + [("lkjip", case.report)]
    for key, change in pairs:
        if not change or "isi" not in compose.documents(case.agency)[key]:
            continue
        sides = [
            {
                (at, cell.text)
                for part in compose.content(case.agency, key, made)
                for at, row in enumerate(getattr(part, "rows", []))
                for cell in row
                if cell
            }
            for made in (None, change)
        ]
        for _, text in sides[0] ^ sides[1]:
            numbers |= _numbers(text) if not re.search("[a-z]{3}", text) else set()
            if re.search("[a-z]{3}", text):
                texts.add(text)
    return numbers, sorted(texts)


def judged(case: Case) -> tuple[bool, list[dict], list[dict]]:
    """A difference: (found, new findings, those of them at sedang or above that are of nothing changed)."""
    new = new_findings(case, run(case))
    found = any(names(one, case.named) and names_both(one, case.file) for one in new)
    numbers, texts = _changed_words(case)
    known = _usual(case.agency, True)[1] | _usual(case.agency, False)[1]
    invented = [
        one
        for one in new
        if one["severity"] in GRAVE
        and one["id"] not in known
        and not names(one, [*case.named, *texts])
        and not _numbers(one["kondisi"]) & numbers
    ]
    return found, new, invented


def noise(case: Case) -> tuple[list[dict], list[str]]:
    """Of what must stay silent: findings at sedang or above that the report alone does not have, and of the
    documents those of which nothing was used, with the reason."""
    usual = _usual(case.agency, True)[0]
    told = _right(case.agency, False) if case.kind == "semua" else run(case)
    loud = [one for one in told["findings"] if one["severity"] in GRAVE]
    unused = [f"{one['document']}: {one['note']}" for one in told.get("against", []) if not one["used"]]
    return [one for one in loud if (one["rule"], one["kondisi"]) not in usual], unused
