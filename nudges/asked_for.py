"""Letters about getting in, sent within seconds of being asked for; who is nobody here gets none.

Whoever asks is told the same, known here or not (OWASP, Forgot Password Cheat Sheet). Some write to an unknown address
as well, to say that there is no account. We do not: a stranger's typing would have us write to people who never gave
us their address, in whose letter there is nothing to do.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from traceback import extract_tb
from zoneinfo import ZoneInfo

from domain.dates import local_date
from nudges.channels import Channel, ChannelDown, ChannelError, Message, OutcomeUnknown
from nudges.wordings import LETTERS, Wording
from projections.invitations import invitation
from projections.nudge_words import date_in_words, first_name
from projections.people import Person, present
from projections.services import Services
from store.outbox import Letter

# After a refusal that may pass. Somebody sits there and waits.
AGAIN_IN = timedelta(minutes=1)

log = logging.getLogger(__name__)


def send_asked_for(services: Services, channel: Channel) -> Counter[str]:
    """Send what waits, and say how many letters went how: sent, dropped, refused, unknown, broken; down, held.

    Safe in several processes at once, and after a crash at any point: then a letter is sent once more, with a link of
    its own, since nobody knows whether the first arrived.
    """
    report = Counter[str]()
    while letter := services.outbox.claim(services.now()):
        try:
            outcome = _send(services, channel, letter)
        except Exception as error:
            # The error's own words may hold personal text.
            place = extract_tb(error.__traceback__)[-1]
            log.error("a letter waits: %s in %s", type(error).__name__, f"{place.name}:{place.lineno}")
            outcome = "broken"
        report[outcome] += 1
        if outcome in ("down", "held"):
            break
    return report


def _send(services: Services, channel: Channel, letter: Letter) -> str:
    try:
        services.vault.look_around()
        services.views.catch_up.run()
        if "people" in services.views.catch_up.outdated():
            # Who is who cannot be trusted just now.
            services.outbox.give_back(letter, services.now() + AGAIN_IN)
            return "held"
        message = _message(services, letter)
    except Exception:
        # Nothing has left yet.
        services.outbox.give_back(letter, services.now() + AGAIN_IN)
        raise
    if message is None:
        services.outbox.remove(letter)
        return "dropped"
    try:
        channel.send(message)
    except OutcomeUnknown:
        return "unknown"
    except ChannelError as error:
        if error.permanent:
            services.outbox.done(letter, services.now(), refused=True)
        else:
            services.outbox.give_back(letter, services.now() + AGAIN_IN)
        return "down" if isinstance(error, ChannelDown) else "refused"
    services.outbox.done(letter, services.now())
    return "sent"


def _message(services: Services, letter: Letter) -> Message | None:
    """None when there is nobody to write to. A link goes only to an address on record, or one to be proven."""
    member_id = letter.member_id or services.vault.member_with(letter.address)
    who = present(services.views, member_id) if member_id else None
    if who is None or who.name.erased:
        return None
    if letter.kind == "new_address" and services.vault.member_with(letter.address) not in (None, who.member_id):
        return None
    if letter.kind == "address_changed" and who.address.text == letter.address:
        # Asked for beforehand, and then the change did not come about.
        return None
    to = letter.address if letter.kind in ("new_address", "address_changed") else who.address.text
    wording, now = LETTERS[letter.kind], services.now()
    blanks = {"place": services.settings.place, "url": _url(services, wording, letter, who)}
    blanks |= {"when": _when(letter.asked_at, who.zone, now), "site": services.settings.url}
    host = None
    if letter.kind in ("invitation", "new_link"):
        # A stranger may wonder who writes to them.
        told = invitation(services, who.member_id)
        host, cohort = told.host_id, f", in the cohort {told.cohort}" if told.cohort else ""
        blanks |= {"host": told.host, "in_cohort": cohort}
    # Whether the new address is really theirs is not known yet, so nobody is named in a letter to it.
    name = "" if letter.kind == "new_address" else first_name(who.name)
    said = [f"Hello {name}," if name else "Hello,", *(one.format(**blanks) for one in wording.text.split("\n"))]
    subject, text = wording.subject.format(**blanks), "\n\n".join(said) + "\n"
    return Message(f"{letter.letter_id}.{letter.attempt}", to, subject, text, "", now, who.member_id, host)


def _url(services: Services, wording: Wording, letter: Letter, who: Person) -> str:
    """With a token that was just made; "" for a letter without a link."""
    if wording.link is None:
        return ""
    until = services.now() + wording.link.good_for
    purpose = (
        services.wanted_addresses.purpose(letter.address) if letter.kind == "new_address" else wording.link.purpose
    )
    token = services.access.make_link(purpose, member_id=who.member_id, expires_at=until)
    return services.settings.url + wording.link.page + token


def _when(at: datetime, zone: str, now: datetime) -> str:
    """ "On Friday 5 December at 14:30", on the clock of who reads it."""
    there = at.astimezone(ZoneInfo(zone))
    return f"On {date_in_words(there.date(), local_date(now, zone))} at {there:%H:%M}"
