"""Programmes as a report counts, groups and funds them: "5 program, 9 kegiatan", "program unggulan
beranggaran …", plan and budget.

Every table here is derived from the budget tables and from what prose says of them; ids point into `angka`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, RUSAK, Numbers
from cermat.checks.settle.names import each_pair, has, normalise
from cermat.schemas import interval as S
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, firsts, listed, nth_of, pairs

LEVELS = ["program", "kegiatan", "sub kegiatan"]
PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]
MOST = 0.8  # of the largest total of the year: a table with less is of a part of the agency
_OPEN = {"jumlah": float("nan"), "seluruhnya": float("nan"), "banyak": 0, "anggota": ""}
_COMMON = {"program", "kegiatan", "sub", "urusan", "dan"}


def programmes(tables: dict, numbers: Numbers, plans: str) -> None:
    """Add `banyak_pelaksana`, `kelompok_program`, `perubahan_program`, `rencana_program`. plans: words for
    the year's plans."""
    year = tables["laporan"].set_index("laporan")["tahun"]
    budget = tables["anggaran"]
    budget = budget[
        among(budget["bulan"], "") & (budget["tahun"].eq(budget["laporan"].map(year)) | budget["tahun"].le(0))
    ].reset_index(drop=True)
    levels = _levels(budget, numbers)
    tables["banyak_pelaksana"] = _counted(tables, levels, numbers, year)
    tables["kelompok_program"] = _groups(tables["rincian"], tables["klaim"], budget, numbers)
    plan, now = _plans(budget, levels, numbers, plans)
    tables["perubahan_program"], tables["rencana_program"] = _changed(
        plan, now, budget, tables["klaim"], numbers
    )


