"""Settle: what a report leaves open is decided here, once, with its evidence, before any rule runs.

`settle` takes a Submission and a profile and returns the tables that rules read (typed ones with derived
columns, and derived ones) together with `ketetapan`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from cermat.checks.operands import Numbers, Tables
from cermat.checks.settle import (
    counterparts,
    derived,
    direction,
    dokumen,
    entities,
    facts,
    mentions,
    names,
    overlay_cells,
    overlay_copies,
    overlays,
    scale,
    whole_means,
)
from cermat.checks.settle.precision import half_width
from cermat.schemas.keys import among, find
from cermat.schemas.mentions import schema_of_entities
from cermat.schemas.places import printed_on
from cermat.schemas.submission import Submission
from cermat.schemas.tables import all_tables

KETETAPAN = ["laporan", "subjek", "hal", "nilai", "bukti"]


@cache
def vocabulary() -> dict:
    """checks/settle/vocabulary.yaml."""
    return yaml.load(
        files("cermat.checks.settle").joinpath("vocabulary.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


@dataclass(eq=False)
class Settled:
    """tables: what rules read; fakta, penyebutan: who says what about what; scale: bands; entitas, ketetapan:
    made when asked for."""

    tables: Tables
    fakta: pd.DataFrame
    penyebutan: pd.DataFrame
    scale: pd.DataFrame
    named: pd.DataFrame
    record: Callable[[], pd.DataFrame]

    @cached_property
    def entitas(self) -> pd.DataFrame:
        """The entities of all reports (columns: schemas/mentions.py, and held against them)."""
        return schema_of_entities().validate(entities.entities(self.named))

    def unmet(self, profile) -> list[str]:
        """What a profile says of indicators that no report names, a line each."""
        if not profile.arah and not profile.sinonim:
            return []
        skip, named = vocabulary()["kata_lewat"], self.named
        of_indicators = named[among(named["tabel"], "indikator", "seri")]
        lines = []
        for what, asked, place in (
            ("arah", profile.arah, of_indicators),
            ("sinonim", profile.sinonim.values(), named),
        ):
            met = {*names.key(place["kunci"], skip), *names.key(place["disebut"], skip)}
            lines += [
                f"profil: {what} '{name}': tidak ada indikator bernama demikian dalam laporan"
                for name in dict.fromkeys(asked)
                if names.key(pd.Series([name]), skip).iat[0] not in met
            ]
        return lines

    @cached_property
    def ketetapan(self) -> pd.DataFrame:
        """Made when somebody reads it."""
        return self.record()


def _as_printed(evidence: pd.DataFrame, tables: dict[str, pd.DataFrame], skip: list[str]) -> pd.DataFrame:
    """Directions of a profile under the names that each report prints, whatever their case and
    punctuation."""
    if evidence.empty:
        return evidence
    known = pd.concat(
        [tables[table][["laporan", "kunci"]] for table in ("indikator", "seri")]
    ).drop_duplicates()
    known = known.assign(nama=names.key(known["kunci"], skip))
    return (
        evidence.assign(nama=names.key(evidence["kunci"], skip))
        .drop(columns="kunci")
        .merge(known, on=["laporan", "nama"])
    )


def settle(sub: Submission, profile, beside: list[str]) -> Settled:
    """Decide direction, formula, scale, members of averages and sameness of facts for every report at
    once."""
    words = vocabulary()
    angka = sub.angka.assign(lebar=half_width(sub.angka), cetak=printed_on(sub.angka, sub.pages))
    numbers = Numbers(angka)
    tables = {name: frame.copy() for name, frame in sub.tables.items()}
    named = entities.name_all(tables, words, profile.sinonim)
    for name in ("indikator", "seri", "definisi"):
        tables[name]["arah_tercetak"] = tables[name]["arah"]
    tables["indikator"]["jenis_baris"] = tables["indikator"]["jenis_baris"].replace("", "indikator")
    tables["seri"]["jenis_baris"] = tables["seri"]["jenis_baris"].replace("", "indikator")
    means = {name: among(tables[name]["jenis_baris"], "rata_rata") for name in ("indikator", "seri")}
    for name, average in means.items():
        tables[name]["kunci"] = np.where(average, "", tables[name]["kunci"])
    long = facts.long_values(tables, numbers)
    by_table, by_sasaran = facts.groups(long)
    means["nilai_indikator"] = among(long["jenis_baris"], "rata_rata")
    for name, average in means.items():
        table = long if name == "nilai_indikator" else tables[name]
        table["kunci"] = facts.with_averages(table, average, "tabel", by_table, by_sasaran)
    measure = long["ukuran"].to_numpy(dtype=object)
    long["ukuran_baris"] = measure
    of_mean = np.where(measure == "capaian", "rata_rata", "rata_rata " + measure)
    long["ukuran"] = np.where(means["nilai_indikator"], of_mean, measure)
    for name in ("klaim", "predikat"):
        table = tables[name]
        table["kunci"] = facts.with_averages(
            table, among(table["ukuran"], "rata_rata"), "acuan", by_table, by_sasaran
        )
        table["kunci"], table["ukuran"] = facts.name_sasaran(table, by_sasaran)
    tables["rekap"] = whole_means.recaps(tables, long, by_sasaran)
    whole_means.bind(tables, long, tables["rekap"], numbers)
    settled, evidence = direction.settle_direction(
        tables,
        long,
        words["arah"],
        _as_printed(profile.directions(sub.laporan["laporan"]), tables, words["kata_lewat"]),
    )
    way = np.append(settled["arah"].to_numpy(dtype=object), "")
    for table in (tables["indikator"], tables["seri"], long):
        at = find([table["laporan"], table["kunci"]], [settled["laporan"], settled["kunci"]])
        table["arah"] = pd.Series(way[at], index=table.index, dtype=object)
    edges = scale.edges(tables["skala"], numbers)
    bands = scale.bands(tables["skala"], edges)
    if profile.skala:  # for reports that state no scale of their own
        without = sub.laporan.loc[~sub.laporan["laporan"].isin(bands["laporan"]), "laporan"]
        pieces = [frame for frame in (bands, scale.from_profile(profile.skala, without)) if len(frame)]
        bands = pd.concat(pieces, ignore_index=True) if pieces else bands
    tables["indikator"]["rumus_turun"] = _falling_formula(
        tables["indikator"]["laporan"], tables["rumus"], profile.rumus_turun
    )
    given = tables["layanan"]
    thing, receiver, whole = (
        given[column].to_numpy(dtype=object) for column in ("kunci_uraian", "kunci", "kunci_subjek")
    )
    given["kunci_layanan"] = np.where(whole == "", thing + " · " + receiver, whole)
    laid = overlay_cells.cells(tables, sub.sel, angka, numbers)
    overlay = overlays.lay(laid)
    tables["alias"] = counterparts.aliases(laid, overlay)
    keys = {new for columns in entities.NAMED.values() for new in columns.values()}
    entities.rename([*tables.values(), long, named], keys, tables["alias"])
    entities.rename([laid], {"nama"}, tables["alias"])
    penyebutan = mentions.mentions(tables, long, angka, numbers, words)
    fakta = facts.facts(penyebutan, long, angka, numbers)
    measured = fakta["nilai"].to_numpy(dtype="int64")
    measured = measured[among(fakta["ukuran"], "capaian", "rata_rata", "persen", "capaian_akhir")]
    own = 10.0 ** -numbers.desimal[measured].astype("float64") / 2
    numbers.width[measured] = np.maximum(numbers.width[measured], own)  # "117" for an average may be 116,76
    value_columns = {
        typed.name: set(typed.angka_columns) for typed in all_tables().values()
    } | derived.VALUE_COLUMNS
    value_columns |= dokumen.VALUE_COLUMNS
    tables |= {"nilai_indikator": long, "fakta": fakta}
    derived.derive(tables, sub, angka, numbers, bands, edges, words, by_table, by_sasaran)
    tables |= _beside(tables, sub, beside, numbers, words["kata_lewat"])
    tables |= overlay_copies.overlay_tables(tables["fakta"], laid, overlay, angka)
    frames = Tables(tables, numbers, value_columns)
    record = partial(
        _record, settled, evidence, bands, tables["rumus"], profile, sub.laporan["laporan"], penyebutan
    )
    return Settled(frames, fakta, penyebutan, bands, named, record)


_ALONE: dict[str, pd.DataFrame] = {}  # the empty tables of reports beside which nothing stands


def _beside(tables: dict, sub: Submission, beside: list[str], numbers: Numbers, skip: list[str]) -> dict:
    """dokumen.beside_tables. Where nothing stands beside they have no rows, whatever the reports are: made
    once."""
    if beside or not _ALONE:
        made = dokumen.beside_tables(tables, sub, beside, numbers, skip)
        if beside:
            return made
        _ALONE.update({name: rows.iloc[:0] for name, rows in made.items()})
    return {name: rows.copy() for name, rows in _ALONE.items()}


_FORMULAS = {"dua_target": "dua target", "target_per_realisasi": "target per realisasi"}


def _falling_formula(laporan: pd.Series, formulas: pd.DataFrame, profile: str) -> pd.Series:
    """The formula settled for falling indicators of each report: the profile's, else the one the report
    states; '' for none."""
    if profile:
        return pd.Series(profile, index=laporan.index)
    stated = formulas[among(formulas["rumus"], *_FORMULAS) & ~among(formulas["arah"], "naik")]
    names = np.array([*(_FORMULAS[formula] for formula in stated["rumus"]), ""], dtype=object)
    return pd.Series(names[find([laporan], [stated["laporan"]])], index=laporan.index, dtype=object)


def _record(
    settled: pd.DataFrame,
    evidence: pd.DataFrame,
    bands: pd.DataFrame,
    formulas: pd.DataFrame,
    profile,
    laporan: pd.Series,
    penyebutan: pd.DataFrame,
) -> pd.DataFrame:
    """`ketetapan`: what was settled about each indicator and report, with its evidence (lower ranks that
    disagree included)."""
    told = evidence.sort_values("peringkat", kind="stable").drop_duplicates(
        ["laporan", "kunci", "arah", "bukti"]
    )
    told["kata"] = told["bukti"].astype(str) + " → " + told["arah"].astype(str)
    text = told.groupby(["laporan", "kunci"])["kata"].agg(list).rename("bukti").reset_index()
    arah = settled[~among(settled["kunci"], "") & ~settled["kunci"].str.startswith(facts.AVERAGE)]
    arah = arah.merge(text, how="left", on=["laporan", "kunci"])
    arah["bukti"] = [
        proof if isinstance(proof, list) else ["tanpa petunjuk lain: dianggap makin tinggi makin baik"]
        for proof in arah["bukti"]
    ]
    pieces = [
        arah[["laporan", "kunci", "arah", "bukti"]]
        .set_axis(["laporan", "subjek", "nilai", "bukti"], axis=1)
        .assign(hal="arah")
    ]
    if len(bands):
        low = np.where(
            np.isfinite(bands["lo"]),
            np.where(bands["lo_in"], " ≥", " >") + bands["lo"].map("{:g}".format),
            "",
        )
        high = np.where(
            np.isfinite(bands["hi"]),
            np.where(bands["hi_in"], " ≤", " <") + bands["hi"].map("{:g}".format),
            "",
        )
        origin = np.where(bands["tabel"] == scale.PROFILE, profile.skala_dari, "milik laporan")
        printed = bands.assign(kata=bands["label"] + low + high, dari=origin)
        listed = printed.groupby("laporan").agg(nilai=("dari", "first"), bukti=("kata", list)).reset_index()
        pieces.append(listed.assign(subjek="skala predikat", hal="skala"))
    if profile.rumus_turun:
        pieces.append(
            pd.DataFrame(
                {
                    "laporan": laporan,
                    "subjek": "capaian indikator yang makin rendah makin baik",
                    "hal": "rumus",
                    "nilai": profile.rumus_turun,
                    "bukti": [["profil"]] * len(laporan),
                }
            )
        )
    if len(formulas):
        formulas_of = (
            formulas.groupby("laporan").agg(rumus=("rumus", "first"), bukti=("teks", list)).reset_index()
        )
        pieces.append(
            formulas_of.rename(columns={"rumus": "nilai"}).assign(subjek="rumus capaian", hal="rumus")
        )
    pieces.append(mentions.bound(penyebutan))
    return pd.concat(pieces, ignore_index=True)[KETETAPAN]
