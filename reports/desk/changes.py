"""Cells that a person puts right, and at once what becomes of the findings."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from cermat.reports.desk import store
from cermat.reports.desk.kept import findings_of, tables_of
from cermat.reports.desk.people import Person
from cermat.reports.desk.tables import Kiriman, Koreksi
from cermat.reports.desk.web import Desk, Refused
from cermat.schemas.tables import all_tables

LONGEST = 500  # characters of a corrected cell


@dataclass
class Outcome:
    """What a correction changed: findings that are solved, new, and told otherwise; line: why it could not be
    checked."""

    line: str = ""
    solved: list[dict] = field(default_factory=list)
    new: list[dict] = field(default_factory=list)
    changed: list[dict] = field(default_factory=list)


class Cells:
    """The cells of a submission's typed tables, as they were read and as they are now."""

    def __init__(self, session: Session, desk: Desk, kiriman: str) -> None:
        self.tables = tables_of(desk, kiriman)
        self.made = {
            (row.tabel, row.baris, row.kolom): row.baru for row in store.corrections(session, kiriman)
        }

    def read(self, tabel: str, baris: int, kolom: str) -> str:
        """As it was read. Refused where there is no such cell."""
        table = self.tables.get(tabel)
        if table is None or kolom not in all_tables()[tabel].columns or not 0 <= baris < len(table["data"]):
            raise Refused(404, "sel ini tidak ada")
        if kolom not in table["columns"]:
            return ""
        return table["data"][baris][table["columns"].index(kolom)] or ""

    def now(self, tabel: str, baris: int, kolom: str) -> str:
        """As it was corrected, else as it was read."""
        read = self.read(tabel, baris, kolom)
        return self.made.get((tabel, baris, kolom), read)

    def row(self, tabel: str, baris: int) -> dict[str, str]:
        """All cells of a row, as they are now."""
        return {name: self.now(tabel, baris, name) for name in all_tables()[tabel].columns}


def put_right(
    session: Session, desk: Desk, who: Person, found: Kiriman, tabel: str, baris: int, new: dict[str, str]
) -> Outcome:
    """Cells of a row as a person says (column: text); those that say so already are left. Refused where one
    is not there or too long."""
    cells = Cells(session, desk, found.id)
    if max(map(len, new.values())) > LONGEST:
        raise Refused(422, f"isi sel paling banyak {LONGEST} huruf")
    before = {row["id"]: row for row in findings_of(desk, found.id)["findings"]}
    for kolom, text in new.items():
        old = cells.now(tabel, baris, kolom)
        if text.strip() == old:
            continue
        edit = {"tabel": tabel, "baris": baris, "kolom": kolom, "lama": old, "baru": text.strip()}
        session.add(Koreksi(kiriman_id=found.id, **edit))
        store.tell(session, who.nama, "koreksi", found.id, **edit)
    session.commit()
    line = desk.queue.again(found.id)
    session.refresh(found)
    after = {row["id"]: row for row in findings_of(desk, found.id)["findings"]}
    return Outcome(
        line,
        [row for key, row in before.items() if key not in after],
        [row for key, row in after.items() if key not in before],
        [row for key, row in after.items() if key in before and row["kondisi"] != before[key]["kondisi"]],
    )
