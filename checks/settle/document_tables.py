"""What a document says of itself, as tables that rules read: the report, its annexes, pages, dates, numbers
in words, decimal signs, filled columns."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from checks.operands import Numbers
from checks.settle.alike import likeness
from checks.settle.names import each, has, normalise
from schemas import documents as D
from schemas.angka import FIGURE
from schemas.keys import among, codes, codes_of_both, distinct, find, frame, pairs, ranks
from schemas.submission import Submission


def reports(tables: dict, sub: Submission) -> pd.DataFrame:
    """laporan, kunci, tahun (-1 unknown), petikan, dokumen (its kind), nama_dokumen, bagian_dokumen,
    bukti_dokumen, ada_skala, ada_rumus, ada_perubahan, banyak_bab, tabel, garis, halaman."""
    r = sub.laporan[["laporan"]].copy()
    i, bab = tables["identitas"], tables["bab"]
    r["tahun"] = _years(r["laporan"], i, tables)
    chapter = has(normalise(bab["judul"]), r"^bab [ivx0-9]+").to_numpy()
    here, chapters = codes_of_both([r["laporan"]], [bab["laporan"]])
    r["banyak_bab"] = np.bincount(chapters[chapter], minlength=len(r) + len(bab))[here]
    told = {what: _told(r["laporan"], i, what) for what in (D.KIND, D.PERIOD, D.PART, D.EVIDENCE)}
    # tables that do not say are those of a LKjIP
    r["dokumen"] = np.where(np.isin(told[D.KIND], list(D.DOCUMENTS)), told[D.KIND], D.LKJIP)
    period = [p or (str(t) if t > 0 else "") for p, t in zip(told[D.PERIOD], r["tahun"], strict=True)]
    named = zip(r["dokumen"], period, told[D.EVIDENCE] != "", strict=True)
    r["nama_dokumen"] = [D.document_name(*one) for one in named]
    r["bagian_dokumen"], r["bukti_dokumen"] = told[D.PART], told[D.EVIDENCE]
    marked = set(i.loc[among(i["jenis"], "petikan"), "laporan"])
    r["petikan"] = r["laporan"].isin(marked) | (r["banyak_bab"] < 3)
    r["ada_skala"] = r["laporan"].isin(tables["skala"]["laporan"])
    r["ada_rumus"] = r["laporan"].isin(tables["rumus"]["laporan"])
    falling = among(tables["rumus"]["arah"], "turun") | ~among(
        tables["rumus"]["rumus"], "realisasi_per_target"
    )
    r["ada_rumus_turun"] = r["laporan"].isin(tables["rumus"].loc[falling, "laporan"])
    r["ada_indikator_turun"] = r["laporan"].isin(
        tables["indikator"].loc[among(tables["indikator"]["arah"], "turun"), "laporan"]
    )
    k = tables["klaim"]
    r["ada_perubahan"] = r["laporan"].isin(k.loc[among(k["jenis"], "perubahan_anggaran"), "laporan"])
    return r.assign(kunci="laporan", tabel="", bagian="", baris="", garis=-1, halaman=-1)


def _told(laporan: pd.Series, identitas: pd.DataFrame, what: str) -> np.ndarray:
    """object, one a report: what its pages first say of a kind, '' where they say nothing."""
    said = identitas[identitas["jenis"].eq(what)]
    known = np.append(said["nilai"].to_numpy(dtype=object), "")
    return known[find([laporan], [said["laporan"]])]


def _years(laporan: pd.Series, identitas: pd.DataFrame, tables: dict) -> np.ndarray:
    """int64, one a report: the year that it names, else that of most rows of its tables; -1 unknown."""
    said = identitas[among(identitas["jenis"], "tahun")]
    said = said.assign(t=pd.to_numeric(said["nilai"], errors="coerce")).dropna(subset="t")
    both = [tables[t] for t in ("indikator", "anggaran")]
    report, year = (np.concatenate([t[c].to_numpy() for t in both]) for c in ("laporan", "tahun"))
    report, year = report[year > 0], year[year > 0]
    pair = codes(report, year)
    first = distinct(pair)
    often = np.bincount(pair)[pair[first]] if len(pair) else first
    order = first[np.lexsort((year[first], -often))]  # of equally frequent ones the earliest
    common = np.append(year[order], -1)[find([laporan], [report[order]])]
    at = find([laporan], [said["laporan"]])
    return np.where(at >= 0, np.append(said["t"].to_numpy(), -1)[at], common).astype("int64")


_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]*\s*")
_ANNEX = re.compile(r"^lampiran (\d+ )?")


def annexes(tables: dict) -> pd.DataFrame:
    """Annexes that the table of contents promises: laporan, kunci (title), ada (bool: a heading in the body
    is like it)."""
    d, bab = tables["daftar_isi"], tables["bab"]
    title = normalise(d["judul"])
    plain = each(lambda t: _NUMBERED.sub("", t), d["judul"])
    first = np.flatnonzero(has(title, r"^lampiran\b"))
    start = np.append(first, len(d))[find([d["laporan"]], [d["laporan"].iloc[first]])]
    promised = d[(np.arange(len(d)) >= start) & normalise(plain).ne("lampiran").to_numpy()]
    promised = promised.assign(kunci=plain.reindex(promised.index))
    promised = promised[["laporan", "kunci", "tabel", "bagian", "baris", "garis", "halaman"]]
    promised = promised.reset_index(drop=True)
    body = normalise(bab["judul"])
    there = bab.loc[has(body, "lampiran").to_numpy(), "laporan"]
    here = promised["laporan"].isin(there)
    i, j = pairs(*codes_of_both([promised["laporan"]], [bab["laporan"]]))
    if not len(i):
        return promised.assign(i=np.arange(len(promised)), ada=False, ada_lampiran=here, tahun=-1)
    a, b = (each(lambda t: _ANNEX.sub("", t), t).to_numpy() for t in (normalise(promised["kunci"]), body))
    near = likeness(a, i, b, j, fuzz.token_sort_ratio) >= 65
    number = each(lambda t: m[0] if (m := re.search(r"\d+", t)) else "?", promised["baris"]).to_numpy()
    annex = each(lambda t: m[1] if (m := re.match(r"lampiran (\d+)", t)) else "", body).to_numpy()
    near |= number[i] == annex[j]  # "LAMPIRAN 3" is the third that was promised, whatever its title
    found = np.bincount(i[near], minlength=len(promised)) > 0
    return promised.assign(i=np.arange(len(promised)), ada=found, ada_lampiran=here, tahun=-1)


def pages(d: pd.DataFrame) -> pd.DataFrame:
    """+ halaman_no (arabic page), halaman_sebelum (page of the entry before), kunci. NaN where there is
    none."""
    d = d.assign(kunci=d["judul"], tahun=-1)
    d["halaman_no"] = pd.to_numeric(d["nomor_halaman"], errors="coerce")
    d["halaman_sebelum"] = d.groupby("laporan")["halaman_no"].ffill().groupby(d["laporan"]).shift()
    return d


def dates(t: pd.DataFrame, year: pd.Series) -> pd.DataFrame:
    """+ hari_lewat: days from the end of the reported year to the date (negative: before it); kunci,
    tahun."""
    at = find([t["laporan"]], [year.index])
    t = t.assign(tahun=np.append(year.to_numpy(), -1)[at], kunci=t["teks"])
    known = t["tahun"] > 0
    end = pd.to_datetime(t["tahun"].where(known, 2000).astype(str) + "-12-31")
    t["hari_lewat"] = (t["tanggal"] - end).dt.days.where(known).astype("float64")
    return t


def words(b: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ kata_cocok: the words say the figure; kata_seharusnya: the words for the figure."""
    from num2words import num2words

    value = numbers.value[b["nilai"].to_numpy(dtype="int64")]
    unique = {
        v: num2words(int(v), lang="id")
        for v in set(value[np.isfinite(value)])
        if float(v).is_integer() and abs(v) < 1e15
    }
    should = pd.Series(value, index=b.index).map(unique).astype(object)

    def squeeze(
        s: pd.Series,
    ) -> pd.Series:  # "milyar", "milliar" and "trilyun" are spellings, no other numbers
        letters = s.str.lower().str.replace(r"[^a-z]", "", regex=True)
        return letters.str.replace(r"mill?[iy]ar", "miliar", regex=True).str.replace("trilyun", "triliun")

    return b.assign(
        kata_seharusnya=should.fillna(""),
        kata_cocok=squeeze(b["kata"]) == squeeze(should.fillna("")),
        tahun=-1,
        dapat=should.notna(),
    )


