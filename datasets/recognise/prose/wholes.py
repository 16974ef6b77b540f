"""Claim family: what shares say of their wholes: whose count a whole is, and that a part lies within it."""

import re

from datasets.recognise.prose.grammar import Pattern, tidy
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.figure import figures_of

_SOURCE = re.compile(
    r"\s*(?:[A-Za-z]+\s*)?,?\s*(?:berdasarkan|menurut|sesuai|bersumber dari)\s+data\s+"
    r"(?P<whose>[^,.;()]{3,80}?)(?P<dated>\s+(?:per|pada|bulan|tahun|posisi|sampai|keadaan)\s[^,.;()]*)?"
    r"(?=[,.;()]|$)",
    re.IGNORECASE,
)
_AMONG_ALL = Pattern(
    r"(?P<lead>![TITIK|TITIKKOMA|SEHINGGA]{0,12}) (?P<part>N) DARI "
    r"SEMUA (?P<group>![N|KIRA_N|TITIK|TITIKKOMA|TARGET|KOMA]{0,4}) (?P<whole>N)"
)
_FOREIGN = frozenset({"MODAL", "ANDAI", "RATA", "WILAYAH", "TARGET_AKHIR"})


def read_parts(s: Setting, h: Found) -> None:
    """rincian rows of one block: a part and the whole that a sentence counts it among ("480 orang dari
    seluruh nelayan 592 orang")."""
    for sentence in s.sentences:
        for m in _AMONG_ALL.all(sentence):
            at = {f.position: f for f in figures_of(sentence, h.angka_texts)}
            part, whole = at.get(m.start("part")), at.get(m.start("whole"))
            foreign = any(t.kelas & _FOREIGN for t in sentence.tokens[: m.end()])
            if part is None or whole is None or not part.kind or part.kind != whole.kind or foreign:
                continue
            group = sentence.printed(*m.span("group")).lower() or whole.kind
            name = short_name(sentence.printed(*m.span("lead")), 120) or group
            base = {"kode": f"dari-{part.token.mulai}", "uraian": name, "satuan": part.kind, "tahun": s.tahun}
            h.add("rincian", s, ukuran=group, nilai=whole.token, **base)
            h.add("rincian", s, ukuran=f"{group} yang disebut", nilai=part.token, **base)


def read_sources(s: Setting, h: Found) -> None:
    """klaim rows (nilai) of one block: the wholes of its shares whose data are those of a group that a table
    counts ("dibagi nelayan yang seharusnya dibantu (120 orang, berdasarkan data nelayan per Mei 2020)")."""
    shares = [r for r in h.rows.get("perhitungan", ()) if r["tabel"] == s.table]
    wholes = {r["_b"]: r for r in shares if r.get("operasi") == "bagi_persen" and r.get("_b", -1) >= 0}
    for sentence in s.sentences if wholes else ():
        for t in sentence.tokens:
            m = _SOURCE.match(sentence.teks, t.akhir) if t.id in wholes else None
            name, measure = s.grids.populasi(tidy(m["whose"])) if m else ("", "")
            if m and name in s.grids.grid_populasi:
                dated = re.search(r"20\d\d", m["dated"] or "")
                year = int(dated[0] if dated else wholes[t.id].get("tahun") or -1)
                about = {"satuan": t.satuan, "teks": short_name(sentence.teks[t.mulai : m.end()])}
                h.add("klaim", s, jenis="nilai", subjek=name, ukuran=measure, tahun=year, nilai=t, **about)
