"""`buddy history`: a member's history, and the look at it recorded first."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import click

from bootstrap import Services
from domain.act import OPERATOR, SCHEDULER
from domain.dates import end_of, iso_date
from domain.refusal import Unusable
from projections.history import Entry, history
from projections.people import Person, persons
from scripts.school import data_option, existing, member, member_option, operators_act

PAGE = 500
NOBODYS = {SCHEDULER: "the scheduler", OPERATOR: "an operator"}
# What every event carries; the rest of it are its facts.
STAMP = {
    "originator_id",
    "originator_version",
    "originator_topic",
    "timestamp",
    "by",
    "door",
    "command_id",
    "fingerprint",
}


class Day(click.ParamType[date]):
    """A date as 2026-12-05."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return iso_date(value, field="as_of")
        except Unusable:
            self.fail(f"{value} is no date such as 2026-12-05.", param, ctx)


@click.command()
@member_option
@click.option("--reason", required=True, help="Why you look. It is recorded, and the member sees it.")
@click.option("--as-of", "day", type=Day(), help="Only what was recorded up to the end of that day, where they live.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; instants are UTC.")
@data_option()
def command(address: str, reason: str, day: date | None, as_json: bool, place: str) -> None:
    """Show who did what, when and through which door, for one member, the oldest first.

    The look itself is recorded before anything is shown, with its reason, and the member can read that. Texts are not
    shown: not names, not messages, not notes.

    \b
    Examples:
      buddy history --member ada@example.org --reason "she asked why her goal moved"
      buddy history --member ada@example.org --reason "audit" --as-of 2026-12-05 --json
    """
    with existing(place) as services:
        owner = member(services, address)
        services.accountability.open_history(operators_act(services), owner.member_id, reason=reason)
        before = None if day is None else end_of(day, owner.zone) - timedelta(microseconds=1)
        entries = list(_all(services, owner, before))[::-1]
        names = _names(services, entries)
        told = [_facts(entry, names) for entry in entries]
    if as_json:
        click.echo(json.dumps({"member_id": str(owner.member_id), "as_of": day and day.isoformat(), "events": told}))
    else:
        click.echo("\n".join(_line(entry, facts, owner) for entry, facts in zip(entries, told, strict=True)))


def _all(services: Services, owner: Person, as_of: datetime | None) -> Iterator[Entry]:
    """Newest first, page by page."""
    before = None
    while page := history(services.views, owner.member_id, before=before, as_of=as_of, limit=PAGE):
        yield from page
        before = page[-1].position


def _names(services: Services, entries: list[Entry]) -> dict[str, str]:
    """Who is behind a `by`."""
    ids = {entry.event.by for entry in entries} - set(NOBODYS)
    found = persons(services.views, [UUID(one) for one in ids])
    return NOBODYS | {str(member_id): str(person.name) for member_id, person in found.items()}


def _facts(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    return {
        "position": entry.position,
        "at": entry.at.isoformat(),
        "what": entry.name,
        "who": names.get(entry.event.by, entry.event.by),
        "by": entry.event.by,
        "door": entry.event.door,
        "thing": str(entry.event.originator_id),
        "facts": {name: value for name, value in vars(entry.event).items() if name not in STAMP and _is_plain(value)},
    }


def _is_plain(value: Any) -> bool:
    """Numbers, choices and dates. Texts about people are `Personal` and not among them."""
    return isinstance(value, str | bool | int | float) and value != ""


def _line(entry: Entry, told: dict[str, Any], owner: Person) -> str:
    at = entry.at.astimezone(ZoneInfo(owner.zone))
    facts = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told["facts"].items())
    return f"{at:%Y-%m-%d %H:%M}  {told['who']} ({told['door']})  {_in_words(entry.name)}{facts and ': ' + facts}"


def _in_words(name: str) -> str:
    """Goal.Rescheduled → goal rescheduled; Member.HistoryOpened → member history opened."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name.replace(".", "")).strip()
