"""What a document says of itself, as tables that rules read: the report, its annexes, pages, dates, numbers
in words, decimal signs, filled columns."""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from checks.operands import Numbers
from checks.settle.names import normalise
from schemas import documents as D
from schemas.keys import codes
from schemas.submission import Submission


def reports(tables: dict, sub: Submission) -> pd.DataFrame:
    """laporan, kunci, tahun (-1 unknown), petikan, dokumen (its kind), nama_dokumen, bagian_dokumen,
    bukti_dokumen, ada_skala, ada_rumus, ada_perubahan, banyak_bab, tabel, garis, halaman."""
    r = sub.laporan[["laporan"]].copy()
    i, bab = tables["identitas"], tables["bab"]
    years = i[i["jenis"].eq("tahun")].assign(t=pd.to_numeric(i["nilai"], errors="coerce")).dropna(subset="t")
    years = years.groupby("laporan")["t"].first()
    common = pd.concat([tables["indikator"][["laporan", "tahun"]], tables["anggaran"][["laporan", "tahun"]]])
    common = common[common["tahun"] > 0].groupby("laporan")["tahun"].agg(lambda s: s.mode().iloc[0])
    r["tahun"] = r["laporan"].map(years).fillna(r["laporan"].map(common)).fillna(-1).astype("int64")
    chapters = (
        bab[normalise(bab["judul"]).str.contains(r"^bab [ivx0-9]+", regex=True)].groupby("laporan").size()
    )
    r["banyak_bab"] = r["laporan"].map(chapters).fillna(0).astype("int64")
    told = i[i["jenis"].isin([D.KIND, D.PERIOD, D.PART, D.EVIDENCE])].drop_duplicates(["laporan", "jenis"])
    told = (
        told.pivot(index="laporan", columns="jenis", values="nilai")
        .reindex(r["laporan"])
        .reset_index(drop=True)
    )
    told = told.reindex(columns=[D.KIND, D.PERIOD, D.PART, D.EVIDENCE]).astype(object).fillna("")
    r["dokumen"] = told[D.KIND].where(
        told[D.KIND].isin(D.DOCUMENTS), D.LKJIP
    )  # tables that do not say are those of a LKjIP
    period = told[D.PERIOD].where(told[D.PERIOD].ne(""), r["tahun"].where(r["tahun"] > 0, "").astype(str))
    named = zip(r["dokumen"], period, told[D.EVIDENCE].ne(""), strict=True)
    r["nama_dokumen"] = [D.document_name(*one) for one in named]
    r["bagian_dokumen"], r["bukti_dokumen"] = told[D.PART], told[D.EVIDENCE]
    marked = set(i.loc[i["jenis"].eq("petikan"), "laporan"])
    r["petikan"] = r["laporan"].isin(marked) | (r["banyak_bab"] < 3)
    r["ada_skala"] = r["laporan"].isin(tables["skala"]["laporan"])
    r["ada_rumus"] = r["laporan"].isin(tables["rumus"]["laporan"])
    falling = tables["rumus"]["arah"].eq("turun") | tables["rumus"]["rumus"].ne("realisasi_per_target")
    r["ada_rumus_turun"] = r["laporan"].isin(tables["rumus"].loc[falling, "laporan"])
    r["ada_indikator_turun"] = r["laporan"].isin(
        tables["indikator"].loc[tables["indikator"]["arah"].eq("turun"), "laporan"]
    )
    k = tables["klaim"]
    r["ada_perubahan"] = r["laporan"].isin(k.loc[k["jenis"].eq("perubahan_anggaran"), "laporan"])
    return r.assign(kunci="laporan", tabel="", bagian="", baris="", garis=-1, halaman=-1)


def annexes(tables: dict) -> pd.DataFrame:
    """Annexes that the table of contents promises: laporan, kunci (title), ada (bool: a heading in the body
    is like it)."""
    d, bab = tables["daftar_isi"], tables["bab"]
    plain = d["judul"].str.replace(r"^\s*\(?\d{1,2}[.)]*\s*", "", regex=True)
    after = (
        normalise(d["judul"]).str.contains(r"^lampiran\b", regex=True).groupby(d["laporan"]).cummax()
        if len(d)
        else d.index == -1
    )
    promised = d[after & normalise(plain).ne("lampiran")].assign(kunci=plain)
    promised = promised[["laporan", "kunci", "tabel", "bagian", "baris", "garis", "halaman"]].reset_index(
        drop=True
    )
    promised["i"] = np.arange(len(promised))
    pair = promised.merge(bab[["laporan", "judul"]], on="laporan")
    promised["ada"] = False
    if len(pair):
        a = normalise(pair["kunci"]).str.replace(r"^lampiran (\d+ )?", "", regex=True)
        b = normalise(pair["judul"]).str.replace(r"^lampiran (\d+ )?", "", regex=True)
        near = process.cpdist(a.tolist(), b.tolist(), scorer=fuzz.token_sort_ratio) >= 65
        numbered = promised["baris"].str.extract(r"(\d+)")[0].reindex(pair["i"]).fillna("?").to_numpy()
        annex = normalise(pair["judul"]).str.extract(r"^lampiran (\d+)")[0].fillna("").to_numpy()
        near |= numbered == annex  # "LAMPIRAN 3" is the third that was promised, whatever its title
        promised.loc[pair["i"][near].unique(), "ada"] = True
    has_body = promised["laporan"].isin(bab.loc[normalise(bab["judul"]).str.contains("lampiran"), "laporan"])
    return promised.assign(ada_lampiran=has_body, tahun=-1)


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
    t = t.assign(tahun=t["laporan"].map(year).fillna(-1).astype("int64"), kunci=t["teks"])
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
    a = angka[angka["desimal"].gt(0) & angka["kelas"].eq("figur")]
    point = a["lokal"].eq("en")
    most = point.groupby(a["laporan"]).transform("mean") > 0.5
    return pd.DataFrame(
        {
            "laporan": a["laporan"],
            "nilai": a.index,
            "titik": point.astype(int),
            "titik_utama": most.astype(int),
            "kunci": "tanda desimal",
            "tahun": -1,
            "tabel": a["tabel"],
            "bagian": a["bagian"],
            "baris": a["baris"],
            "garis": a["garis"],
            "halaman": a["halaman"],
        }
    ).reset_index(drop=True)


def filled(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Columns that a table prints: laporan, tabel, kolom, kunci, banyak (cells), terisi (cells with a
    figure); one row a column."""
    i, kept = tables["indikator"], ["laporan", "tabel", "tahun", "bagian", "baris", "garis", "halaman"]
    pieces = []
    for column in ("realisasi_lalu", "realisasi", "target", "capaian"):
        rows = i.loc[(i[column] >= 0) & i["jenis_baris"].eq("indikator"), kept]
        kelas = numbers.kelas[i.loc[rows.index, column].to_numpy(dtype="int64")]
        pieces.append(rows.assign(kolom=column, isi=~np.isin(kelas, [1, 2]), nilai=i.loc[rows.index, column]))
    every = pd.concat(pieces, ignore_index=True)
    group = codes(every["laporan"], every["tabel"], every["kolom"])
    out = every.iloc[np.unique(group, return_index=True)[1]]
    out = out.assign(
        banyak=np.bincount(group), terisi=np.bincount(group, every["isi"]).astype("int64"), kunci=out["kolom"]
    )
    return out.sort_values(["laporan", "tabel", "kolom"], ignore_index=True)
