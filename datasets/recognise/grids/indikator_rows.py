"""The typed rows of an indicator table: indikator, its averages, seri, and claims from a column of
verdicts."""

import re

import numpy as np

from datasets.recognise.grids.columns import Column, carried_texts
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.names import indicator_names
from datasets.recognise.grids.texts import (
    own_sasaran,
    read_arah,
    read_bound,
    sasaran_around,
    section_sasaran,
    status,
    table_document,
)
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import AVERAGE, NOTE, PART, TOTAL
from schemas import angka as A


class Writer:
    """Writes the typed rows of one grid."""

    def __init__(self, d: Layout, columns: list[Column], name: Column, context):
        self.d, self.columns, self.name, self.context = d, columns, name, context
        find = {k.role: k for k in reversed(columns) if not k.nilai}
        self.sasaran = (
            carried_texts(d, find["sasaran"].c) if "sasaran" in find and name.role != "sasaran" else {}
        )
        self.satuan, self.arah, self.predikat = (find.get(p) for p in ("satuan", "arah", "predikat"))
        self.grades = [k for k in columns if k.role == "predikat" and not k.nilai]
        self.status_column = find.get("predikat") or find.get("keterangan")
        self.dokumen = table_document(d)
        self.table_sasaran = sasaran_around(d)
        self.bagian = section_sasaran(d)
        self.names_down = indicator_names(d, name)

    def grade(self, mapping: dict[str, Column], several: bool) -> Column | None:
        """The column of labels that rates the figures of `mapping`; where `several` years have figures, the
        one right behind them ("2015: target, realisasi, capaian, penilaian | 2016: target, …")."""
        if not several:
            return self.grades[0] if self.grades else None
        last = max(k.c for k in mapping.values())
        between = [k for k in self.columns if k.c > last and (k.nilai or k.role == "predikat")]
        return between[0] if between and not between[0].nilai else None

    def _sasaran(self, r: int) -> str:
        return own_sasaran(self.sasaran.get(r, "")) or self.bagian.get(r, "") or self.table_sasaran

    def _satuan(self, r: int, k: Column | None) -> str:
        if self.satuan is not None:
            return self.d.content(r, self.satuan.c)
        return "%" if k is not None and k.header.satuan == "%" else ""

    def _basis(self, r: int) -> dict:
        places = self.d.place(r, self.d.number(r) or self.names_down[r][:80])
        return {**places, "sasaran": self._sasaran(r), "dokumen": self.dokumen}

    def indikator(
        self, tahun: int, mapping: dict[str, Column], reached: dict[int, Column] | None = None
    ) -> list[dict]:
        """reached: row → column of its realisasi where `mapping` has none."""
        result = []
        reached = {} if "realisasi" in mapping else reached or {}
        for r in self.d.body:
            b = self.d.rows[r]
            content = {p: k for p, k in mapping.items() if self.d.teks[r, k.c]}
            if b.jenis == AVERAGE:
                result += self._average(r, tahun, mapping)
            elif b.jenis in (PART, NOTE, TOTAL) or not content or not self.names_down[r]:
                continue
            else:
                rows = {
                    **self._basis(r),
                    "indikator": self.names_down[r],
                    "satuan": self._satuan(r, mapping.get("target") or mapping.get("realisasi")),
                    "tahun": _tahun(tahun),
                    "arah": self._arah(r),
                    "jenis_baris": "indikator",
                    "predikat": self._predikat(r),
                }
                for p, k in content.items():
                    rows |= self.d.sel(r, k.c, p)
                rows |= _second_figures(self.d, r, content)
                if r in reached and self.d.figures(r, reached[r].c):
                    rows |= self.d.sel(r, reached[r].c, "realisasi")
                if "target" in content:
                    printed = self.d.teks[r, content["target"].c]
                    rows["batas"] = read_bound(printed)
                    if rows["batas"] == "rentang":  # two ends are no figure: their words stay
                        rows |= {"target": printed, "_target": -1}
                result.append(rows)
        return result

    def _average(self, r: int, tahun: int, mapping: dict[str, Column]) -> list[dict]:
        k = mapping.get("capaian")
        if k is None:
            return []
        c = k.c
        if not self.d.figures(r, c):
            other = [x for x in range(self.d.width) if self.d.figures(r, x)]
            if len(other) != 1 or any(p != "capaian" and x.c == other[0] for p, x in mapping.items()):
                return []
            c = other[0]
        covered = self._covered(r, k)
        return [
            {
                **self._basis(r),
                "sasaran": covered,
                "indikator": self.d.rows[r].label,
                "tahun": _tahun(tahun),
                "jenis_baris": "rata_rata",
                "predikat": self._predikat(r),
                **self.d.sel(r, c, "capaian"),
            }
        ]

    def _covered(self, r: int, k: Column) -> str:
        """The sasaran whose rows an average stands for; '' for all rows of the table."""
        d = self.d
        data = [
            x for x in d.body if d.rows[x].jenis not in (PART, NOTE, AVERAGE, TOTAL) and d.figures(x, k.c)
        ]
        above = [x for x in data if x < r]
        sasaran = {self._sasaran(x) for x in data}
        if len(sasaran) <= 1:
            return next(iter(sasaran), "")
        current = self._sasaran(above[-1]) if above else next((self._sasaran(x) for x in data if x > r), "")
        average = [x for x in d.body if d.rows[x].jenis == AVERAGE]
        before = [x for x in average if x < r]
        if (
            before
            and not any(before[-1] < x < r for x in data)
            and not re.search(r"\d|\b[IVX]+\b", d.rows[r].label)
        ):
            return ""  # an average behind the last sasaran's is over them all
        group = [x for x in data if self._sasaran(x) == current]
        v = d.nilai[r, k.c]
        loosely = 10.0 ** -max(int(d.desimal[r, k.c]), 0) * 1.01
        group_fits, all_fit = (
            bool(abs(np.mean(d.nilai[x, k.c]) - v) <= loosely) if x else False for x in (group, data)
        )
        if all_fit != group_fits:
            return current if group_fits else ""
        # neither or both fit: one average in the end is the table's, several are each their sasaran's
        return (
            current
            if len(average) > 1 and r != average[-1] or "sasaran" in tidy(d.rows[r].label).split()
            else ""
        )

    def seri(self, tahun: int, ukuran: str, k: Column) -> list[dict]:
        result = []
        for r in self.d.body:
            b = self.d.rows[r]
            if b.jenis in (PART, NOTE, TOTAL) or not self.d.teks[r, k.c]:
                continue
            label = b.label if b.jenis == AVERAGE else self.names_down[r]
            if label:
                result.append(
                    {
                        **self._basis(r),
                        "indikator": label,
                        "satuan": self._satuan(r, k),
                        "ukuran": ukuran,
                        "tahun": _tahun(tahun),
                        "jenis_baris": "rata_rata" if b.jenis == AVERAGE else "indikator",
                        **self.d.sel(r, k.c, "nilai"),
                    }
                )
        return result

    def _arah(self, r: int) -> str:
        return read_arah(self.d.content(r, self.arah.c)) if self.arah is not None else ""

    def _predikat(self, r: int) -> str:
        if self.predikat is None:
            return ""
        t = self.d.content(r, self.predikat.c)
        return "" if status(t) or len(t) > 60 or not re.search(r"[A-Za-z]", t) else t

    def status(self, tahun: int) -> list[dict]:
        """Claims from a column that says tercapai / tidak tercapai / melampaui."""
        if self.status_column is None:
            return []
        result = []
        for r in self.d.body:
            t = self.d.content(r, self.status_column.c)
            s = status(t)
            if (
                s in ("tercapai", "tidak_tercapai", "melebihi")
                and self.d.rows[r].jenis not in (PART, NOTE, TOTAL, AVERAGE)
                and self.names_down[r]
            ):
                result.append(
                    {
                        **self.d.place(r),
                        "jenis": s,
                        "subjek": self.names_down[r],
                        "ukuran": "realisasi",
                        "tahun": _tahun(tahun),
                        "acuan": self.d.table,
                        "teks": t,
                    }
                )
        return result


