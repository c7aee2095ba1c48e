"""Finds a Chromium for the browser tests, or installs one where it can; for scripts/test and tests/browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium that starts: the one CHROMIUM names and no other, the system's, or playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named if starts(named) else None
    candidates = [path for name in NAMES if (path := shutil.which(name))]
    return next(filter(starts, candidates), None) or playwrights_own()


def starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub that only says where to get the real one.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if starts(path) else None


def install() -> None:
    """Try the system's packages when we may, else playwright's download; whether it worked is for `find` to say."""
    if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        say("Installing Chromium with apt-get …")
        attempt(["apt-get", "update"])
        attempt(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    if not find():
        say("Installing Chromium with playwright …")
        attempt([sys.executable, "-m", "playwright", "install", "chromium"])


def attempt(command: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        say(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout).strip()[-400:]}")


def say(words: str) -> None:
    print(words, file=sys.stderr)


def main() -> None:
    """Print the path of a Chromium; exit with the reason when there is none."""
    path = find()
    if not path and (named := os.environ.get("CHROMIUM")):
        sys.exit(f"CHROMIUM names {named}, which does not start.")
    if not path:
        install()
        path = find()
    print(path or sys.exit("No Chromium is installed here, and none could be installed."))


if __name__ == "__main__":
    main()