def _levels(budget: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """The levels that a budget table lists in full (their sum is a total that it prints): laporan, tabel,
    tingkat, banyak, total, dokumen."""
    money = numbers.value[budget["pagu"].to_numpy(dtype="int64")]
    table, level = codes(budget["laporan"], budget["tabel"]), budget["tingkat"].to_numpy(dtype=object)
    part = np.isin(level, LEVELS)
    group = np.full(len(budget), -1)
    group[part] = codes(table[part], level[part])
    many = np.bincount(group[part])
    first = np.flatnonzero(part)[np.unique(group[part], return_index=True)[1]]
    read = np.bincount(group[part], np.isfinite(money[part]), minlength=len(many)) == many
    total = np.bincount(group[part], np.nan_to_num(money[part]), minlength=len(many))
    is_total = (level == "total") & (money > 0)
    left, right = pairs(table[first], table[is_total])
    printed = np.zeros(len(first), dtype=bool)
    printed[left[np.abs(total[left] - money[is_total][right]) < 0.5]] = True
    keep = read & printed
    made = budget.iloc[first[keep]][["laporan", "tabel", "tingkat", "dokumen"]].reset_index(drop=True)
    return made.assign(banyak=many[keep], total=total[keep])


def _counted(tables: dict, levels: pd.DataFrame, numbers: Numbers, year: pd.Series) -> pd.DataFrame:
    """`banyak_pelaksana`: "5 program, 9 kegiatan dan 21 sub kegiatan" of the whole agency, a level a row.

    laporan, kunci, ukuran (the level), tahun, nilai (id), banyak (rows of the table that comes nearest),
    dokumen (of that table), terikat (a level of the same statement is as a table has it), place. Only tables
    of the whole agency count, and only for a level that they list in full.
    """
    details, claims = tables["rincian"], tables["klaim"]
    kept = ["laporan", "tahun", "ukuran", "nilai", *PLACE]
    from_sums = details[among(details["peran"], "total") & details["ukuran"].isin(LEVELS)]
    from_claims = claims[
        among(claims["jenis"], "banyak") & claims["ukuran"].isin(LEVELS) & (claims["nilai"] >= 0)
    ]
    said = pd.concat([from_sums[kept], from_claims[kept]], ignore_index=True).drop_duplicates("nilai")
    said = said[numbers.kelas[said["nilai"].to_numpy(dtype="int64")] == FIGUR]
    said = said[said["tahun"].eq(said["laporan"].map(year)) | said["tahun"].le(0)].reset_index(drop=True)
    whole = levels[levels["total"].ge(MOST * levels.groupby("laporan")["total"].transform("max"))]
    said_row, whole_row = pairs(
        *codes_of_both([said["laporan"], said["ukuran"]], [whole["laporan"], whole["tingkat"]])
    )
    number = whole["banyak"].to_numpy(dtype="float64")[whole_row]
    far = np.abs(number - numbers.value[said["nilai"].to_numpy(dtype="int64")][said_row])
    order = np.lexsort((far, said_row))
    order = order[np.diff(said_row[order], prepend=-1) > 0]  # the nearest table of each
    said = said.iloc[said_row[order]].assign(
        banyak=number[order],
        dokumen=whole["dokumen"].to_numpy()[whole_row[order]],
        kunci="program dan kegiatan",
    )
    right = far[order] == 0
    statement = codes(said["laporan"], said["tabel"])
    return said.assign(terikat=np.bincount(statement, right)[statement] > 0 if len(said) else False)


def _groups(
    rincian: pd.DataFrame, klaim: pd.DataFrame, budget: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """`kelompok_program`: money of a named group of programmes ("program unggulan beranggaran …") beside
    their sum.

    laporan, kunci (the group), ukuran, tahun, nilai (id), jumlah, seluruhnya (of all programmes), banyak,
    anggota, cocok, terbagi (a table's programmes are so divided), place. The groups are those into which a
    sentence divides the programmes ("terdiri dari program rutin sebanyak 2 program dan program unggulan
    sebanyak 3 program").
    """
    parts = _divisions(rincian[among(rincian["ukuran"], "program") & ~among(rincian["induk"], "")])
    money = klaim[
        among(klaim["jenis"], "nilai") & among(klaim["ukuran"], "pagu", "serapan") & (klaim["nilai"] >= 0)
    ]
    left, right = pairs(*codes_of_both([parts["laporan"]], [money["laporan"]]))
    name = parts["nama"].to_numpy(dtype=object)[left]
    told = each_pair(_within, name, normalise(money["subjek"]).to_numpy(dtype=object)[right])
    part, name, money = left[told], name[told], money.iloc[right[told]]
    ids = money["nilai"].to_numpy(dtype="int64")
    best = _nearest(
        part,
        numbers.value[ids],
        among(money["ukuran"], "serapan"),
        _sums(parts, budget[among(budget["tingkat"], "program")], numbers),
    )
    out = money[["laporan", "ukuran", "tahun", "nilai", *PLACE]].reset_index(drop=True)
    out = out.assign(kunci=name, **best).iloc[distinct(ids, name)].reset_index(drop=True)
    ids, total = out["nilai"].to_numpy(dtype="int64"), out["jumlah"].to_numpy(dtype="float64")
    fits = S.outcome(total, numbers.value[ids], numbers.desimal[ids], total, total) != S.MISMATCH
    return out.assign(cocok=fits, terbagi=out["banyak"].gt(0))


def _divisions(parts: pd.DataFrame) -> pd.DataFrame:
    """Parts of sentences that divide the programmes, + nama (normalised), divisi (whole number); without
    those that name two parts alike."""
    division, name = codes(parts["laporan"], parts["tabel"]), normalise(parts["uraian"])
    twice = nth_of(codes(division, name)) > 0
    good = ~np.isin(division, division[twice])
    order = np.argsort(division[good], kind="stable")
    return parts.assign(nama=name, divisi=division)[good].iloc[order]


def _within(name: str, subject: str) -> bool:
    """Do the words of one name stand in another one?"""
    return f" {name} " in f" {subject} "


@dataclass(eq=False)
class _Sums:
    """Sums of the programmes of parts (rows of a division) in budget tables, one a part and table.

    part; banyak; jumlah, seluruhnya, terbaca: two rows each (of pagu, of realisasi); anggota(at): the
    programmes of some, in words.
    """

    part: np.ndarray
    banyak: np.ndarray
    jumlah: np.ndarray
    seluruhnya: np.ndarray
    terbaca: np.ndarray
    anggota: Callable[[np.ndarray], list[str]]


def _sums(parts: pd.DataFrame, rows: pd.DataFrame, numbers: Numbers) -> _Sums:
    """Sums for each part and each budget table whose programmes (`rows`) are divided as the sentence says.

    A programme is of the part whose words its name bears, else of the one part that no name bears; the
    numbers must be those that are said.
    """
    part, row = pairs(*codes_of_both([parts["laporan"]], [rows["laporan"]]))
    name = normalise(rows["uraian"]).to_numpy(dtype=object)
    borne = each_pair(_bears, name[row], parts["nama"].to_numpy(dtype=object)[part])
    division, table = parts["divisi"].to_numpy()[part], codes(rows["laporan"], rows["tabel"])[row]
    seat, place, group = codes(division, row), codes(division, table), codes(part, table)
    of, one = distinct(group), distinct(seat)
    names = np.bincount(seat, borne)
    some = np.bincount(group, borne) > 0
    mine = borne | ((names[seat] == 0) & ~some[group])
    count = numbers.value[parts["nilai"].to_numpy(dtype="int64")][part[of]]
    many = np.bincount(group, mine)
    bad = np.bincount(place[one], names > 1) > 0
    bad |= np.bincount(place[of], ~some) > 1
    bad |= np.bincount(place[of], many != count) > 0
    bad |= np.bincount(place[one]) != np.bincount(place[of], count)
    good = np.flatnonzero(~bad[place[of]])
    ids = rows[["pagu", "realisasi"]].to_numpy(dtype="int64").T[:, row]
    figure, value = numbers.kelas[ids] == FIGUR, numbers.value[ids]
    own, every, read = (
        np.array([np.bincount(group, weight, minlength=len(of)) for weight in weights])[:, good]
        for weights in (np.where(mine, value, 0.0), value, ~figure)
    )
    name, told = rows["uraian"].to_numpy(dtype=object)[row[mine]], codes(group[mine])
    found = group[mine][firsts(told)]

    def members(at: np.ndarray) -> list[str]:
        """The programmes of some sums, in words."""
        made = np.full(len(of), "", dtype=object)
        made[found] = listed(told, name, "; ")
        return made[good[at]].tolist()

    return _Sums(part[of][good], many[good].astype("int64"), own, every, read == 0, members)


def _nearest(part: np.ndarray, value: np.ndarray, spent: np.ndarray, sums: _Sums) -> dict:
    """For each statement about the money of a part: the sum that comes nearest; columns of _OPEN."""
    made = {
        column: np.full(len(part), open_, dtype=object if open_ == "" else None)
        for column, open_ in _OPEN.items()
    }
    left, right = pairs(part, sums.part)
    column = spent[left].astype("int64")
    read = sums.terbaca[column, right]
    left, right, column = left[read], right[read], column[read]
    order = np.lexsort((np.abs(sums.jumlah[column, right] - value[left]), left))
    order = order[np.diff(left[order], prepend=-1) > 0]
    left, right, column = left[order], right[order], column[order]
    made["jumlah"][left], made["seluruhnya"][left] = (
        sums.jumlah[column, right],
        sums.seluruhnya[column, right],
    )
    made["banyak"][left] = sums.banyak[right]
    if len(left):
        made["anggota"][left] = sums.anggota(right)
    return made


def _bears(row: str, name: str) -> bool:
    """Does a programme's name bear the words of a part's?"""
    words = set(name.split()) - _COMMON
    return bool(words) and words <= set(row.split())


def _plans(
    budget: pd.DataFrame, levels: pd.DataFrame, numbers: Numbers, plans: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(what the year's plan gives each programme: rows of `anggaran` + milik; programmes of the budget in
    force).

    A plan that prints no figure for a programme gives it the sum of its kegiatan, where it lists all
    kegiatan.
    """
    early = has(budget["dokumen"].str.lower(), rf"\b(?:{plans})\b").to_numpy(dtype=bool)
    kelas = numbers.kelas[budget["pagu"].to_numpy(dtype="int64")]
    usable = np.isin(kelas, [FIGUR, RUSAK]) & ~budget["pendapatan"].to_numpy(dtype=bool)
    programme = among(budget["tingkat"], "program") & ~among(budget["kunci"], "")
    level = ["laporan", "tabel", "tingkat"]
    full = find([budget[column] for column in level], [levels[column] for column in level]) >= 0
    below = (among(budget["tingkat"], "kegiatan") & ~among(budget["kunci_program"], "")) & full
    whole = (
        budget[early & usable & programme]
        .assign(milik=lambda rows: rows["kunci"])
        .drop_duplicates(["laporan", "milik"])
    )
    parts = budget[early & usable & below].assign(milik=lambda rows: rows["kunci_program"])
    parts = parts[find([parts["laporan"], parts["milik"]], [whole["laporan"], whole["milik"]]) < 0]
    same = ["laporan", "milik", "tabel"]
    first = parts.drop_duplicates(["laporan", "milik"])
    parts = parts[find([parts[column] for column in same], [first[column] for column in same]) >= 0]
    now = budget[~early & usable & programme & ~among(budget["dokumen"], "")]
    return pd.concat([whole, parts], ignore_index=True), now.reset_index(drop=True)


def _changed(
    plan: pd.DataFrame, now: pd.DataFrame, budget: pd.DataFrame, klaim: pd.DataFrame, numbers: Numbers
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`perubahan_program`, `rencana_program`): each programme of the budget in force, and the ids of what
    its plan adds up.

    perubahan_program: laporan, kunci, tahun, nilai (id of the pagu nearest to the plan), rencana,
    banyak_rencana, dokumen, dokumen_rencana, dijelaskan (a sentence tells its change, or a table has it
    before and after), perubahan_baris, place.
    """
    money = numbers.value[plan["pagu"].to_numpy(dtype="int64")]
    of_now, of_plan = codes_of_both([now["laporan"], now["kunci"]], [plan["laporan"], plan["milik"]])
    first = find([now["laporan"], now["kunci"]], [plan["laporan"], plan["milik"]])
    known = np.flatnonzero(first >= 0)
    size = len(now) + len(plan)
    total = np.bincount(of_plan, np.nan_to_num(money), minlength=size)[of_now[known]]
    far = np.abs(numbers.value[now["pagu"].to_numpy(dtype="int64")[known]] - total)
    nearest = np.argsort(far, kind="stable")  # of each programme the pagu nearest to its plan
    at = np.sort(nearest[distinct(of_now[known[nearest]])])
    both = now.iloc[known[at]].reset_index(drop=True)
    both["rencana"] = total[at]
    both["banyak_rencana"] = np.bincount(of_plan, minlength=size)[of_now[known[at]]]
    both["dokumen_rencana"] = plan["dokumen"].to_numpy(dtype=object)[first[known[at]]]
    told = klaim[among(klaim["jenis"], "perubahan_anggaran", "naik", "turun")]
    bridged = budget[budget["pagu_awal"] >= 0]
    told = [
        np.concatenate([told[column].to_numpy(), bridged[column].to_numpy()])
        for column in ("laporan", "kunci")
    ]
    both["dijelaskan"] = find([both["laporan"], both["kunci"]], told) >= 0
    more = ["rencana", "banyak_rencana", "dokumen_rencana", "dokumen", "dijelaskan"]
    out = both[["laporan", "kunci", "tahun", *more, *PLACE]]
    out = out.assign(nilai=both["pagu"], perubahan_baris=np.arange(len(both)))
    left, right = pairs(*codes_of_both([out["laporan"], out["kunci"]], [plan["laporan"], plan["milik"]]))
    ids = {
        "laporan": out["laporan"].to_numpy()[left],
        "perubahan_baris": left,
        "nilai": plan["pagu"].to_numpy()[right],
    }
    return out, pd.DataFrame(ids)