def _second_figures(d: Layout, r: int, content: dict[str, Column]) -> dict:
    """Where target and realisasi each print a second figure ("1,49 (21 km)"), those two if they give the
    capaian and the first do not; where neither do, the capaian is of nothing that we know and gives no
    value."""
    if not {"target", "realisasi", "capaian"} <= set(content):
        return {}
    t, a = (
        [x for x in d.tokens.get((r, content[p].c), ()) if x.kelas == A.FIGURE]
        for p in ("target", "realisasi")
    )
    k, unit = d.nilai[r, content["capaian"].c], 10.0 ** -int(d.desimal[r, content["capaian"].c])
    held = (("target", t), ("realisasi", a))
    bracketed = all(
        len(x) == 2 and d.raw[r, content[p].c][: x[1].mulai].rstrip().endswith("(") for p, x in held
    )
    if not bracketed or not np.isfinite(k) or t[1].satuan != a[1].satuan:
        return {}
    for n in (0, 1):
        x, y = t[n].nilai, a[n].nilai
        if any(
            abs(c * 100 - k) < unit
            for c in (y / x if x else 0, (2 * x - y) / x if x else 0, x / y if y else 0)
        ):
            return (
                {
                    f"{q}{p}": v
                    for p, x in (("target", t[n]), ("realisasi", a[n]))
                    for q, v in (("", x.teks), ("_", x.id))
                }
                if n
                else {}
            )
    return {"capaian": "", "_capaian": -1}


def _tahun(tahun: int) -> str:
    return str(tahun) if tahun > 0 else ""
