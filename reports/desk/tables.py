"""The tables of the desk: who, what was submitted, what was put right, settled and decided, and the record of
it all."""

from datetime import UTC, date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ROLES = ("perencana", "reviewer", "inspektur")
# Of the work on a submission: waiting, being read, read and checked, not readable, an archive whose reports
# became submissions of their own.
WAITING, READING, READY, FAILED, PARTED = "antre", "dibaca", "siap", "gagal", "dibagi"
# Of its review.
REVIEW = ("masuk", "ditelaah", "dikembalikan", "selesai")
# What is decided about a finding, and about what is only to be looked at.
ACCEPTED, REJECTED = "terima", "tolak"


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    pass


class Pengguna(Base):
    """Somebody who signs in. instansi: the agency of a perencana, who sees its submissions alone."""

    __tablename__ = "pengguna"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(80), unique=True)
    sandi: Mapped[str] = mapped_column(String(200))
    peran: Mapped[str] = mapped_column(String(20))
    instansi: Mapped[str] = mapped_column(String(200), default="")


class Sesi(Base):
    """A sign-in that lasts some hours; of its token only the digest is kept."""

    __tablename__ = "sesi"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"))
    berakhir: Mapped[datetime]


class Kiriman(Base):
    """A document that was submitted, the work on it and its review."""

    __tablename__ = "kiriman"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    nama: Mapped[str] = mapped_column(String(255))
    pembanding: Mapped[str] = mapped_column(Text, default="")  # names of documents beside it, a line each
    pemilik: Mapped[str] = mapped_column(String(80), default="")
    milik: Mapped[str] = mapped_column(String(200), default="")  # agency of the perencana who sent it
    sebelum: Mapped[str | None] = mapped_column(ForeignKey("kiriman.id"), default=None)
    arsip: Mapped[str | None] = mapped_column(String(32), default=None)  # the submission it was packed in
    dibuat: Mapped[datetime] = mapped_column(default=now)
    keadaan: Mapped[str] = mapped_column(String(10), default=WAITING, index=True)
    pesan: Mapped[str] = mapped_column(Text, default="")
    instansi: Mapped[str] = mapped_column(String(255), default="")
    tahun: Mapped[int] = mapped_column(default=0)
    tinggi: Mapped[int] = mapped_column(default=0)
    sedang: Mapped[int] = mapped_column(default=0)
    rendah: Mapped[int] = mapped_column(default=0)
    perlu: Mapped[int] = mapped_column(default=0)
    tercetak: Mapped[int] = mapped_column(default=0)
    terbukti: Mapped[int] = mapped_column(default=0)
    telaah: Mapped[str] = mapped_column(String(12), default=REVIEW[0])
    tenggat: Mapped[date | None] = mapped_column(default=None)


class Koreksi(Base):
    """A cell that was misread, put right; the last one of a cell counts."""

    __tablename__ = "koreksi"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiriman_id: Mapped[str] = mapped_column(ForeignKey("kiriman.id"), index=True)
    tabel: Mapped[str] = mapped_column(String(40))
    baris: Mapped[int]
    kolom: Mapped[str] = mapped_column(String(40))
    lama: Mapped[str] = mapped_column(Text)
    baru: Mapped[str] = mapped_column(Text)


class Penetapan(Base):
    """What the report leaves open, settled: an entry of the profile (arah of an indikator, skala …)."""

    __tablename__ = "penetapan"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiriman_id: Mapped[str] = mapped_column(ForeignKey("kiriman.id"), index=True)
    bagian: Mapped[str] = mapped_column(String(20))
    kunci: Mapped[str] = mapped_column(Text, default="")
    nilai: Mapped[str] = mapped_column(Text)


class Keputusan(Base):
    """What was decided about a finding; the last one counts, all are kept. sebelum: the decision that it
    follows, 0 for the first: of two that follow the same one the database takes one."""

    __tablename__ = "keputusan"
    __table_args__ = (Index("satu_sesudah", "kiriman_id", "temuan", "sebelum", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kiriman_id: Mapped[str] = mapped_column(ForeignKey("kiriman.id"), index=True)
    temuan: Mapped[str] = mapped_column(String(40))
    perlu: Mapped[bool] = mapped_column(default=False)  # only to be looked at, no finding
    putusan: Mapped[str] = mapped_column(String(10), default="")
    alasan: Mapped[str] = mapped_column(Text, default="")
    tingkat: Mapped[str] = mapped_column(String(10), default="")
    tanggapan: Mapped[str] = mapped_column(Text, default="")
    catatan: Mapped[str] = mapped_column(Text, default="", server_default="")
    sebelum: Mapped[int] = mapped_column(default=0, server_default="0")
    oleh: Mapped[str] = mapped_column(String(80), default="")
    pada: Mapped[datetime] = mapped_column(default=now)


class Riwayat(Base):
    """Who did what and when; rows are added, never changed or taken away (triggers of the database hold
    it)."""

    __tablename__ = "riwayat"
    id: Mapped[int] = mapped_column(primary_key=True)
    pada: Mapped[datetime] = mapped_column(default=now)
    oleh: Mapped[str] = mapped_column(String(80))
    kiriman_id: Mapped[str | None] = mapped_column(String(32), index=True, default=None)
    apa: Mapped[str] = mapped_column(String(40))
    isi: Mapped[str] = mapped_column(Text, default="")
