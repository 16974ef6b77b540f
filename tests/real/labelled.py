"""Findings whose truth is known, with the signs that speak for and against each: what keyakinan is fitted
on.

Real reports labelled by hand, samples and excerpts with their truths, the whole made-up report, and
misreadings and slips of the pen that are put into a sound report: a misreading makes false findings, a
slip makes true ones.
"""

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from cermat import audit
from cermat.schemas.submission import Submission

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
EXCERPTS = ROOT / "tests" / "excerpts"
MISREAD, SLIPS = 60, 60  # of each so many in the sound report
_GRAVE = ("tinggi", "sedang")
_TABLES = ("indikator", "seri", "anggaran", "rincian")  # whose columns and rows are misread


@dataclass
class Case:
    """A finding: where it comes from (`source`, `report`), its rule, whether it is true, the signs of its
    surest comparison, the shape of that, and how sure the house is of it."""

    source: str
    report: str
    rule: str
    true: bool
    signs: np.ndarray
    shape: int
    keyakinan: float


@cache
def scorer():
    """../shared/tools/score_real.py."""
    spec = importlib.util.spec_from_file_location("score_real", SHARED / "tools" / "score_real.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases_of(result, laporan: str, source: str, report: str, verdict) -> Iterator[Case]:
    """The findings of one report, doubtful ones too, that `verdict(finding as in findings.json)` knows to
    be true or false (None: left out)."""
    w, shape = result.weighed, result.kertas_kerja["bentuk"].to_numpy()
    for f in result.explained.findings.to_dict("records"):
        if f["laporan"] != laporan or f["severity"] not in _GRAVE:
            continue
        true = verdict(result.finding(f))
        if true is not None:
            row = f["surest"]
            signs = w.signs.to_numpy(dtype="float64")[row]
            yield Case(source, report, f["rule"], true, signs, int(shape[w.banding[row]]), f["keyakinan"])


def judged(labels: dict, more: list[dict]):
    """A verdict by hand-made judgements, else by truths that print figures."""
    score, known = scorer(), labels["findings"] + [m for m in more if m["slug"] == labels["slug"]]

    def verdict(f: dict) -> bool | None:
        text = score.said(f)
        values = score.numbers(text)
        like, best = max(((score.likeness(j, f, values), k) for k, j in enumerate(known)), default=(0, 0))
        if like:
            return {"benar": True, "salah": False}.get(known[best]["verdict"])
        named = [t for t in labels["truths"] if score.names_truth(t, f, values, text)]
        return True if any(score.tokens(t["stated"]) or t["kind"] == f["kind"] for t in named) else None

    return verdict


def by_truths(truths: list[dict]):
    """A verdict by a complete list of truths: a finding that prints no figure or word of any is false."""
    marks = [m for t in truths for m in t.get("tanda") or t.get("keywords") or [t["stated"]]]
    marks = {str(m) for m in marks} | {n for t in truths for n in scorer().tokens(t["stated"])}
    known = [re.compile(rf"(?<![\w.,]){re.escape(m)}(?!\w|[.,]\d)") for m in marks if m]

    def verdict(f: dict) -> bool | None:
        if f["kind"] in ("kelengkapan", "format", "struktur"):
            return None
        text = " ".join([f["kondisi"], *(str(p["text"]) for p in f["places"])])
        return any(m.search(text) for m in known)

    return verdict


def real(more: list[dict], read=audit.read) -> Iterator[Case]:
    """The labelled reports. more: judgements of findings that no label knows."""
    for path in sorted((SHARED / "real" / "labels").glob("*.labels.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        result = audit.check(read(SHARED / "real" / "reports" / f"{labels['slug']}.pdf"))
        told = judged(labels, more)
        yield from cases_of(result, result.audited[0], "nyata", labels["slug"], told)


def with_truths(read=audit.read) -> Iterator[Case]:
    """Samples, excerpts and the faulty copy of the whole made-up report."""
    paths = [(p, p.with_suffix(".truth.json")) for p in sorted((SHARED / "samples").glob("*.md"))]
    paths += [
        (p, p.with_suffix(".truth.json")) for p in sorted(EXCERPTS.glob("*.*")) if p.suffix in (".md", ".txt")
    ]
    full = SHARED / "real" / "full"
    paths.append((full / "disdik_faulty.md", full / "disdik.truth.json"))
    result = audit.check([read(p) for p, _ in paths])
    for path, truth in paths:
        told = json.loads(truth.read_text(encoding="utf-8"))
        told = told["faults"] if isinstance(told, dict) else told
        source = (
            path.parent.name.replace("full", "utuh")
            .replace("samples", "contoh")
            .replace("excerpts", "petikan")
        )
        yield from cases_of(result, path.name, source, path.name, by_truths(told))


def put_in(read=audit.read) -> Iterator[Case]:
    """The sound report with one misreading or one slip of the pen in each copy."""
    sound = read(SHARED / "real" / "full" / "disdik_sound.md")
    base = {f["id"] for f in audit.check(sound).to_dict()["findings"]}
    rng = np.random.default_rng(11)
    kinds = [(misread, "salah baca", False)] * MISREAD + [(slip, "salah tulis", True)] * SLIPS
    result = audit.check([change(sound, rng) for change, _, _ in kinds])
    for laporan, (_, source, true) in zip(result.audited, kinds, strict=True):

        def verdict(f: dict, true=true) -> bool | None:
            return None if f["id"] in base else true

        yield from cases_of(result, laporan, source, laporan, verdict)


def _copy(sub: Submission) -> Submission:
    tables = {name: frame.copy() for name, frame in sub.tables.items()}
    frames = (sub.struktur, sub.absent, sub.blok, sub.sel)
    copies = [f.copy() for f in (sub.laporan, sub.angka, *frames)]
    shown = (sub.words.copy(), sub.pages.copy())
    return Submission(copies[0], tables, copies[1], *copies[2:], sub.warnings, *shown)


def misread(sub: Submission, rng: np.random.Generator) -> Submission:
    """One printed table read wrongly: two of its columns taken for each other, one column a row too low,
    its rows under each other's names, its year one off; or the subjects of sentences taken for each
    other."""
    made = _copy(sub)
    spoken = made.tables["klaim"]
    if rng.random() < 0.2 and len(spoken) > 1:
        at = rng.choice(len(spoken), 2, replace=False)
        spoken.loc[at, "subjek"] = spoken["subjek"].to_numpy()[at[::-1]]
        return made
    name = rng.choice([t for t in _TABLES if len(made.tables[t])])
    frame = made.tables[name]
    mine = np.flatnonzero(frame["tabel"].eq(rng.choice(frame["tabel"].unique())))
    filled = [c for c in _values(name) if (frame[c].to_numpy()[mine] >= 0).sum() > 1]
    way = rng.integers(4)
    if way == 0 and len(filled) > 1:
        a, b = rng.choice(filled, 2, replace=False)
        frame.loc[mine, [a, b]] = frame[[b, a]].to_numpy()[mine]
    elif way == 1 and filled:
        column = rng.choice(filled)
        frame.loc[mine, column] = np.roll(frame[column].to_numpy()[mine], 1)
    elif way == 2:
        names = "indikator" if "indikator" in frame else "uraian"
        frame.loc[mine, names] = np.roll(frame[names].to_numpy()[mine], 1)
    else:
        frame.loc[mine, "tahun"] = frame["tahun"].to_numpy()[mine] + rng.choice([-1, 1])
    return made


def _values(name: str) -> list[str]:
    from cermat.schemas.tables import all_tables

    return list(all_tables()[name].angka_columns)


def slip(sub: Submission, rng: np.random.Generator) -> Submission:
    """One figure of a table or sentence with a digit wrong, or two swapped."""
    made = _copy(sub)
    used = [made.tables[t][c].to_numpy() for t in (*_TABLES, "klaim", "perhitungan") for c in _values(t)]
    ids = np.unique(np.concatenate(used).astype("int64"))
    i = rng.choice(ids[(ids >= 0) & (made.angka["mantissa"].abs().to_numpy()[ids] >= 100)])
    digits = list(str(made.angka["mantissa"].iat[i]))
    at = int(rng.integers(1, len(digits)))
    if rng.random() < 0.3 and digits[at] != digits[at - 1]:
        digits[at], digits[at - 1] = digits[at - 1], digits[at]
    else:
        digits[at] = str((int(digits[at]) + int(rng.integers(1, 10))) % 10)
    mantissa = int("".join(digits))
    made.angka.loc[i, "mantissa"] = mantissa
    made.angka.loc[i, "nilai"] = mantissa / 10.0 ** made.angka["desimal"].iat[i]
    return made


def decided(file: Path) -> list[Case]:
    """What people decided at the desk: the lines of its kasus.jsonl."""
    from cermat.checks.keyakinan.weights import weights

    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = list(weights()["tanda"])
    return [
        Case(
            "meja",
            row["sha256"],
            row["aturan"],
            row["benar"],
            np.array([row["tanda"].get(name, 0.0) for name in names]),
            row["bentuk"],
            row["keyakinan"],
        )
        for row in rows
    ]


def gathered(more: list[dict], read=audit.read) -> list[Case]:
    """All of it."""
    return [*real(more, read), *with_truths(read), *put_in(read)]


def frame_of(cases: list[Case], names: list[str]) -> pd.DataFrame:
    """A row a case: source, report, rule, true, shape, keyakinan and the signs by name."""
    about = pd.DataFrame([(c.source, c.report, c.rule, c.true, c.shape, c.keyakinan) for c in cases])
    about.columns = ["source", "report", "rule", "true", "shape", "keyakinan"]
    return pd.concat([about, pd.DataFrame([c.signs for c in cases], columns=names)], axis=1)
