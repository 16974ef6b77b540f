"""Ten checks that every tool can express, on the same rows, each as the tool's own documentation says.

Of indicators: a name, a kind of row of a closed list, a year within bounds, capaian within 0 and 400, no row twice, capaian between
two bounds. Of budgets: a pagu, realisasi at most pagu, the share between two bounds, totals equal to their parts. What is compared
with (bounds, sums) stands in columns that `prepare` has computed: no tool but ours makes them. Each returns how many rows fail.
"""

import os

import numpy as np
import pandas as pd

KINDS, YEARS, SCORES = ["indikator", "rata_rata"], (1990, 2100), (0, 400)
KEYS = ["laporan", "tabel", "sasaran", "indikator", "tahun"]
CARDS = ["CAP-01", "CAP-02", "CAP-03", "TAR-03", "STR-01", "POP-03", "PER-01", "TOT-01", "TOT-02", "TOT-06"]
NEEDED = ("identitas", "rumus", "indikator", "anggaran")  # what those cards are about
# what the documentation of each leaves to whoever uses it (✓ the tool does it itself; kolom: over columns that were computed before)
LACKING = {
    "angka tercetak dengan desimalnya (selang)": "hanya Cermat",
    "arah dan rumus dari isi laporan": "hanya Cermat",
    "jumlah menurut induk": "NumPy, pandas dengan kode sendiri; pandera, GX, pointblank: kolom",
    "fakta yang sama di dua tabel": "NumPy, pandas dengan kode sendiri; pandera, GX, pointblank: kolom",
    "siapa yang keliru, apa akibatnya, apa yang tidak diuji": "hanya Cermat",
}


