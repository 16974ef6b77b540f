"""Claim family: the data that the whole of a share is taken from, which say of whom it is the count.

"40 nelayan dibantu dibagi nelayan yang seharusnya dibantu (120 orang, berdasarkan data nelayan per Mei
2020)": 120 is how many nelayan there are.
"""

import re

from datasets.recognise.prose.grammar import tidy
from datasets.recognise.prose.setting import Found, Setting, short_name

_SOURCE = re.compile(
    r"\s*(?:[A-Za-z]+\s*)?,?\s*(?:berdasarkan|menurut|sesuai|bersumber "
    r"dari)\s+data\s+(?P<siapa>[^,.;()]{3,80})",
    re.I,
)
_WHEN = re.compile(
    r"^(?P<siapa>.+?)\s+(?:per|pada|bulan|tahun|posisi|sampai"
    r"|keadaan)\s+(?:[a-z]+\s+){0,3}(?P<tahun>20\d\d)?",
    re.I,
)


def read_sources(s: Setting, h: Found) -> None:
    """klaim rows (nilai, jumlah) of one block: the wholes of its shares whose data are those of a group that
    a table counts."""
    wholes = {}
    for r in reversed(h.rows.get("perhitungan", ())):
        if r["tabel"] != s.table:
            break
        if r.get("operasi") == "bagi_persen" and r.get("_b", -1) >= 0:
            wholes[r["_b"]] = r
    for k in s.sentences if wholes else ():
        for t in k.tokens:
            r = wholes.get(t.id) if t.id >= 0 else None
            m = _SOURCE.match(k.teks, t.akhir) if r is not None else None
            if m is None:
                continue
            dated = _WHEN.match(m["siapa"] + " ")
            name, ukuran = s.grids.populasi(dated["siapa"] if dated else tidy(m["siapa"]))
            if name not in s.grids.grid_populasi:
                continue
            tahun = int(dated["tahun"]) if dated and dated["tahun"] else int(r.get("tahun") or -1)
            h.add(
                "klaim",
                s,
                jenis="nilai",
                subjek=name,
                ukuran=ukuran,
                tahun=tahun,
                nilai=t,
                satuan=t.satuan,
                teks=short_name(k.teks[t.mulai : m.end()]),
            )
