"""Claim family: what shares say of their wholes: whose count a whole is, and that a part lies within it.

"40 nelayan dibantu dibagi nelayan yang seharusnya dibantu (120 orang, berdasarkan data nelayan per Mei
2020)": 120 is how many nelayan there are. "480 orang dari seluruh nelayan 592 orang": a part and its whole.
"""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, tidy
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.figure import figures_of

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
_AMONG_ALL = Pattern(
    r"(?P<part>N) DARI (?P<all>SEMUA) ![N|KIRA_N|TITIK|TITIKKOMA|TARGET|KOMA]{0,4} (?P<whole>N)"
)
_FOREIGN = frozenset({"MODAL", "ANDAI", "RATA", "WILAYAH", "TARGET_AKHIR"})
_LEAD = 12  # tokens before a part that name it


def read_parts(s: Setting, h: Found) -> None:
    """rincian rows of one block: a part and the whole that a sentence counts it among."""
    for k in s.sentences:
        matches = _AMONG_ALL.all(k)
        at = {f.position: f for f in figures_of(k, h.angka_texts)} if matches else {}
        for m in matches:
            part, whole = at.get(m.start("part")), at.get(m.start("whole"))
            if part is None or whole is None or not part.kind or part.kind != whole.kind:
                continue
            if any(t.kelas & _FOREIGN for t in k.tokens[: m.end()]):
                continue
            group = k.printed(m.start("all") + 1, m.start("whole")).lower() or whole.kind
            name = short_name(_words_before(k, part.position), 120) or group
            base = {"kode": f"dari-{part.token.mulai}", "uraian": name, "satuan": part.kind, "tahun": s.tahun}
            h.add("rincian", s, ukuran=group, nilai=whole.token, **base)
            h.add("rincian", s, ukuran=f"{group} yang disebut", nilai=part.token, **base)


def _words_before(k: Sentence, position: int) -> str:
    """The clause that leads to a figure."""
    start = position
    while start and position - start < _LEAD:
        if k.tokens[start - 1].kelas & {"TITIKKOMA", "TITIK", "SEHINGGA"}:
            break
        start -= 1
    return k.printed(start, position)


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