def prepare(frames: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of indicators and of budgets as numbers, with the bounds and sums that the checks need."""
    from cermat.schemas.angka import parse_column

    def numbers(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
        read = parse_column(column.reset_index(drop=True))
        value = read["mantissa"].to_numpy("float64") / 10.0 ** read["desimal"].to_numpy("float64")
        return np.where(read["kelas"].eq("figur"), value, np.nan), 10.0 ** -read["desimal"].to_numpy(
            "float64"
        )

    ind = frames["indikator"]
    ind = ind[ind["tabel"].eq("capaian")].reset_index(drop=True)
    (aim, _), (got, _), (score, unit) = (numbers(ind[name]) for name in ("target", "realisasi", "capaian"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.array([got / aim, (2 * aim - got) / aim, aim / got]) * 100
    near = np.where(
        np.isfinite(ways).any(axis=0),
        np.nanargmin(np.nan_to_num(np.abs(ways - score), nan=np.inf), axis=0),
        0,
    )
    made = ways[near, np.arange(len(ind))]
    ind = ind[[*KEYS, "jenis_baris"]].assign(
        tahun=ind["tahun"].astype(int), capaian=score, bawah=made - unit, atas=made + unit
    )
    money = frames["anggaran"].reset_index(drop=True)
    (have, _), (used, _), (share, unit) = (numbers(money[name]) for name in ("pagu", "realisasi", "persen"))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = used / have * 100
    money = money[["laporan", "tabel", "kode", "induk"]].assign(
        pagu=have, realisasi=used, persen=share, bawah=rate - unit, atas=rate + unit
    )
    parts = money[money["induk"].ne("")].groupby(["laporan", "tabel", "induk"])["pagu"].sum()
    at = pd.MultiIndex.from_frame(money[["laporan", "tabel", "kode"]])
    money["jumlah"] = parts.reindex(at).to_numpy()
    return ind, money[money["tabel"].eq("realisasi")].reset_index(drop=True)


def in_numpy(ind: pd.DataFrame, money: pd.DataFrame) -> int:
    """The same with arrays."""
    name, kind, year = (ind[column].to_numpy() for column in ("indikator", "jenis_baris", "tahun"))
    score, low, high = (ind[column].to_numpy() for column in ("capaian", "bawah", "atas"))
    have, used, share, below, above, total = (
        money[c].to_numpy() for c in ("pagu", "realisasi", "persen", "bawah", "atas", "jumlah")
    )
    keys = np.zeros(len(ind), dtype="int64")
    for column in KEYS:
        own = np.unique(ind[column].to_numpy(), return_inverse=True)[1]
        keys = np.unique(keys * (own.max(initial=0) + 1) + own, return_inverse=True)[1]
    failed = [
        name == "",
        ~np.isin(kind, KINDS),
        (year < YEARS[0]) | (year > YEARS[1]),
        (score < SCORES[0]) | (score > SCORES[1]),
        np.bincount(keys)[keys] > 1,
        (score < low) | (score > high),
        np.isnan(have),
        used > have,
        (share < below) | (share > above),
        np.isfinite(total) & (have != total),
    ]
    return int(sum(one.sum() for one in failed))


def in_pandas(ind: pd.DataFrame, money: pd.DataFrame) -> int:
    """The same with Series."""
    failed = [
        ind["indikator"].isna(),
        ~ind["jenis_baris"].isin(KINDS),
        ~ind["tahun"].between(*YEARS),
        ~ind["capaian"].between(*SCORES) & ind["capaian"].notna(),
        ind.duplicated(KEYS, keep=False),
        ~ind["capaian"].between(ind["bawah"], ind["atas"]) & ind["bawah"].notna(),
        money["pagu"].isna(),
        money["realisasi"].gt(money["pagu"]),
        ~money["persen"].between(money["bawah"], money["atas"]) & money["bawah"].notna(),
        money["jumlah"].notna() & money["pagu"].ne(money["jumlah"]),
    ]
    return int(sum(one.sum() for one in failed))


def in_pandera():
    """Two schemas, lazily: all failures are listed."""
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    ind_schema = pa.DataFrameSchema(
        {
            "indikator": pa.Column(object, nullable=False),
            "jenis_baris": pa.Column(object, pa.Check.isin(KINDS)),
            "tahun": pa.Column(int, pa.Check.in_range(*YEARS)),
            "capaian": pa.Column(float, pa.Check.in_range(*SCORES), nullable=True),
        },
        checks=pa.Check(
            lambda rows: rows["capaian"].between(rows["bawah"], rows["atas"]) | rows["bawah"].isna()
        ),
        unique=KEYS,
    )
    money_schema = pa.DataFrameSchema(
        {"pagu": pa.Column(float, nullable=False)},
        checks=[
            pa.Check(lambda rows: ~(rows["realisasi"] > rows["pagu"])),
            pa.Check(lambda rows: rows["persen"].between(rows["bawah"], rows["atas"]) | rows["bawah"].isna()),
            pa.Check(lambda rows: rows["jumlah"].isna() | (rows["pagu"] == rows["jumlah"])),
        ],
    )

    def run(ind: pd.DataFrame, money: pd.DataFrame) -> int:
        failed = 0
        for schema, rows in ((ind_schema, ind), (money_schema, money)):
            try:
                schema.validate(rows, lazy=True)
            except SchemaErrors as error:
                failed += len(error.failure_cases.drop_duplicates(["check", "index"]))
        return failed

    return run


def in_gx():
    """An ephemeral context, one suite a table, results as COMPLETE as the findings need them."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import logging

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx
    import great_expectations.expectations as e

    from cermat.checks.judge import _quiet_config

    context = gx.get_context(project_config=_quiet_config(), mode="ephemeral")
    source = context.data_sources.add_pandas("bench")
    pair = e.ExpectColumnPairValuesAToBeGreaterThanB
    suites = {
        "ind": [
            e.ExpectColumnValuesToNotBeNull(column="indikator"),
            e.ExpectColumnValuesToBeInSet(column="jenis_baris", value_set=KINDS),
            e.ExpectColumnValuesToBeBetween(column="tahun", min_value=YEARS[0], max_value=YEARS[1]),
            e.ExpectColumnValuesToBeBetween(column="capaian", min_value=SCORES[0], max_value=SCORES[1]),
            e.ExpectCompoundColumnsToBeUnique(column_list=KEYS),
            pair(
                column_A="capaian", column_B="bawah", or_equal=True, ignore_row_if="either_value_is_missing"
            ),
            pair(column_A="atas", column_B="capaian", or_equal=True, ignore_row_if="either_value_is_missing"),
        ],
        "money": [
            e.ExpectColumnValuesToNotBeNull(column="pagu"),
            pair(
                column_A="pagu", column_B="realisasi", or_equal=True, ignore_row_if="either_value_is_missing"
            ),
            pair(column_A="persen", column_B="bawah", or_equal=True, ignore_row_if="either_value_is_missing"),
            pair(column_A="atas", column_B="persen", or_equal=True, ignore_row_if="either_value_is_missing"),
            e.ExpectColumnPairValuesToBeEqual(
                column_A="pagu", column_B="jumlah", ignore_row_if="either_value_is_missing"
            ),
        ],
    }
    batches = {
        name: source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("semua")
        for name in suites
    }
    made = {name: gx.ExpectationSuite(name=name, expectations=listed) for name, listed in suites.items()}

    def run(ind: pd.DataFrame, money: pd.DataFrame) -> int:
        failed = 0
        for name, rows in (("ind", ind), ("money", money)):
            batch = batches[name].get_batch({"dataframe": rows})
            result = batch.validate(made[name], result_format="COMPLETE")
            failed += sum(one.result.get("unexpected_count", 0) for one in result.results)
        return failed

    return run


def in_pointblank(polars: bool):
    """Two validations; over pandas, or over polars (turning the rows into polars is not counted)."""
    import pointblank as pb

    col = pb.col

    def run(ind, money) -> int:
        first = (
            pb.Validate(ind)
            .col_vals_not_null("indikator")
            .col_vals_in_set("jenis_baris", KINDS)
            .col_vals_between("tahun", *YEARS)
            .col_vals_between("capaian", *SCORES, na_pass=True)
            .rows_distinct(columns_subset=KEYS)
            .col_vals_between("capaian", col("bawah"), col("atas"), na_pass=True)
            .interrogate()
        )
        second = (
            pb.Validate(money)
            .col_vals_not_null("pagu")
            .col_vals_le("realisasi", col("pagu"), na_pass=True)
            .col_vals_between("persen", col("bawah"), col("atas"), na_pass=True)
            .col_vals_eq("pagu", col("jumlah"), na_pass=True)
            .interrogate()
        )
        return int(sum(sum(one.n_failed().values()) for one in (first, second)))

    if not polars:
        return run

    def over(ind: pd.DataFrame, money: pd.DataFrame):
        import polars as pl

        return pl.from_pandas(ind.astype(dict.fromkeys([*KEYS[:4], "jenis_baris"], str))), pl.from_pandas(
            money.drop(columns=["laporan", "tabel", "kode", "induk"])
        )

    run.turned = over  # type: ignore[attr-defined]
    return run


def ours(frames: dict[str, pd.DataFrame]) -> int:
    """The public door, by ten cards: reading the texts, settling and findings counted."""
    from cermat import audit

    return len(audit.check({name: frames[name] for name in NEEDED}, select=CARDS).findings)
