"""`buddy import`: a member's contacts from an export or an archive; one subcommand a format."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

import click

from domain.act import OPERATOR
from domain.contact import TIES
from domain.linkedin import NotAnExport
from projections.import_words import what_was_left_out, why_no_export, why_skipped
from projections.imports import DEFAULT_TIE, ImportPlan, carry_out, plan_linkedin
from projections.own_data import arrival
from projections.own_data.plan import KINDS, Plan
from projections.own_data.words import WHY
from scripts.school import data_option, existing, member, member_option, operators_act
from scripts.troubles import Refused

# Far more than is allowed, so that a refusal can say how large the file is, and no more than memory can bear.
MOST_READ = 256 * 1024 * 1024


@click.group()
def command() -> None:
    """Bring a member's contacts in from an export."""


@command.command()
@click.argument("file", type=click.File("rb"))
@member_option
@click.option("--tie", type=click.Choice(TIES), default=DEFAULT_TIE, show_default=True, help="How well they are known.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with codes in place of sentences.")
@data_option()
def linkedin(file: IO[bytes], address: str, tie: str, dry_run: bool, as_json: bool, place: str) -> None:
    """Import LinkedIn's Connections.csv; - reads standard input.

    Everybody in the file comes in once. Who is in the tracker already, or was removed from it, does not come again.
    Every row that gives nobody is listed with its reason. It all happens or nothing does.

    \b
    Examples:
      buddy import linkedin Connections.csv --member ada@example.org --dry-run
      buddy import linkedin Connections.csv --member ada@example.org --tie dormant

    \b
    With --json: added, duplicates (known + repeated) and skipped; known, repeated and left_out tell more:
      {"dry_run": false, "records": 425, "added": 422, "duplicates": 1, "known": 0,
       "repeated": [{"row": 12, "same_as": 8}], "skipped": [{"row": 35, "reason": "blank"}],
       "left_out": [{"row": 40, "cells": ["email"]}]}
    """
    data = file.read(MOST_READ)
    with existing(place) as services:
        owner = member(services, address)
        views, accountability = services.views, services.accountability
        try:
            plan = plan_linkedin(views, accountability, owner.member_id, data)
        except NotAnExport as refusal:
            raise Refused(why_no_export(refusal)) from None
        added = len(plan.new)
        if not dry_run:
            act = operators_act(services)
            added = carry_out(views, accountability, act, plan, tie, member_id=owner.member_id)
    click.echo(json.dumps(_facts(plan, added, dry_run)) if as_json else _words(plan, added, dry_run))


@command.command()
@click.argument("file", type=click.File("rb"))
@member_option
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@data_option()
def data(file: IO[bytes], address: str, dry_run: bool, place: str) -> None:
    """Bring an archive of a member's data along, made here or elsewhere; - reads standard input.

    People, messages and conversations, takeaways, and goals that are over, as the archive tells them: they count toward
    nothing here. What is here already does not come twice, nor does anybody who was removed or asked to be forgotten.
    Promises are made by whoever keeps them: open goals come along when the member brings the archive in on their
    settings page. Broken off in the middle it goes on there when it is said again.

    \b
    Examples:
      buddy import data ada.zip --member ada@example.org --dry-run
      buddy import data ada.zip --member ada@example.org
    """
    held = file.read(MOST_READ)
    with existing(place) as services:
        owner = member(services, address)
        try:
            planned = arrival.plan(services, OPERATOR, owner.member_id, held)
        except arrival.NotAnArchive as error:
            raise Refused(f"{file.name} cannot be used: {error.why.replace('_', ' ')}.") from None
        came = planned.coming
        if not dry_run:
            came = arrival.carry_out(services, operators_act(services), owner.member_id, planned)
    for line in _told(planned, came, dry_run):
        click.echo(line)


def _told(planned: Plan, came: dict[str, int], dry_run: bool) -> Iterator[str]:
    left = Counter((one.kind, one.why) for one in planned.left_out)
    for kind in KINDS:
        here = planned.here[kind] + planned.coming[kind] - came[kind]
        stay = sum(number for (of, _), number in left.items() if of == kind)
        yield f"{kind + ':':11} {'to come' if dry_run else 'came'} {came[kind]}, here already {here}, left out {stay}"
        yield from (f"  {number}: {WHY[why]}" for (of, why), number in left.items() if of == kind)
    if dry_run:
        yield "Nothing was changed: this was a dry run."


def _facts(plan: ImportPlan, added: int, dry_run: bool) -> dict[str, Any]:
    """Every record counts once: records = added + duplicates + skipped."""
    known = len(plan.known) + len(plan.new) - added
    return {
        "dry_run": dry_run,
        "records": plan.records,
        "added": added,
        "duplicates": known + len(plan.repeated),
        "known": known,
        "repeated": [{"row": r.row, "same_as": r.first} for r in plan.repeated],
        "skipped": [
            {"row": r.row, "reason": r.why, **({"column": r.column} if r.column else {})} for r in plan.skipped
        ],
        "left_out": [{"row": row, "cells": list(cells)} for row, cells in plan.left_out.items()],
    }


def _words(plan: ImportPlan, added: int, dry_run: bool) -> str:
    facts = _facts(plan, added, dry_run)
    lines = [
        f"{'To be added:' if dry_run else 'Added:':13} {added}",
        f"{'Duplicates:':13} {facts['duplicates']}  ({facts['known']} already in the tracker or removed from it,"
        f" {len(plan.repeated)} repeated in the file)",
        f"{'Skipped:':13} {len(plan.skipped)}",
        *[f"  row {r.row}: {why_skipped(r)}" for r in sorted((*plan.repeated, *plan.skipped), key=lambda r: r.row)],
        *[
            f"  row {row}: added without {what_was_left_out(cells)}, which cannot be used"
            for row, cells in plan.left_out.items()
        ],
    ]
    if dry_run:
        lines.append("Nothing was changed: this was a dry run.")
    return "\n".join(lines)