def decimal_signs(angka: pd.DataFrame) -> pd.DataFrame:
    """Numbers with decimals: laporan, nilai (id), titik (a point is the decimal sign), titik_utama (so it is
    in most of the report)."""
    at = np.flatnonzero(among(angka["kelas"], FIGURE) & (angka["desimal"].to_numpy() > 0))
    point = angka["lokal"].to_numpy(dtype=object)[at] == "en"
    report = angka["laporan"].to_numpy(dtype=object)[at]
    one = codes(report)
    most = np.bincount(one, point) > 0.5 * np.bincount(one) if len(at) else point
    texts = {"laporan": report} | {c: angka[c].to_numpy()[at] for c in ("tabel", "bagian", "baris")}
    others = {"nilai": at, "titik": point.astype("int64"), "titik_utama": most[one].astype("int64")}
    others |= {c: angka[c].to_numpy()[at] for c in ("garis", "halaman")}
    return frame(texts, others).assign(kunci="tanda desimal", tahun=-1)


def filled(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Columns that a table prints: laporan, tabel, kolom, kunci, banyak (cells), terisi (cells with a
    figure); one row a column."""
    i, columns = tables["indikator"], ["realisasi_lalu", "realisasi", "target", "capaian"]
    kept = ["laporan", "tabel", "tahun", "bagian", "baris", "garis", "halaman"]
    i = i.loc[among(i["jenis_baris"], "indikator"), [*kept, *columns]]
    ids = i[columns].to_numpy(dtype="int64").T
    which, row = np.nonzero(ids >= 0)
    name, ids = np.array(columns, dtype=object)[which], ids[which, row]
    group = codes(i["laporan"].to_numpy()[row], i["tabel"].to_numpy()[row], which)
    first = np.unique(group, return_index=True)[1]
    full = np.bincount(group, ~np.isin(numbers.kelas[ids], [1, 2])).astype("int64")
    out = i[kept].iloc[row[first]].assign(kolom=name[first], kunci=name[first], nilai=ids[first])
    out = out.assign(banyak=np.bincount(group), terisi=full)
    order = np.lexsort([ranks(out[c].to_numpy()) for c in ("kolom", "tabel", "laporan")])
    return out.iloc[order].reset_index(drop=True)
