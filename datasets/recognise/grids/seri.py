"""Tables of years → `seri`, `klaim`: a year in each row, of what the caption names, or in each column."""

import re

from cermat.datasets.recognise.grids.columns import PERFORMANCE, Column, body_rows, name_column
from cermat.datasets.recognise.grids.indikator import candidate_measures, settle
from cermat.datasets.recognise.grids.indikator_rows import Writer
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.grids.texts import sasaran_around, status
from cermat.datasets.recognise.headers import TAHUN, tidy

_NAMING = {"indikator", "sasaran", "uraian", "program", "kegiatan"}
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
    r"\s*+(?:,|\bdari|\bpada|\bselama|\bperiode|\bantara)?\s*+(?:tahun|thn)?\.?\s*+(?:19|20)\d\d.*$", re.I
)


def caption_name(caption: str, opening: bool = False) -> str:
    """What a caption names, without number, opening words (unless `opening`), place, years; '' if little."""
    text = _PERIOD.sub("", _PREFIX.sub("", caption)).strip(' .:-–“”"')
    while not opening and (more := _OPENING.sub("", text)) != text:
        text = more
    text = _PLACE.sub("", text).strip(' .:-–“”"')
    return text if len(text) >= 3 else ""


def recognise_year_rows(grid: Layout, columns: list[Column]) -> dict[str, list[dict]]:
    """Rows of `seri` (and of `klaim` where a column says naik or turun) from a grid whose rows are years."""
    texts = {col.role: col for col in reversed(columns) if not col.nilai}
    name, rows = caption_name(grid.caption), body_rows(grid)
    if "tahun" not in texts or not name or set(texts) & _NAMING:
        return {}
    group = [col for col in columns if col.nilai and col.domain == PERFORMANCE and candidate_measures(col)]
    measures, _ = settle(grid, group, rows)
    told = {"indikator": name, "sasaran": sasaran_around(grid), "jenis_baris": "indikator"}
    note = texts.get("keterangan") or texts.get("predikat")
    result: dict[str, list[dict]] = {"seri": [], "klaim": []}
    before = ""
    for row in rows if measures else []:
        year = TAHUN.search(grid.content(row, texts["tahun"].c))
        if not year:
            continue
        for measure, col in measures.items():
            if grid.teks[row, col.c]:
                own = {"ukuran": measure, "tahun": year[1], "satuan": "%" if col.header.satuan == "%" else ""}
                result["seri"].append({**grid.place(row), **told, **own, **grid.sel(row, col.c, "nilai")})
        verdict = grid.content(row, note.c) if note else ""
        if status(verdict) in ("naik", "turun") and before:
            claim = {"jenis": status(verdict), "subjek": name, "ukuran": next(iter(measures))}
            claim |= {"teks": verdict, "tahun": year[1], "tahun_lain": before, "acuan": grid.table}
            result["klaim"].append({**grid.place(row), **claim})
        before = year[1]
    return {table: found for table, found in result.items() if found}


_NAMED = {
    "capaian": re.compile(r"(?:%|persen(?:tase)?|tingkat)\s+capaian|capaian(?:\s+kinerja)?\s*\(\s*%", re.I),
    "realisasi": re.compile(
        r"realisasi|capaian|perkembangan|tren|kondisi|hasil|(?<!target )(?<!rencana )kinerja tahun", re.I
    ),
    "target": re.compile(r"\b(?:target|rencana|proyeksi)\b", re.I),
}


def recognise_year_columns(grid: Layout, columns: list[Column], context) -> dict[str, list[dict]]:
    """`seri` of a grid of plain years: the caption, else the years, say what they hold."""
    name = name_column(grid, columns, ("indikator", "sasaran"))
    plain = [col for col in columns if col.nilai and col.domain == PERFORMANCE and col.tahun > 0]
    plain = [col for col in plain if not col.header.candidates and not col.comparing]
    yearly = {col.tahun: col for col in plain}
    if name is None or not 1 < len(yearly) == len(plain):
        return {}
    about = grid.caption or grid.bagian.rsplit(" > ", 1)[-1]
    told = {measure for measure, words in _NAMED.items() if words.search(about)}
    if not told and (_NAMED["target"].search(grid.intro) or "perencanaan kinerja" in grid.bagian.lower()):
        told = {"target"}
    later = max(yearly) > context.tahun > 0
    measure = next((measure for measure in _NAMED if measure in told), "target" if later else "realisasi")
    if "target" in told and len(told) > 1 or later and measure != "target":
        return {}
    writer = Writer(grid, columns, name)
    seri = [told for year in sorted(yearly) for told in writer.seri(year, measure, yearly[year])]
    return {"seri": seri} if seri else {}


def settle_seri(tables: dict[str, list[dict]], angka) -> None:
    """Say "capaian" of a series taken for realisasi whose values other tables print as capaian, and never as
    realisasi (in place): a caption "Capaian … tahun 2019-2023" means either."""
    value = angka["nilai"].to_dict()
    known: dict[tuple, dict[str, set]] = {}
    for told in tables.get("indikator", []):
        own = known.setdefault(
            (tidy(told["indikator"]), told["tahun"]), {"realisasi": set(), "capaian": set()}
        )
        for measure, values in own.items():
            values |= {value[told[f"_{measure}"]]} if told.get(f"_{measure}", -1) >= 0 else set()
    series: dict[str, list[dict]] = {}
    for told in tables.get("seri", []):
        series.setdefault(told["tabel"], []).append(told)
    for rows in series.values():
        same = {"realisasi": 0, "capaian": 0}
        for told in rows:
            own = known.get((tidy(told["indikator"]), told["tahun"]), {})
            if all(own.values()) and own.get("realisasi") != own.get("capaian"):
                for measure in same:
                    same[measure] += value.get(told["_nilai"]) in own[measure]
        if same["capaian"] and not same["realisasi"] and {told["ukuran"] for told in rows} == {"realisasi"}:
            for told in rows:
                told["ukuran"] = "capaian"
