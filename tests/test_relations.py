"""Relation cards: each reads its own cases and is silent on the others; a card that is not sound is refused in one line."""

import pytest

from cermat import audit
from cermat.datasets.recognise.relations.card import load_relations
from cermat.schemas.errors import InputError

TITLE = "# BAB III AKUNTABILITAS KINERJA\n\n## Capaian Kinerja Tahun 2023\n\n"


def _read(folder, text: str):
    path = folder / "laporan.md"
    path.write_text(TITLE + text + "\n", encoding="utf-8")
    return audit.read(path)


def written(sub, table: str) -> list[dict[str, str]]:
    """Rows of a table with the printed figures of their value columns."""
    return sub.tables[table].astype(str).to_dict("records")


def _told(relation, roles: dict[str, str], sub) -> bool:
    """Does a row of the written table hold the figures of a case?"""
    writes, texts = relation.writes, sub.angka["teks"].str.strip()
    rows = sub.tables[writes["table"]]
    if writes["table"] == "rincian":
        printed = {texts.get(i, "") for i in rows["nilai"]}
        wanted = [v for value in roles.values() for v in (value if isinstance(value, list) else [value])]
        return all(any(w in p for p in printed) for w in wanted)
    if relation.unsigned and writes["operasi"] == "kurang":  # the larger is written first
        roles = _larger_first(relation, roles)
    columns = {writes[c]: c for c in ("a", "b", "c") if c in writes} | {relation.result: "hasil"}
    return any(
        all(roles[role] in texts.get(row[column], "") for role, column in columns.items() if role in roles)
        for row in rows.to_dict("records")
    )


def _larger_first(relation, roles: dict[str, str]) -> dict[str, str]:
    names = [relation.writes["a"], relation.writes["b"]]
    values = sorted((roles[n] for n in names), key=lambda t: float(t.replace(".", "").replace(",", ".")))
    return roles | dict(zip(names, reversed(values), strict=True))


CASES = [(r, case) for r in load_relations() for case in r.cases["reads"]]
SILENT = [(r, text) for r in load_relations() for text in r.cases["silent"]]


@pytest.mark.parametrize(("relation", "case"), CASES, ids=lambda x: getattr(x, "id", None))
def test_a_card_reads_its_cases(relation, case, tmp_path):
    sub = _read(tmp_path, case["text"])
    assert _told(relation, case["roles"], sub), written(sub, relation.writes["table"])


@pytest.mark.parametrize(("relation", "text"), SILENT, ids=lambda x: getattr(x, "id", None))
def test_a_card_is_silent_where_figures_are_not_joined(relation, text, tmp_path):
    sub = _read(tmp_path, text)
    assert not written(sub, relation.writes["table"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"roles": {"awal": "jenis", "hasil": "any"}}, "berjenis tidak dikenal"),
        ({"holds": "awal * lain"}, "peran tidak dikenal lain"),
        ({"shapes": ["DARI {awal} ENTAH {hasil}"]}, "kelas kata tidak dikenal ENTAH"),
        ({"shapes": ["DARI {akhir}"]}, "peran tidak dikenal akhir"),
        ({"orders": ["awal akhir"]}, "peran yang tidak ada"),
        ({"cases": {"reads": []}}, "butuh contoh"),
        ({"warna": "biru"}, "kunci tidak dikenal warna"),
    ],
)
def test_a_card_that_is_not_sound_is_refused_in_one_line(change, why, tmp_path):
    import yaml

    card = {
        "id": "uji",
        "title": "Uji",
        "roles": {"awal": "level", "hasil": "level"},
        "holds": "awal * 2",
        "result": "hasil",
        "writes": {"table": "perhitungan", "operasi": "kali", "a": "awal", "b": "2"},
        "cases": {"reads": [{"text": "x", "roles": {}}], "silent": ["y"]},
    }
    (tmp_path / "uji.yaml").write_text(yaml.safe_dump([card | change]), encoding="utf-8")
    with pytest.raises(InputError, match=why) as told:
        load_relations(tmp_path)
    assert "\n" not in str(told.value)
