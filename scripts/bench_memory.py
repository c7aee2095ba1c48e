"""How much memory a web worker takes that has served a few hundred pages, and a rebuild; scripts/bench runs it.

Both are the real commands in processes of their own, in a large school; what counts is the most that was resident at
any moment, as the kernel of Linux tells it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

import click

from bootstrap import open_services, wall_clock_now
from projections.people import everybody
from scripts.crowd import Plan
from scripts.load_school import made
from scripts.school import ROOT, settings_for

WEEKS = 25
BUDDY = [str(Path(sys.executable).with_name("buddy"))]  # as people start it
PAGES = {"student": ("/", "/goals", "/buddy", "/contacts", "/inbox"), "mentor": ("/", "/buddy"), "staff": ("/staff",)}
READERS = 8
TARGETS = {"web worker": 150, "rebuild": 300}


@click.command()
@click.option("--members", type=click.IntRange(min=30), default=2_000, show_default=True)
@click.option("--events", type=int, default=1_000_000, show_default=True)
@click.option("--pages", type=click.IntRange(min=1), default=500, show_default=True, help="That the worker serves.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Keep the school there, and use it.")
@click.option("--json", "as_json", is_flag=True)
def main(members: int, events: int, pages: int, data: Path | None, as_json: bool) -> None:
    """Measure memory."""
    with ExitStack() as stack:
        here = data or Path(stack.enter_context(TemporaryDirectory(prefix=".bench-", dir=ROOT)))
        made(here, Plan(members, WEEKS, events, wall_clock_now().astimezone(UTC).date()))
        with closing(open_services(settings_for(here))) as services:
            recorded = services.accountability.end()
        megabytes = {"web worker": worker(here, pages), "rebuild": rebuild(here)}
    told = {"megabytes": megabytes, "targets": TARGETS, "pages": pages, "members": members, "events": recorded}
    click.echo(words(megabytes, pages, recorded))
    if as_json:
        click.echo(json.dumps(told))


def worker(folder: Path, pages: int) -> float:
    """The most that the worker of `buddy serve` held in memory, in MB."""
    asked = visits(folder, pages)
    with served(folder) as (url, parent), ThreadPoolExecutor(READERS) as readers:
        for _ in readers.map(lambda visit: _read(url, *visit), asked):
            pass
        return max(_peak(pid) for pid in _children(parent))


def visits(folder: Path, pages: int) -> list[tuple[str, str]]:
    """A path and the session of whoever asks for it: all kinds of members, one after the other."""
    with closing(open_services(settings_for(folder))) as services:
        now = services.now()
        members = everybody(services.views)
        some = [members[n * 37 % len(members)] for n in range(pages)]
        found = [
            (path, services.access.start_session(member.member_id, now, second_factor_at=now))
            for member in some[: pages // 4 + 1]
            for path in PAGES[member.role]
        ]
    return found[:pages]


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """The school served without reminders: its address, and the id of the process that started the worker."""
    words = [*BUDDY, "serve", "--no-scheduler", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = next(found for line in process.stdout if (found := re.search(r"is ready: (\S+)", line)))
            yield ready[1], process.pid
        finally:
            process.terminate()
            process.communicate()


def _read(url: str, path: str, session: str) -> None:
    with urlopen(Request(url + path, headers={"Cookie": f"session={session}"}), timeout=60) as answer:  # noqa: S310
        answer.read()


def rebuild(folder: Path) -> float:
    """The most that `buddy rebuild --all` held in memory, in MB."""
    process = subprocess.Popen([*BUDDY, "rebuild", "--all", "--data", str(folder)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise click.ClickException("The rebuild failed.")
    return round(usage.ru_maxrss / 1024, 1)


def _children(pid: int) -> list[int]:
    """Those it started, and theirs."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in _children(child)]


def _peak(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return round(int(found[1]) / 1024, 1)


def words(megabytes: dict[str, float], pages: int, events: int) -> str:
    lines = [f"{what:12}{most:9.1f} MB   target ≤ {TARGETS[what]} MB" for what, most in megabytes.items()]
    return "\n".join([f"Most memory, {events:,} events; the worker served {pages} pages, 8 at once:", "", *lines])


if __name__ == "__main__":
    main()
