"""Who sits at the desk: one person at one machine, or several who sign in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cermat.reports.desk import store
from cermat.reports.desk.settings import SESSION_HOURS, TRIES, TRY_MINUTES
from cermat.reports.desk.tables import ROLES, Pengguna, Riwayat, Sesi, now
from cermat.schemas.errors import InputError

_HASHER = PasswordHasher()
_SHORTEST = 10  # characters of a password
_REFUSED = "ditolak masuk"


@dataclass(frozen=True)
class Person:
    """Somebody at the desk. alone: the one person of a machine, who may do everything."""

    nama: str
    peran: str
    instansi: str = ""
    alone: bool = False

    @property
    def reviews(self) -> bool:
        """May decide about findings and the state of a review."""
        return self.alone or self.peran in ("reviewer", "inspektur")


ALONE = Person("saya", "reviewer", alone=True)


def add(session: Session, name: str, role: str, agency: str, password: str) -> None:
    """A new person, or a new password and role of one. InputError where something is missing."""
    if role not in ROLES:
        raise InputError(f"peran '{role}' tidak dikenal; yang ada: {', '.join(ROLES)}")
    if len(name) < 2 or len(name) > 80:
        raise InputError("nama pengguna 2 sampai 80 huruf")
    if role == "perencana" and not agency:
        raise InputError("seorang perencana membutuhkan instansi")
    if len(password) < _SHORTEST:
        raise InputError(f"kata sandi sekurangnya {_SHORTEST} huruf")
    person = session.scalar(select(Pengguna).where(Pengguna.nama == name)) or Pengguna(nama=name)
    person.peran, person.instansi, person.sandi = role, agency, _HASHER.hash(password)
    session.add(person)
    session.flush()
    session.execute(delete(Sesi).where(Sesi.pengguna_id == person.id))  # the old password opens nothing more
    store.tell(session, "cermat", "pengguna", nama=name, peran=role, instansi=agency)


def agencies(session: Session) -> list[str]:
    """The agencies whose planners sign in."""
    planners = select(Pengguna.instansi).where(Pengguna.instansi != "").distinct()
    return sorted(session.scalars(planners))


def sign_in(session: Session, name: str, password: str) -> str:
    """The token of a new session, '' where name or password are wrong (both take the same time)."""
    if tried_too_often(session, name):
        return ""
    person = session.scalar(select(Pengguna).where(Pengguna.nama == name))
    try:
        _HASHER.verify(person.sandi if person else _nobody(), password)
    except VerificationError:
        store.tell(session, name[:80], _REFUSED)
        return ""
    if person is None:
        return ""
    session.execute(delete(Sesi).where(Sesi.berakhir < now()))
    token = secrets.token_urlsafe(32)
    session.add(
        Sesi(token=_digest(token), pengguna_id=person.id, berakhir=now() + timedelta(hours=SESSION_HOURS))
    )
    store.tell(session, name, "masuk")
    return token


def tried_too_often(session: Session, name: str) -> bool:
    """Was a wrong password given for this name too often in the last minutes?"""
    since = now() - timedelta(minutes=TRY_MINUTES)
    wrong = select(func.count()).where(
        Riwayat.apa == _REFUSED, Riwayat.oleh == name[:80], Riwayat.pada > since
    )
    return (session.scalar(wrong) or 0) >= TRIES


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(Sesi).where(Sesi.token == _digest(token)))


def of_token(session: Session, token: str) -> Person | None:
    """Who holds a session."""
    held = session.get(Sesi, _digest(token)) if token else None
    if held is None or held.berakhir < now():
        return None
    person = session.get_one(Pengguna, held.pengguna_id)
    return Person(person.nama, person.peran, person.instansi)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobody() -> str:
    """What the password of a name that nobody has is held against."""
    return _HASHER.hash(secrets.token_hex(8))
