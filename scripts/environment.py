"""Makes `.venv` from the hashed locks and keeps it in step; run on a bare Python by prepare.sh, imported by nobody."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}

# Runs from any folder: -P keeps the caller's folder out of the imports, where a folder named `web` would win over ours.
# One heap for all threads (glibc), of which one works at a time: each would keep what it needed once, a tenth of it.
BUDDY = """#!/bin/sh
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
exec "$(dirname "$0")/python" -P -c 'from scripts.command_line import main; main(prog_name="buddy")' "$@"
"""


class Failed(Exception):
    """A step of the set-up failed; the text is everything it said."""


def main(kind: str) -> None:
    """Return with `.venv` ready for `kind`: "run" (to serve) or "dev" (to test too, which includes "run")."""
    if is_ready(kind):
        return
    with one_at_a_time():
        if not is_ready(kind):
            make(kind)


def is_ready(kind: str) -> bool:
    made = read_stamp()
    return made[:2] == [interpreter(), locked()] and kind in made[2:]


def make(kind: str) -> None:
    made = read_stamp()
    if made[:1] != [interpreter()]:
        print("Setting up .venv – once, about half a minute …", file=sys.stderr)
        if VENV.is_symlink():
            VENV.unlink()  # what it leads to belongs to another checkout
        venv.create(VENV, clear=True, symlinks=True, with_pip=True)
    else:
        print("Bringing .venv up to date …", file=sys.stderr)
    # Without its stamp, what an interrupted run leaves is made anew.
    STAMP.unlink(missing_ok=True)
    kinds = {"run", kind, *made[2:]}
    install(LOCKS["dev" if "dev" in kinds else "run"])
    link_checkout()
    STAMP.write_text("\n".join([interpreter(), locked(), *kinds]), encoding="utf-8")


def read_stamp() -> list[str]:
    """What `.venv` was made from: interpreter and place, digest of the locks, then its kinds; empty if unfinished."""
    return STAMP.read_text(encoding="utf-8").split("\n") if STAMP.exists() and PYTHON.exists() else []


def interpreter() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor} {os.fsencode(ROOT)!r}"


def locked() -> str:
    parts = [path.read_bytes() for path in (*LOCKS.values(), Path(__file__))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(lock: Path) -> None:
    """Install exactly what the lock lists; raises `Failed` with what each way of trying said."""
    said: list[str] = []
    # Some networks vouch for themselves with a certificate that only the system knows; some systems know none at all.
    for way in (with_uv, partial(with_uv, extra=("--system-certs",)), with_pip):
        if said:
            print("That did not work; trying another way, which takes longer …", file=sys.stderr)
        try:
            return way(lock)
        except Failed as failure:
            said.append(str(failure))
    raise Failed("\n".join(said))


def with_uv(lock: Path, extra: tuple[str, ...] = ()) -> None:
    own = re.search(r"^uv==.*?(?<!\\)$", lock.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert own, f"{lock.name} lists no uv"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirement:
        requirement.write(own.group())
        requirement.flush()
        with_pip(Path(requirement.name))
    uv = [str(VENV / "bin" / "uv"), "pip", "sync", "--python", str(PYTHON), "--require-hashes", "--compile-bytecode"]
    quietly([*uv, *extra, *([] if home_is_writable() else ["--no-cache"]), str(lock)])


def with_pip(requirements: Path) -> None:
    # The lock is complete, so pip need not look for what it leaves out on purpose (Django).
    quietly([str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", str(requirements)])


def home_is_writable() -> bool:
    return os.access(os.path.expanduser("~"), os.W_OK)


def quietly(command: list[str]) -> None:
    """Run it and say nothing; raises `Failed` with all it said."""
    # A person's own pip settings may name a mirror, and keep that; installing elsewhere than asked would break us.
    environment = os.environ | {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "UV_SYSTEM_PYTHON", "UV_DRY_RUN"):
        environment.pop(name, None)
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{done.stdout}{done.stderr}")


def link_checkout() -> None:
    """Put the checkout on the import path and `buddy` beside the interpreter, without a build step."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    # A relative line, because a .pth file is read in the locale's encoding and folders may be named in any script.
    (VENV / "lib" / version / "site-packages" / "accountabilibuddy.pth").write_text("../../../..\n", encoding="ascii")
    buddy = VENV / "bin" / "buddy"
    buddy.write_text(BUDDY, encoding="ascii")
    buddy.chmod(0o755)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
    except PermissionError as problem:
        advice = "Delete .venv as the one it belongs to, or use a checkout of your own."
        sys.exit(f"{problem}\n{advice}")
    except (Failed, OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"{problem}\n{VENV} could not be made; what went wrong stands above.")
