"""Tables of stock and flow: what was there, what came in, what went out, what is left → `perhitungan`."""

import numpy as np

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import test_difference
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.vocabulary import vocabulary
from schemas import angka as A


def flow_columns(numbers: list[Column]) -> dict[str, Column]:
    """Columns of a table of stock and flow by their words: awal, masuk, beban, keluar, akhir; {} unless all
    but beban are there."""
    words = {p: {tidy(str(k)) for k in content} for p, content in vocabulary("kepala")["arus"].items()}
    result: dict[str, Column] = {}
    for k in numbers:
        leaf = tidy(k.header.path[-1]) if k.header.path else ""
        for p in ("awal", "masuk", "keluar", "akhir", "beban"):
            straight = leaf in words[p] or _without_years(leaf) in words[p]
            if (
                straight
                and p not in result
                and not (p == "akhir" and "keluar" not in result)
                and not (p == "beban" and "masuk" not in result)
            ):
                result[p] = k
                break
    return result if {"awal", "masuk", "keluar", "akhir"} <= set(result) else {}


def _without_years(text: str) -> str:
    return " ".join(k for k in text.split() if not (k.isdigit() and len(k) == 4))


def flow_rows(d: Layout, flow: dict[str, Column], rows: list[int], writer) -> list[dict]:
    v = {p: np.where(d.kelas[rows, k.c] == A.NIL, 0.0, d.nilai[rows, k.c]) for p, k in flow.items()}
    zero = np.zeros(len(rows), dtype=int)

    def there(r: int, *role: str) -> bool:
        return all(d.has_number(r, flow[p].c) for p in role)

    if "beban" in flow:
        if (
            test_difference(v["beban"], v["keluar"], v["akhir"], zero).rejects
            or test_difference(v["beban"], v["awal"], v["masuk"], zero).rejects
        ):
            return []
        result = []
        for r in rows:
            if there(r, "awal", "masuk", "beban"):
                result.append(
                    writer.rows(r, "tambah", (r, flow["awal"].c), (r, flow["masuk"].c), flow["beban"])
                )
            if there(r, "beban", "keluar", "akhir"):
                result.append(
                    writer.rows(r, "kurang", (r, flow["beban"].c), (r, flow["keluar"].c), flow["akhir"])
                )
        return result
    if test_difference(v["awal"] + v["masuk"], v["keluar"], v["akhir"], zero).rejects:
        return []
    return [
        writer.rows(
            r,
            "tambah_kurang",
            (r, flow["awal"].c),
            (r, flow["masuk"].c),
            flow["akhir"],
            d.sel(r, flow["keluar"].c, "c"),
        )
        for r in rows
        if there(r, "awal", "masuk", "keluar", "akhir")
    ]
