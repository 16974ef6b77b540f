"""What is kept of submissions: put down, claimed, found again, decided. Everything that changes is told in
`riwayat` in the same transaction."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cermat.reports.desk.tables import READING, WAITING, Keputusan, Kiriman, Koreksi, Penetapan, Riwayat


def tell(session: Session, who: str, what: str, kiriman: str | None = None, **content: Any) -> None:
    """A row of the record."""
    text = json.dumps(content, ensure_ascii=False, default=str) if content else ""
    session.add(Riwayat(oleh=who, kiriman_id=kiriman, apa=what, isi=text))


def put_down(session: Session, who: str, names: list[str], **fields: Any) -> Kiriman:
    """A new submission that waits: its document, and those beside it."""
    made = Kiriman(id=uuid.uuid4().hex, nama=names[0], pembanding="\n".join(names[1:]), pemilik=who, **fields)
    session.add(made)
    tell(session, who, "dikirim", made.id, dokumen=names)
    return made


def claim(session: Session) -> str:
    """The submission that has waited longest, now being read; '' where none waits. Two that ask at once get
    different ones."""
    waiting = select(Kiriman.id).where(Kiriman.keadaan == WAITING).order_by(Kiriman.dibuat, Kiriman.id)
    while found := session.scalar(waiting.limit(1)):
        mine = update(Kiriman).where(Kiriman.id == found, Kiriman.keadaan == WAITING).values(keadaan=READING)
        taken = session.execute(mine).rowcount  # type: ignore[attr-defined]  # of a CursorResult
        session.commit()
        if taken:
            return found
    return ""


def wait_again(session: Session) -> int:
    """What was being read when the desk ended waits again; returns how many."""
    orphans = update(Kiriman).where(Kiriman.keadaan == READING).values(keadaan=WAITING)
    count = session.execute(orphans).rowcount  # type: ignore[attr-defined]  # of a CursorResult
    session.commit()
    return count


def visible(role: str, agency: str):
    """The submissions that somebody may see: a perencana those of the own agency."""
    rows = select(Kiriman).order_by(Kiriman.dibuat.desc(), Kiriman.id)
    return rows.where(Kiriman.milik == agency) if role == "perencana" else rows


def corrections(session: Session, kiriman: str) -> list[Koreksi]:
    """The corrections in force, in the order in which they were made."""
    last = select(func.max(Koreksi.id)).where(Koreksi.kiriman_id == kiriman)
    newest = last.group_by(Koreksi.tabel, Koreksi.baris, Koreksi.kolom)
    return list(session.scalars(select(Koreksi).where(Koreksi.id.in_(newest)).order_by(Koreksi.id)))


def settled(session: Session, kiriman: str) -> list[Penetapan]:
    """The entries of the profile in force."""
    last = select(func.max(Penetapan.id)).where(Penetapan.kiriman_id == kiriman)
    newest = last.group_by(Penetapan.bagian, Penetapan.kunci)
    return list(session.scalars(select(Penetapan).where(Penetapan.id.in_(newest)).order_by(Penetapan.id)))


def decisions(session: Session, kiriman: str) -> dict[str, Keputusan]:
    """The decision in force about each finding."""
    last = select(func.max(Keputusan.id)).where(Keputusan.kiriman_id == kiriman)
    newest = last.group_by(Keputusan.temuan)
    rows: Iterable[Keputusan] = session.scalars(select(Keputusan).where(Keputusan.id.in_(newest)))
    return {row.temuan: row for row in rows}
