"""One rise for several indicators: "selama tahun 2016 sampai dengan 2019 meningkat setiap tahunnya, baik A, B
maupun C" is a claim about each of them."""

import re

import pandas as pd

from cermat.datasets.document.headings import key
from cermat.datasets.recognise.document_lines import Line, frame
from cermat.schemas.tables import all_tables

_MOVE = re.compile(
    r"\b(?P<up>meningkat|naik|bertambah)?(?P<down>menurun|turun|berkurang)?\s+(?:(?:di|pada|untuk)\s+)?"
    r"(?:(?:setiap|tiap)\s+tahun(?:nya)?|dari\s+tahun\s+ke\s+tahun)\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:tidak|belum|bukan|diharapkan|akan|harus|agar|supaya|ditargetkan)\b", re.I)
_HOW_WELL = re.compile(r"\b(?:capaian|kinerja)\b", re.I)
_SENTENCE = re.compile(r"(?<=[a-z0-9)%][.;])\s+(?=[A-Z])")
_BUT = re.compile(r"[,;]?\s+(?:sementara|sedangkan|namun|tetapi|adapun|kecuali)\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LEAST = 2  # one alone is read as every sentence about one indicator
_LETTERS = 10  # of a name that is met in a sentence by no coincidence


def yearly_claims(lines: list[Line], tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of the typed table klaim: naik_tiap_tahun or turun_tiap_tahun for each indicator of the tables
    that such a sentence lists; tahun, tahun_lain: the last and the first year that it names ('' for none);
    ukuran 'kinerja' where it is how well they do that rises."""
    names = _names(tables)
    result: list[dict] = []
    for line in lines:
        if line.r >= 0 or line.zone in ("daftar isi", "sampul"):
            continue
        for sentence in (clause for whole in _SENTENCE.split(line.teks) for clause in _BUT.split(whole)):
            found = _MOVE.search(sentence)
            if found and (found["up"] or found["down"]) and not _DENIED.search(sentence[: found.start()]):
                result += _claims(sentence, found, names, line)
    return frame(result, [*all_tables()["klaim"].columns])


def _names(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Letters of each indicator's name → the name as printed, without a unit in brackets."""
    printed = [
        name
        for kind in ("indikator", "seri")
        if kind in tables and len(tables[kind])
        for name in tables[kind]["indikator"]
    ]
    plain = (re.sub(r"\s*\([^()]{1,15}\)[\s:]*$", "", name).strip() for name in dict.fromkeys(printed))
    return {letters: name for name in plain if len(letters := _letters(name)) >= _LETTERS}


def _letters(text: str) -> str:
    return re.sub(r"\W", "", key(text))


def _claims(sentence: str, found: re.Match, names: dict[str, str], line: Line) -> list[dict]:
    rest = _letters(sentence)
    met = []
    for letters in sorted(names, key=len, reverse=True):  # the longest first: a name may hold another
        if letters in rest:
            met.append(names[letters])
            rest = rest.replace(letters, " ")
    years = sorted(_YEAR.findall(sentence))
    spoken = {"tahun": years[-1], "tahun_lain": years[0]} if len({*years}) > 1 else {}
    kind = "naik_tiap_tahun" if found["up"] else "turun_tiap_tahun"
    measure = "kinerja" if _HOW_WELL.search(sentence[: found.start()]) else ""
    said = {
        "jenis": kind,
        "ukuran": measure,
        "teks": " ".join(found[0].split()),
        "dasar": "kalimat",
        **spoken,
        **line.place,
    }
    return [said | {"subjek": name} for name in met] if len(met) >= _LEAST else []
