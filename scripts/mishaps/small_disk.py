"""A file system that is too small: a real one where this process may mount it, else a limit on the size of files."""

import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

MEGABYTE = 1_000_000
# Below this there is room for a command, but not for a great many.
LEFT = 300_000


class Disk(Protocol):
    kind: str

    def fill(self) -> None:
        """Leave hardly any room."""

    def make_room(self) -> None: ...


class Mounted:
    kind = "a file system of its own"

    def __init__(self, folder: Path) -> None:
        self.ballast = folder / "ballast"

    def fill(self) -> None:
        with self.ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4_096))
        with self.ballast.open("r+b") as file:
            file.truncate(max(0, self.ballast.stat().st_size - LEFT))

    def make_room(self) -> None:
        self.ballast.unlink()


class Limited:
    """The system then refuses to make a file longer, as a full disk does."""

    kind = "a limit on the size of files"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(self) -> None:
        longest = max(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest + LEFT, self.before[1]))

    def make_room(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    size = f"size={megabytes * MEGABYTE}"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(folder)], capture_output=True)
    if mounted.returncode:
        yield Limited(folder)
        return
    try:
        yield Mounted(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
