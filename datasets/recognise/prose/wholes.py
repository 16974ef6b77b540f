"""Claim family: what shares say of their wholes: whose count a whole is, and that a part lies within it."""

import re

from cermat.datasets.recognise.prose.grammar import Pattern, bears, tidy
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.relations.figure import figures_of

_SOURCE = re.compile(
    r"\s*+(?:[A-Za-z]++\s*+)?,?\s*+(?:berdasarkan|menurut|sesuai|bersumber dari)\s+data\s+"
    r"(?P<whose>[^,.;()]{3,80}?)(?P<dated>\s+(?:per|pada|bulan|tahun|posisi|sampai|keadaan)\s[^,.;()]*)?"
    r"(?=[,.;()]|$)",
    re.IGNORECASE,
)
_AMONG_ALL = Pattern(
    r"(?P<lead>![TITIK|TITIKKOMA|SEHINGGA]{0,12}) (?P<part>N) DARI "
    r"SEMUA (?P<group>![N|KIRA_N|TITIK|TITIKKOMA|TARGET|KOMA]{0,4}) (?P<whole>N)"
)
_FOREIGN = frozenset({"MODAL", "ANDAI", "RATA", "WILAYAH", "TARGET_AKHIR"})


def read_parts(setting: Setting, found: Found) -> None:
    """rincian rows of one block: a part and the whole that a sentence counts it among ("480 orang dari
    seluruh nelayan 592 orang")."""
    for sentence in setting.sentences:
        for match in _AMONG_ALL.all(sentence):
            at = {figure.position: figure for figure in figures_of(sentence, found.angka_texts)}
            part, whole = at.get(match.start("part")), at.get(match.start("whole"))
            foreign = bears(sentence.tokens[: match.end()], *_FOREIGN)
            if part is None or whole is None or not part.kind or part.kind != whole.kind or foreign:
                continue
            group = sentence.printed(*match.span("group")).lower() or whole.kind
            name = short_name(sentence.printed(*match.span("lead")), 120) or group
            base: dict = {"kode": f"dari-{part.token.mulai}", "uraian": name, "satuan": part.kind}
            base |= {"tahun": setting.tahun}
            found.add("rincian", setting, ukuran=group, nilai=whole.token, **base)
            found.add("rincian", setting, ukuran=f"{group} yang disebut", nilai=part.token, **base)


def read_sources(setting: Setting, found: Found) -> None:
    """klaim rows (nilai) of one block: the wholes of its shares whose data are those of a group that a table
    counts ("dibagi nelayan yang seharusnya dibantu (120 orang, berdasarkan data nelayan per Mei 2020)")."""
    shares = [row for row in found.rows.get("perhitungan", ()) if row["tabel"] == setting.table]
    shares = [row for row in shares if row.get("operasi") == "bagi_persen"]
    wholes = {row["_b"]: row for row in shares if row.get("_b", -1) >= 0}
    for sentence in setting.sentences if wholes else ():
        for token in sentence.tokens:
            match = _SOURCE.match(sentence.teks, token.akhir) if token.id in wholes else None
            name, measure = setting.grids.populasi(tidy(match["whose"])) if match else ("", "")
            if match and name in setting.grids.grid_populasi:
                dated = re.search(r"20\d\d", match["dated"] or "")
                year = int(dated[0] if dated else wholes[token.id].get("tahun") or -1)
                text = short_name(sentence.teks[token.mulai : match.end()])
                about: dict = {"subjek": name, "ukuran": measure, "tahun": year, "nilai": token}
                found.add("klaim", setting, jenis="nilai", satuan=token.satuan, teks=text, **about)
