"""What typed tables say, whatever table says it: one fact a printed value, so that tables and a document read
can be compared."""

import re
from collections import Counter
from fractions import Fraction

import pandas as pd

from cermat.datasets.compose.style import layouts
from cermat.datasets.read_tables import from_frames
from cermat.schemas.submission import Submission

# columns of `indikator` → (measure, years away from the row's own)
_COLUMNS = {
    "target": ("target", 0),
    "realisasi": ("realisasi", 0),
    "capaian": ("capaian", 0),
    "realisasi_lalu": ("realisasi", -1),
    "capaian_lalu": ("capaian", -1),
    "target_depan": ("target", 1),
    "target_akhir": ("target akhir", None),
    "capaian_akhir": ("capaian akhir", None),
}
_MONEY = ("pagu_awal", "pagu", "realisasi", "persen", "sisa")


def submission(tables: dict[str, pd.DataFrame]) -> Submission:
    """Typed tables of text as a submission."""
    about = pd.DataFrame({"laporan": ["tabel"], "sumber": "uji", "sha256": "0" * 64, "jenis": "tabel"})
    return from_frames(tables, about)


def plain(text: str) -> str:
    """Words only, small letters."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", str(text).lower()).split())


def in_grid(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of printed tables; what stands in sentences is left out."""
    return frame[~frame["tabel"].astype(str).str.startswith("prosa")]


def _value(sub: Submission, ident: int, decimals: bool = True) -> tuple:
    a = sub.angka.loc[ident]
    value = Fraction(int(a["mantissa"])) / Fraction(10) ** int(a["desimal"])
    return (value, int(a["desimal"])) if decimals else (value,)


def indicator_facts(sub: Submission) -> Counter:
    """(kind of row, subject, measure, year, value, decimals) of `indikator` and `seri`; a mean's subject is
    its sasaran."""
    out: Counter = Counter()
    for r in in_grid(sub.tables["indikator"]).to_dict("records"):
        subject = plain(r["sasaran"] if r["jenis_baris"] == "rata_rata" else r["indikator"])
        for column, (measure, away) in _COLUMNS.items():
            if r[column] >= 0:
                year = -1 if away is None or r["tahun"] < 0 else r["tahun"] + away
                out[(r["jenis_baris"], subject, measure, year, *_value(sub, r[column]))] += 1
    for r in in_grid(sub.tables["seri"]).to_dict("records"):
        if r["nilai"] >= 0:
            subject = plain("" if r["jenis_baris"] == "rata_rata" else r["indikator"])
            out[(r["jenis_baris"], subject, r["ukuran"], r["tahun"], *_value(sub, r["nilai"]))] += 1
    return out


def sasaran_of(sub: Submission) -> set[tuple[str, str]]:
    """(indicator, sasaran), wherever a row has both."""
    rows = in_grid(sub.tables["indikator"])
    rows = rows[rows["jenis_baris"].ne("rata_rata") & rows["sasaran"].ne("")]
    return {(plain(i), plain(s)) for i, s in zip(rows["indikator"], rows["sasaran"], strict=True)}


def budget_facts(sub: Submission) -> Counter:
    """(row, the row it is part of, measure, value) of `anggaran`; a total is named 'total'."""
    rows = in_grid(sub.tables["anggaran"])
    name = {
        (r["tabel"], r["kode"]): "total" if r["tingkat"] == "total" else plain(r["uraian"])
        for r in rows.to_dict("records")
    }
    out: Counter = Counter()
    for r in rows.to_dict("records"):
        for column in _MONEY:
            if r[column] >= 0:
                out[
                    (
                        name[r["tabel"], r["kode"]],
                        name.get((r["tabel"], r["induk"]), ""),
                        column,
                        r["tahun"],
                        *_value(sub, r[column], False),
                    )
                ] += 1
    return out


def count_facts(sub: Submission) -> Counter:
    """(row, measure, role, parent row, parent measure, value) of `rincian`; a total is named by its
    subject."""
    rows = in_grid(sub.tables["rincian"])
    subject = {
        r["tabel"]: plain(re.sub(r"^(jumlah|data)\s+", "", r["subjek"].lower()))
        for r in rows.to_dict("records")
        if r["subjek"]
    }

    def name(r: dict) -> str:
        return f"total {subject.get(r['tabel'], '')}" if r["peran"] == "total" else plain(r["uraian"])

    named = {(r["tabel"], r["kode"]): name(r) for r in rows.to_dict("records")}
    return Counter(
        (
            name(r),
            plain(r["ukuran"]),
            r["peran"],
            named.get((r["tabel"], r["induk"]), ""),
            plain(r["ukuran_induk"]),
            *_value(sub, r["nilai"]),
        )
        for r in rows.to_dict("records")
        if r["nilai"] >= 0
    )


def scale_facts(sub: Submission) -> set[tuple]:
    """(label, lower bound, is it in, upper bound, is it in)."""
    return {
        (
            plain(r["label"]),
            *(_value(sub, r[k], False) if r[k] >= 0 else () for k in ("bawah", "atas")),
            r["bawah_termasuk"] if r["bawah"] >= 0 else "",
            r["atas_termasuk"] if r["atas"] >= 0 else "",
        )
        for r in sub.tables["skala"].to_dict("records")
    }


def formula_facts(sub: Submission) -> set[tuple[str, str]]:
    """(direction, formula)."""
    return set(sub.tables["rumus"][["arah", "rumus"]].itertuples(index=False, name=None))


def service_facts(sub: Submission) -> set[tuple]:
    """(what, to whom, target, realised)."""
    return {
        (
            plain(r["uraian"]),
            plain(r["penerima"]),
            *(_value(sub, r[k]) if r[k] >= 0 else () for k in ("target", "realisasi")),
        )
        for r in sub.tables["layanan"].to_dict("records")
    }


def claim_facts(sub: Submission) -> Counter:
    """Kinds of claims with their measure, year and values."""
    return Counter(
        (r["jenis"], r["ukuran"], *(_value(sub, r[k], False) if r[k] >= 0 else () for k in ("nilai", "dari")))
        for r in sub.tables["klaim"].to_dict("records")
    )


ALL = {
    "indikator": indicator_facts,
    "sasaran": sasaran_of,
    "anggaran": budget_facts,
    "rincian": count_facts,
    "skala": scale_facts,
    "rumus": formula_facts,
    "layanan": service_facts,
}


def difference(given: Submission, read: Submission, what: str, layout: str) -> tuple[list, list]:
    """(facts that were lost, facts that came in). Means that a layout tells in sentences are no row of a
    table."""
    a, b = ALL[what](given), ALL[what](read)
    if what == "indikator" and layouts()[layout]["rata_rata"] == "kalimat":
        a, b = (Counter({k: n for k, n in f.items() if k[0] != "rata_rata"}) for f in (a, b))
    return sorted(a - b, key=str), sorted(b - a, key=str)
