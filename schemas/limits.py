"""What reading one document may cost: seconds and memory, set here once, and what is said where it costs
more."""

import os
import signal
from dataclasses import asdict, dataclass
from typing import Any

SECONDS = 300.0  # on a clock; a report of 500 pages takes a tenth of it
OCR_SECONDS = 7_200.0  # where scanned pages are to be recognised
OFFICE_SECONDS = 180  # of LibreOffice, for one document
OCR_CALL_SECONDS = 600  # of OCR, for one call of its program
MEMORY = 4_000_000_000  # bytes beside what the program itself takes
_GRACE = 5  # seconds of processor time between being asked to end and being ended


@dataclass(frozen=True)
class Limits:
    """seconds: on a clock, and of each processor; memory: bytes of addresses beside those at the start."""

    seconds: float = SECONDS
    memory: int = MEMORY

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def beyond(self, other: "Limits") -> bool:
        """Do these allow more than others?"""
        return self.seconds > other.seconds or self.memory > other.memory

    def apply(self) -> None:
        """Hold this process to them, where the system can (not on Windows, where only the clock counts)."""
        try:
            import resource
        except ImportError:
            return
        cpu = max(1, round(self.seconds))
        _lower(resource, resource.RLIMIT_CPU, cpu, cpu + _GRACE)
        space = _addresses() + self.memory
        _lower(resource, resource.RLIMIT_AS, space, space)
        _lower(resource, resource.RLIMIT_CORE, 0, 0)

    def too_long(self) -> str:
        return f"pembacaannya melewati batas waktu {_comma(self.seconds)} detik, dihentikan"

    def too_large(self) -> str:
        return f"pembacaannya melewati batas memori {_comma(self.memory / 1e9)} GB, dihentikan"

    def told(self, code: int) -> str:
        """Why a process that read ended with this code (as subprocess tells it: -9 is a signal)."""
        if -code == getattr(signal, "SIGXCPU", 24):
            return self.too_long()
        if code < 0:
            return f"proses yang membacanya mati (sinyal {-code}: {_NAMED.get(-code, 'tidak dikenal')})"
        return f"proses yang membacanya mati (kode {code})"


_NAMED = {
    9: "dihentikan sistem, mungkin karena memori habis",
    11: "akses memori",
    6: "gagal sendiri",
    7: "memori",
}


def _comma(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _lower(resource, what: int, soft: int, hard: int) -> None:
    """Set a limit, never above the one in force."""
    _, highest = resource.getrlimit(what)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    try:
        resource.setrlimit(what, (soft, hard))
    except (ValueError, OSError):  # a system without this limit
        pass


def _addresses() -> int:
    """Bytes of addresses that this process has already; a guess where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 8_000_000_000
