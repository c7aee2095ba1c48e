"""What sealing adds to an event as it is written and read, for each field of text about people; scripts/bench runs it.

The same event is stored with its texts sealed, and with the same texts as they are; both in turns, in one process.
"""

import json
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

import click

from bootstrap import migrate, open_services, wall_clock_now
from domain.goal import Goal
from domain.personal import Personal
from scripts.school import ROOT, settings_for

WORDS = "Hold two conversations with people who build what I would like to build. " * 2
FIELDS = ("statement", "steps")
TARGET = 25  # µs a field
TIMES = 500


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=15, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(rounds: int, as_json: bool) -> None:
    """Measure the sealing of a field."""
    told = measure(rounds) | {"rounds": rounds, "target": TARGET}
    click.echo(
        f"One field of {len(WORDS)} letters, medians of {rounds} rounds of {TIMES} events with {len(FIELDS)} each:\n\n"
        f"sealing adds {told['written']:.1f} µs when it is written, {told['read']:.1f} µs when it is read and opened"
        f"   target ≤ {TARGET} µs"
    )
    if as_json:
        click.echo(json.dumps(told))


def measure(rounds: int) -> dict[str, float]:
    """Microseconds that sealing adds to a field."""
    with (
        TemporaryDirectory(prefix=".bench-", dir=ROOT) as here,
        closing(open_services(settings_for(str(Path(here) / "school")))) as services,
    ):
        migrate(services)
        mapper, member, contact = services.accountability.mapper, uuid4(), uuid4()
        # Of two subjects, as a note about a contact is: its key is made of both.
        services.vault.make_keys([member.hex, contact.hex])
        sealed = _event(**dict.fromkeys(FIELDS, Personal(WORDS, member, contact)))
        plain = _event(**dict.fromkeys(FIELDS, WORDS))
        stored = {"sealed": mapper.to_stored_event(sealed), "plain": mapper.to_stored_event(plain)}
        return {
            "written": _more(rounds, lambda: mapper.to_stored_event(sealed), lambda: mapper.to_stored_event(plain)),
            "read": _more(
                rounds,
                lambda: [getattr(mapper.to_domain_event(stored["sealed"]), field).text for field in FIELDS],
                lambda: [getattr(mapper.to_domain_event(stored["plain"]), field) for field in FIELDS],
            ),
        }


def _event(**texts: object) -> Goal.Reworded:
    told = {
        "originator_id": uuid4(),
        "originator_version": 2,
        "timestamp": wall_clock_now(),
        "by": str(uuid4()),
        "door": "page",
        "command_id": uuid4(),
        "fingerprint": "",
        "member_id": uuid4(),
    }
    event = object.__new__(Goal.Reworded)
    object.__setattr__(event, "__dict__", told | texts)
    return event


def _more(rounds: int, one: Callable[[], object], other: Callable[[], object]) -> float:
    """How many microseconds a field the first takes longer."""
    return median(_took(one) - _took(other) for _ in range(rounds)) / TIMES / len(FIELDS) * 1e6


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    for _ in range(TIMES):
        work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
