"""Tables of years → `seri`, `klaim`: a year in each row, of one indicator that the caption names, or plain
years as columns."""

import re

from datasets.recognise.grids.columns import PERFORMANCE, Column, name_column
from datasets.recognise.grids.indikator import candidate_measures, settle
from datasets.recognise.grids.indikator_rows import Writer
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.texts import sasaran_around, status
from datasets.recognise.headers import TAHUN, tidy
from datasets.recognise.row_kinds import DATA

_PREFIX = re.compile(
    r"^\s*(?:(?:tabel|table|grafik|gambar)\s*(?:[A-Z][.\-])?[IVX\d]+(?:[.\-]\d+)*[.:]?|[\d.]+[.)]?(?=\s)"
    r"|[a-z][.)])?\s*",
    re.I,
)
_OPENING = re.compile(
    r"^(?:perkembangan|realisasi|capaian|data|target|dan|perbandingan|rekapitulasi|tren|trend|kinerja"
    r"|indikator|hasil|pencapaian|nilai)\s+(?=\S)",
    re.I,
)
_PLACE = re.compile(
    r"\s+(?:(?:di|pada)\s+)?(?i:kabupaten|kota|provinsi|kab\.|prov\.)\s+(?:[A-Z][\w-]+\s*){1,3}$"
)
_PERIOD = re.compile(
    r"\s*(?:,|\bdari|\bpada|\bselama|\bperiode|\bantara)?\s*(?:tahun|thn)?\.?\s*(?:19|20)\d\d.*$", re.I
)


def caption_name(caption: str, opening: bool = False) -> str:
    """The indicator a caption names, without table number, opening words (unless `opening`), place and years;
    '' where little is left."""
    t = _PERIOD.sub("", _PREFIX.sub("", caption)).strip(' .:-–“”"')
    while not opening and (more := _OPENING.sub("", t)) != t:
        t = more
    t = _PLACE.sub("", t).strip(' .:-–“”"')
    return t if len(t) >= 3 else ""


def recognise_year_rows(d: Layout, columns: list[Column]) -> dict[str, list[dict]]:
    """Rows of `seri` (and of `klaim` where a column says naik or turun) from a grid whose rows are years."""
    tahun = next((k for k in columns if k.role == "tahun" and not k.nilai), None)
    other = [
        k
        for k in columns
        if not k.nilai and k.role in ("indikator", "sasaran", "uraian", "program", "kegiatan")
    ]
    name = caption_name(d.caption)
    measures, _ = settle(
        d,
        [k for k in columns if k.nilai and k.domain == PERFORMANCE and candidate_measures(k)],
        [r for r in d.body if d.rows[r].jenis == DATA],
    )
    if tahun is None or other or not name or not measures:
        return {}
    result: dict[str, list[dict]] = {"seri": [], "klaim": []}
    note = next((k for k in columns if k.role in ("keterangan", "predikat") and not k.nilai), None)
    sasaran = sasaran_around(d)
    before = ""
    for r in d.body:
        m = TAHUN.search(d.content(r, tahun.c))
        if d.rows[r].jenis != DATA or not m:
            continue
        for p, k in measures.items():
            if d.teks[r, k.c]:
                result["seri"].append(
                    {
                        **d.place(r),
                        "indikator": name,
                        "sasaran": sasaran,
                        "satuan": "%" if k.header.satuan == "%" else "",
                        "ukuran": p,
                        "tahun": m[1],
                        "jenis_baris": "indikator",
                        **d.sel(r, k.c, "nilai"),
                    }
                )
        arah = status(d.content(r, note.c)) if note is not None else ""
        if arah in ("naik", "turun") and before:
            result["klaim"].append(
                {
                    **d.place(r),
                    "jenis": arah,
                    "subjek": name,
                    "ukuran": next(iter(measures)),
                    "tahun": m[1],
                    "tahun_lain": before,
                    "acuan": d.table,
                    "teks": d.content(r, note.c),
                }
            )
        before = m[1]
    return {t: b for t, b in result.items() if b}


_NAMED = {
    "capaian": re.compile(r"(?:%|persen(?:tase)?|tingkat)\s+capaian|capaian(?:\s+kinerja)?\s*\(\s*%", re.I),
    "realisasi": re.compile(
        r"realisasi|capaian|perkembangan|tren|kondisi|hasil|(?<!target )(?<!rencana )kinerja tahun", re.I
    ),
    "target": re.compile(r"\b(?:target|rencana|proyeksi)\b", re.I),
}


def recognise_year_columns(d: Layout, columns: list[Column], context) -> dict[str, list[dict]]:
    """`seri` of a grid whose number columns are plain years: the caption, else the years, say what they
    hold."""
    name = name_column(d, columns, ("indikator", "sasaran"))
    tahun = [
        k
        for k in columns
        if k.nilai and k.domain == PERFORMANCE and k.tahun > 0 and not k.header.candidates and not k.comparing
    ]
    if name is None or len({k.tahun for k in tahun}) < 2 or len({k.tahun for k in tahun}) < len(tahun):
        return {}
    about = d.caption or d.bagian.rsplit(" > ", 1)[-1]
    mentioned = {p for p, pattern in _NAMED.items() if pattern.search(about)}
    if (
        not mentioned
        and _NAMED["target"].search(d.intro)
        or not mentioned
        and re.search(r"perencanaan kinerja", d.bagian, re.I)
    ):
        mentioned = {"target"}
    if "target" in mentioned and mentioned & {"realisasi", "capaian"}:
        return {}
    later = context.tahun > 0 and max(k.tahun for k in tahun) > context.tahun
    role = next((p for p in _NAMED if p in mentioned), "target" if later else "realisasi")
    if later and role != "target":
        return {}
    writer = Writer(d, columns, name)
    seri = [b for k in sorted(tahun, key=lambda k: k.tahun) for b in writer.seri(k.tahun, role, k)]
    return {"seri": seri} if seri else {}


def settle_seri(tables: dict[str, list[dict]], angka) -> None:
    """Say "capaian" of a series taken for realisasi whose values other tables print as capaian, and never as
    realisasi (in place): a caption "Capaian … tahun 2019-2023" means either."""
    value = angka["nilai"].to_dict()
    known: dict[tuple, dict[str, set]] = {}
    for b in tables.get("indikator", []):
        for p in ("realisasi", "capaian"):
            if b.get(f"_{p}", -1) >= 0:
                known.setdefault((tidy(b["indikator"]), str(b["tahun"])), {}).setdefault(p, set()).add(
                    value[b[f"_{p}"]]
                )
    one: dict[str, list[dict]] = {}
    for b in tables.get("seri", []):
        one.setdefault(b["tabel"], []).append(b)
    for rows in one.values():
        if {b["ukuran"] for b in rows} != {"realisasi"}:
            continue
        same = {"realisasi": 0, "capaian": 0}
        for b in rows:
            other = known.get((tidy(b["indikator"]), str(b["tahun"])), {})
            v = value.get(b.get("_nilai", -1))
            if len(other) == 2 and other["realisasi"] != other["capaian"]:
                for p in same:
                    same[p] += v in other[p]
        if same["capaian"] >= 1 and not same["realisasi"]:
            for b in rows:
                b["ukuran"] = "capaian"
