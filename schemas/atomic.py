"""Files and folders that are complete or absent: written beside their place under a hidden name, brought to
the disk, then given their name. A run that is killed, or that meets a full disk, leaves what was there
before."""

import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from secrets import token_hex
from threading import RLock
from time import monotonic, sleep

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WINDOWS = os.name == "nt"
PATIENCE = 60.0  # seconds that a run waits for another one that writes into the same folder
_STEP = 0.05  # seconds between two attempts
_PREFIX, _LOCK = ".cermat-", ".cermat.lock"
_UNDER_WAY = re.compile(re.escape(_PREFIX) + r"[0-9a-f]{16}")
_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)  # file systems that know no fsync
_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)  # another process has the lock


def write(path: Path, content: bytes) -> None:
    """Write a file whole, in the place of one that is there; a link there is replaced, never followed.

    Raises OSError about `path`; what was there before is then as it was.
    """
    made = _beside(path)
    try:
        _put(made, content)
        _like(path, made)
        os.replace(made, path)
    except OSError as error:
        raise _about(path, error) from None
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
    _settle(path.parent)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yields a hidden name beside a file, to be written there by others; it takes the place of the file when
    that is done, and is taken away where it is not. Raises OSError about `path`."""
    made = _beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield made
        _sync(made)
        os.replace(made, path)
    except OSError as error:
        raise _about(path, error) from None
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
    _settle(path.parent)


def write_new(path: Path, make: Callable[[str], bytes]) -> Path:
    """Write a file under a name that is free ('tabel.xlsx', else 'tabel-2.xlsx' and so on); returns its path.

    make: the content of a file of that name. Nothing that is there is overwritten.
    """
    while True:
        free = next(one for one in names(path) if not os.path.lexists(one))
        content = make(free.name)
        with held(path.parent):
            if not os.path.lexists(free):  # nor has another run taken it in the meantime
                write(free, content)
                return free


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder whole (path within it → content), in the place of one that is there.

    Raises OSError about `path`.
    """
    made, old = _beside(path), _beside(path)
    try:
        for name, content in contents.items():
            file = made / name
            file.parent.mkdir(parents=True, exist_ok=True)
            _put(file, content)
        if os.path.lexists(path):
            os.rename(path, old)
        try:
            os.rename(made, path)
        except OSError:
            if os.path.lexists(old):
                os.rename(old, path)
            raise
    except OSError as error:
        raise _about(path, error) from None
    finally:
        for left in (made, old):
            shutil.rmtree(left, ignore_errors=True)
    _settle(path.parent)


def names(path: Path) -> Iterator[Path]:
    """The name of a file, and what it is called where that is taken."""
    yield path
    for copy in count(2):
        yield path.with_name(f"{path.stem}-{copy}{path.suffix}")


def unlinked(folder: Path) -> Path:
    """A folder within the results, as it is; OSError where it is a link, which nobody asked to follow."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
    return folder


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """A folder, made where it is missing, in which no other run of this program writes meanwhile. What a run
    that was killed has left half written is taken away. A thread may hold a folder several times.

    Raises OSError (EBUSY) where another one still writes after PATIENCE seconds. A file system that knows no
    locks is written to without one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = _LOCKS.setdefault(os.path.realpath(folder), _Lock())
    if not lock.thread.acquire(timeout=PATIENCE):
        raise _busy(folder)
    try:
        if not lock.depth:
            lock.file = _locked(folder)
            _clean(folder)
        lock.depth += 1
        try:
            yield folder
        finally:
            lock.depth -= 1
            if not lock.depth:
                _release(folder, lock.file)
    finally:
        lock.thread.release()


class _Lock:
    """A folder of this process. depth: how often its thread holds it; file: the open descriptor, -1 for
    none."""

    def __init__(self) -> None:
        self.thread, self.depth, self.file = RLock(), 0, -1


_LOCKS: dict[str, _Lock] = {}


def _locked(folder: Path) -> int:
    """An open descriptor that has the lock: of the folder itself, on Windows of a file in it; -1 where there
    are no locks."""
    try:
        file = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT) if WINDOWS else os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder in which nothing may be read, or written
        return -1
    end = monotonic() + PATIENCE
    while True:
        try:
            _lock(file)
            return file
        except OSError as error:
            if error.errno not in _BUSY:
                os.close(file)
                return -1
            if monotonic() > end:
                os.close(file)
                raise _busy(folder) from None
            sleep(_STEP)


def _lock(file: int) -> None:
    """Lock an open file or folder. OSError where another process has, or where there are no locks."""
    if sys.platform == "win32":
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _release(folder: Path, file: int) -> None:
    if file < 0:
        return
    os.close(file)  # gives the lock back, as the end of a process does
    if WINDOWS:
        with suppress(OSError):  # another run waits for it
            (folder / _LOCK).unlink()


def _busy(folder: Path) -> OSError:
    return OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))


def _clean(folder: Path) -> None:
    """Take away what a killed run had under way."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if _UNDER_WAY.fullmatch(entry.name):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)


def _beside(path: Path) -> Path:
    """A hidden name in the same folder that nobody has."""
    return path.with_name(_PREFIX + token_hex(8))


def _put(made: Path, content: bytes) -> None:
    """A new file, brought to the disk."""
    with open(made, "xb") as file:
        file.write(content)
        file.flush()
        _brought(file.fileno())


def _sync(made: Path) -> None:
    """Bring a file that others have written to the disk."""
    with open(made, "rb+") as file:
        _brought(file.fileno())


def _brought(file: int) -> None:
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def _like(path: Path, made: Path) -> None:
    """The rights of the file that is replaced are kept."""
    with suppress(OSError):
        old = path.lstat()
        if stat.S_ISREG(old.st_mode) and not WINDOWS:
            made.chmod(stat.S_IMODE(old.st_mode))


def _settle(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if not WINDOWS:
        with suppress(OSError):
            file = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(file)
            finally:
                os.close(file)


def _about(path: Path, error: OSError) -> OSError:
    """The same error, about the file that was to be written."""
    return OSError(error.errno, error.strerror or str(error), str(path))
