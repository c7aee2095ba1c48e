"""`buddy forget`: erasing a member, or a contact in every tracker; and finishing what is due."""

from uuid import UUID

import click

from bootstrap import Services
from domain.act import OPERATOR
from projections.erasing import carry_out_again, carry_out_due
from projections.tracker import with_marks
from scripts.school import DOOR, data_option, existing, member, operators_act
from scripts.troubles import Refused

now_option = click.option("--now", "at_once", is_flag=True, help="At once, without time to think: it cannot be undone.")
cancel_option = click.option("--cancel", is_flag=True, help="Call it off, as long as it is not done.")


@click.group()
def command() -> None:
    """Erase a member, or a contact in every tracker.

    Their key is destroyed, so that nothing written about them can be read any more; counts, dates and levels stay.
    Keys in backups are another matter: docs/erasing.md.
    """


@command.command("member")
@click.argument("address", metavar="EMAIL")
@now_option
@cancel_option
@data_option()
def a_member(address: str, at_once: bool, cancel: bool, place: str) -> None:
    """Erase a member and everybody in their tracker.

    It is carried out after seven days, by the scheduler or by `buddy forget due`. Until then they can call it off.

    \b
    Examples:
      buddy forget member ada@example.org
      buddy forget member ada@example.org --cancel
    """
    with existing(place) as services:
        member_id = member(services, address).member_id
        act, use_cases = operators_act(services), services.accountability
        if cancel:
            use_cases.cancel_member_erasure(act, member_id)
            click.echo("Called off: the account stays.")
            return
        erase_from = use_cases.request_member_erasure(act, member_id, at_once=at_once)
        _finish(services, f"The account is erased after {erase_from:%Y-%m-%d %H:%M} UTC, unless it is called off.")


@command.command("contact")
@click.argument("found_by", metavar="ADDRESS")
@now_option
@cancel_option
@data_option()
def a_contact(found_by: str, at_once: bool, cancel: bool, place: str) -> None:
    """Erase somebody who is a contact of members, in every tracker.

    ADDRESS is an e-mail address, or a link to a page of theirs. For a person who writes to the school: they are found
    by fingerprints wherever they were ever kept with it, without opening anybody's tracker. It is carried out after
    24 hours. An import does not bring them back.

    \b
    Examples:
      buddy forget contact mira@example.org --now
      buddy forget contact https://www.linkedin.com/in/mira-solberg
    """
    with existing(place) as services:
        found = _found(services, found_by)
        act, use_cases = operators_act(services), services.accountability
        for contact_id in found:
            part = act.part(str(contact_id))
            if cancel:
                use_cases.cancel_contact_erasure(part, contact_id)
            else:
                use_cases.request_contact_erasure(part, contact_id, at_once=at_once)
        where = f"{len(found)} {'tracker' if len(found) == 1 else 'trackers'}"
        click.echo(f"Called off in {where}." if cancel else f"Found in {where}.")
        if not cancel:
            _finish(services, "They are erased after 24 hours, unless it is called off.")


@command.command("due")
@data_option()
def due(place: str) -> None:
    """Carry out what is due, also what a crash left half done, and what an old vault brought back.

    The scheduler does the first two by itself once a minute. Run it after `buddy restore`.

    \b
    Example:
      buddy forget due
    """
    with existing(place) as services:
        _finish(services)
        if again := carry_out_again(services, by=OPERATOR, door=DOOR):
            click.echo(f"Erased again, since an older vault had brought them back: {again}.")


def _found(services: Services, found_by: str) -> list[UUID]:
    services.views.catch_up.run()
    marks = services.accountability.marks_of_contact(found_by)
    if not marks:
        raise Refused("That is neither an e-mail address nor a link to a page.")
    found = [contact_id for contact_id, _ in with_marks(services.views, marks)]
    if not found:
        raise Refused("Nobody keeps a contact with this address, or they were forgotten already.")
    return found


def _finish(services: Services, later: str = "Nothing is due.") -> None:
    """Carry out what is due; when there is nothing, say why."""
    done, left = carry_out_due(services, by=OPERATOR, door=DOOR)
    click.echo(f"Erased: {done}." if done or left else later)
    if left:
        raise Refused(f"{left} could not be carried out yet. Run `buddy forget due` again; the scheduler tries, too.")
