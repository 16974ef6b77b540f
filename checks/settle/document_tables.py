"""What a document says of itself, as tables that rules read: the report, its annexes, pages, dates, numbers
in words, decimal signs, filled columns."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from cermat.checks.operands import Numbers
from cermat.checks.settle.alike import likeness
from cermat.checks.settle.names import each, has, normalise
from cermat.schemas import documents as D
from cermat.schemas.angka import FIGURE
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, frame, pairs, ranks
from cermat.schemas.submission import Submission


def reports(tables: dict, sub: Submission) -> pd.DataFrame:
    """laporan, kunci, tahun (-1 unknown), petikan, dokumen (its kind), nama_dokumen, bagian_dokumen,
    bukti_dokumen, ada_skala, ada_rumus, ada_perubahan, banyak_bab, tabel, garis, halaman."""
    reports_known = sub.laporan[["laporan"]].copy()
    identity, bab = tables["identitas"], tables["bab"]
    reports_known["tahun"] = _years(reports_known["laporan"], identity, tables)
    chapter = has(normalise(bab["judul"]), r"^bab [ivx0-9]+").to_numpy()
    here, chapters = codes_of_both([reports_known["laporan"]], [bab["laporan"]])
    reports_known["banyak_bab"] = np.bincount(chapters[chapter], minlength=len(reports_known) + len(bab))[
        here
    ]
    told = {
        what: _told(reports_known["laporan"], identity, what)
        for what in (D.KIND, D.PERIOD, D.PART, D.EVIDENCE)
    }
    # tables that do not say are those of a LKjIP
    reports_known["dokumen"] = np.where(np.isin(told[D.KIND], list(D.DOCUMENTS)), told[D.KIND], D.LKJIP)
    period = [
        period_told or (str(year) if year > 0 else "")
        for period_told, year in zip(told[D.PERIOD], reports_known["tahun"], strict=True)
    ]
    named = zip(reports_known["dokumen"], period, told[D.EVIDENCE] != "", strict=True)
    reports_known["nama_dokumen"] = [D.document_name(*one) for one in named]
    reports_known["bagian_dokumen"], reports_known["bukti_dokumen"] = told[D.PART], told[D.EVIDENCE]
    marked = set(identity.loc[among(identity["jenis"], "petikan"), "laporan"])
    reports_known["petikan"] = reports_known["laporan"].isin(marked) | (reports_known["banyak_bab"] < 3)
    reports_known["ada_skala"] = reports_known["laporan"].isin(tables["skala"]["laporan"])
    reports_known["ada_rumus"] = reports_known["laporan"].isin(tables["rumus"]["laporan"])
    falling = among(tables["rumus"]["arah"], "turun") | ~among(
        tables["rumus"]["rumus"], "realisasi_per_target"
    )
    reports_known["ada_rumus_turun"] = reports_known["laporan"].isin(tables["rumus"].loc[falling, "laporan"])
    reports_known["ada_indikator_turun"] = reports_known["laporan"].isin(
        tables["indikator"].loc[among(tables["indikator"]["arah"], "turun"), "laporan"]
    )
    claims = tables["klaim"]
    reports_known["ada_perubahan"] = reports_known["laporan"].isin(
        claims.loc[among(claims["jenis"], "perubahan_anggaran"), "laporan"]
    )
    return reports_known.assign(kunci="laporan", tabel="", bagian="", baris="", garis=-1, halaman=-1)


def _told(laporan: pd.Series, identitas: pd.DataFrame, what: str) -> np.ndarray:
    """object, one a report: what its pages first say of a kind, '' where they say nothing."""
    said = identitas[identitas["jenis"].eq(what)]
    known = np.append(said["nilai"].to_numpy(dtype=object), "")
    return known[find([laporan], [said["laporan"]])]


def _years(laporan: pd.Series, identitas: pd.DataFrame, tables: dict) -> np.ndarray:
    """int64, one a report: the year that it names, else that of most rows of its tables; -1 unknown."""
    said = identitas[among(identitas["jenis"], "tahun")]
    said = said.assign(t=pd.to_numeric(said["nilai"], errors="coerce")).dropna(subset="t")
    both = [tables[table] for table in ("indikator", "anggaran")]
    report, year = (
        np.concatenate([frame[column].to_numpy() for frame in both]) for column in ("laporan", "tahun")
    )
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
    listed, bab = tables["daftar_isi"], tables["bab"]
    title = normalise(listed["judul"])
    plain = each(lambda title: _NUMBERED.sub("", title), listed["judul"])
    first = np.flatnonzero(has(title, r"^lampiran\b"))
    start = np.append(first, len(listed))[find([listed["laporan"]], [listed["laporan"].iloc[first]])]
    promised = listed[(np.arange(len(listed)) >= start) & normalise(plain).ne("lampiran").to_numpy()]
    promised = promised.assign(kunci=plain.reindex(promised.index))
    promised = promised[["laporan", "kunci", "tabel", "bagian", "baris", "garis", "halaman"]]
    promised = promised.reset_index(drop=True)
    body = normalise(bab["judul"])
    there = bab.loc[has(body, "lampiran").to_numpy(), "laporan"]
    here = promised["laporan"].isin(there)
    left, right = pairs(*codes_of_both([promised["laporan"]], [bab["laporan"]]))
    if not len(left):
        return promised.assign(i=np.arange(len(promised)), ada=False, ada_lampiran=here, tahun=-1)
    one, other = (
        each(lambda title: _ANNEX.sub("", title), names).to_numpy()
        for names in (normalise(promised["kunci"]), body)
    )
    near = likeness(one, left, other, right, fuzz.token_sort_ratio) >= 65
    number = each(
        lambda line: found[0] if (found := re.search(r"\d+", line)) else "?", promised["baris"]
    ).to_numpy()
    annex = each(
        lambda title: found[1] if (found := re.match(r"lampiran (\d+)", title)) else "", body
    ).to_numpy()
    near |= number[left] == annex[right]  # "LAMPIRAN 3" is the third that was promised, whatever its title
    found = np.bincount(left[near], minlength=len(promised)) > 0
    return promised.assign(i=np.arange(len(promised)), ada=found, ada_lampiran=here, tahun=-1)


def pages(listed: pd.DataFrame) -> pd.DataFrame:
    """+ halaman_no (arabic page), halaman_sebelum (page of the entry before), kunci. NaN where there is
    none."""
    listed = listed.assign(kunci=listed["judul"], tahun=-1)
    listed["halaman_no"] = pd.to_numeric(listed["nomor_halaman"], errors="coerce")
    listed["halaman_sebelum"] = (
        listed.groupby("laporan")["halaman_no"].ffill().groupby(listed["laporan"]).shift()
    )
    return listed


def dates(told: pd.DataFrame, year: pd.Series) -> pd.DataFrame:
    """+ hari_lewat: days from the end of the reported year to the date (negative: before it); kunci,
    tahun."""
    at = find([told["laporan"]], [year.index])
    told = told.assign(tahun=np.append(year.to_numpy(), -1)[at], kunci=told["teks"])
    known = told["tahun"] > 0
    end = pd.to_datetime(told["tahun"].where(known, 2000).astype(str) + "-12-31")
    told["hari_lewat"] = (told["tanggal"] - end).dt.days.where(known).astype("float64")
    return told


def words(told: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ kata_cocok: the words say the figure; kata_seharusnya: the words for the figure."""
    from num2words import num2words

    value = numbers.value[told["nilai"].to_numpy(dtype="int64")]
    unique = {
        number: num2words(int(number), lang="id")
        for number in set(value[np.isfinite(value)])
        if float(number).is_integer() and abs(number) < 1e15
    }
    should = pd.Series(value, index=told.index).map(unique).astype(object)

    def squeeze(
        texts: pd.Series,
    ) -> pd.Series:  # "milyar", "milliar" and "trilyun" are spellings, no other numbers
        letters = texts.str.lower().str.replace(r"[^a-z]", "", regex=True)
        return letters.str.replace(r"mill?[iy]ar", "miliar", regex=True).str.replace("trilyun", "triliun")

    return told.assign(
        kata_seharusnya=should.fillna(""),
        kata_cocok=squeeze(told["kata"]) == squeeze(should.fillna("")),
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
    texts = {"laporan": report} | {
        column: angka[column].to_numpy()[at] for column in ("tabel", "bagian", "baris")
    }
    others = {"nilai": at, "titik": point.astype("int64"), "titik_utama": most[one].astype("int64")}
    others |= {column: angka[column].to_numpy()[at] for column in ("garis", "halaman")}
    return frame(texts, others).assign(kunci="tanda desimal", tahun=-1)


def filled(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Columns that a table prints: laporan, tabel, kolom, kunci, banyak (cells), terisi (cells with a
    figure); one row a column."""
    indicators, columns = tables["indikator"], ["realisasi_lalu", "realisasi", "target", "capaian"]
    kept = ["laporan", "tabel", "tahun", "bagian", "baris", "garis", "halaman"]
    indicators = indicators.loc[among(indicators["jenis_baris"], "indikator"), [*kept, *columns]]
    ids = indicators[columns].to_numpy(dtype="int64").T
    which, row = np.nonzero(ids >= 0)
    name, ids = np.array(columns, dtype=object)[which], ids[which, row]
    group = codes(indicators["laporan"].to_numpy()[row], indicators["tabel"].to_numpy()[row], which)
    first = np.unique(group, return_index=True)[1]
    full = np.bincount(group, ~np.isin(numbers.kelas[ids], [1, 2])).astype("int64")
    out = indicators[kept].iloc[row[first]].assign(kolom=name[first], kunci=name[first], nilai=ids[first])
    out = out.assign(banyak=np.bincount(group), terisi=full)
    order = np.lexsort([ranks(out[column].to_numpy()) for column in ("kolom", "tabel", "laporan")])
    return out.iloc[order].reset_index(drop=True)
