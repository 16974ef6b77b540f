"""A reading written as typed rows: `perhitungan` (hasil = a operasi b) or `rincian` (a total and its
parts)."""

from datasets.recognise.prose.arithmetic import arithmetic_subjek
from datasets.recognise.prose.grammar import Sentence
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.reading import Reading

_OPERANDS = ("a", "b", "c")
_LEAD = 14  # tokens before a figure that may name it


def write(s: Setting, h: Found, sentence: Sentence, reading: Reading) -> None:
    """Add the rows of one reading, as its card's `writes` says."""
    {"perhitungan": _computed, "rincian": _listed}[reading.card.writes["table"]](s, h, sentence, reading)
    h.use(reading.result.token)


def _computed(s: Setting, h: Found, sentence: Sentence, reading: Reading) -> None:
    """hasil = a (operasi) b; an operand is a role, or a number that the card itself gives ("100")."""
    writes = reading.card.writes
    operands = {
        column: reading.roles[writes[column]][0].token if writes[column] in reading.roles else writes[column]
        for column in _OPERANDS
        if column in writes
    }
    year = sentence_tahun(sentence)
    h.add(
        "perhitungan",
        s,
        subjek=_subject(s, sentence, reading),
        ukuran=_measure(h, reading),
        tahun=year if year > 0 else s.tahun,
        operasi=writes["operasi"],
        hasil=reading.result.token,
        **operands,
    )


def _listed(s: Setting, h: Found, sentence: Sentence, reading: Reading) -> None:
    """A total (or mean) and its parts, a row each."""
    writes = reading.card.writes
    total, parts = reading.result, reading.roles[writes["parts"]]
    year = sentence_tahun(sentence)
    code = f"{total.id}-{sentence.blok}"
    for figure in (total, *parts):
        h.add(
            "rincian",
            s,
            kode=code if figure is total else f"{figure.id}-{code}",
            induk="" if figure is total else code,
            uraian=_lead(sentence, figure.position),
            ukuran=writes.get("ukuran", "jumlah"),
            peran=writes.get("peran", "bagian") if figure is total else "bagian",
            satuan=figure.kind,
            tahun=year if year > 0 else s.tahun,
            nilai=figure.token,
        )


def _subject(s: Setting, sentence: Sentence, reading: Reading) -> str:
    """Whose relation it is: the indicator named before it, else the words that lead to the result."""
    position = max(0, reading.result.position)
    return arithmetic_subjek(s, sentence, position)[0] or _lead(sentence, position)


def _lead(sentence: Sentence, position: int) -> str:
    """The words that lead to the figure at a position."""
    start = max(0, position - _LEAD)
    stops = (
        j + 1 for j in range(position - 3, start, -1) if sentence.tokens[j].kelas & {"TITIKKOMA", "TITIK"}
    )
    start = next(stops, start)
    return short_name(
        sentence.printed(start, position).rstrip(" (,") or sentence.printed(start, position + 1), 120
    )


def _measure(h: Found, reading: Reading) -> str:
    """What is computed, told apart by its operands: two results of one subject are two rows of the working
    paper."""
    printed = [h.angka_texts.get(f.id, "") for name in reading.card.operands for f in reading.roles[name]]
    return f"{reading.card.writes.get('ukuran', reading.card.id)} {' dan '.join(printed)}"
