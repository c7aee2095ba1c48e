"""Letters about getting in, sent within seconds of being asked for; who is nobody here gets none.

Whoever asks is told the same, known here or not (OWASP, Forgot Password Cheat Sheet). Some write to an unknown address
as well, to say that there is no account. We do not: a stranger's typing would have us write to people who never gave
us their address, in whose letter there is nothing to do.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from traceback import extract_tb

from nudges.channels import Channel, ChannelDown, ChannelError, Message, OutcomeUnknown
from projections.nudge_words import first_name
from projections.people import Person, present
from projections.services import Services
from store.outbox import Letter

# After a refusal that may pass. Somebody sits there and waits.
AGAIN_IN = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works once: the page that takes it, for what, and for how long after the letter was sent."""

    page: str
    purpose: str
    good_for: timedelta


@dataclass(frozen=True, slots=True)
class Wording:
    """`text` is one paragraph a line, with `{url}` where the link stands, if there is one."""

    subject: str
    text: str
    link: Link | None = None


NOT_YOU = "If you did not ask for this, leave it be: without this letter nobody gets in, and nothing has changed."
LETTERS = {
    "sign_in": Wording(
        "Your link to sign in",
        "This link signs you in. It works once, for 15 minutes:\n{url}\n"
        f"It opens a page with one button, so that a mail program that looks at links does not use it up.\n{NOT_YOU}",
        Link("/mailed/sign-in/", "sign_in", timedelta(minutes=15)),
    ),
    "reset": Wording(
        "Choose a new password",
        "With this link you choose a new password. It works once, for 30 minutes:\n{url}\n"
        f"Wherever you are signed in now, you will be signed out.\n{NOT_YOU}",
        Link("/mailed/reset/", "reset", timedelta(minutes=30)),
    ),
    "confirm": Wording(
        "Is it you?",
        "You are about to do something that we ask twice about. This link says that it is you. Open it where you are"
        f" signed in; it works once, for 15 minutes:\n{{url}}\n{NOT_YOU}",
        Link("/mailed/confirm/", "confirm", timedelta(minutes=15)),
    ),
    "invitation": Wording(
        "Your account is waiting",
        "Your school has made an account for you: a place to promise one small networking step at a time, with a buddy"
        " beside you.\nWith this link you come in, and choose how you sign in from then on. It works once, for seven"
        " days:\n{url}\nIf you do not know what this is about, leave it be.",
        Link("/join/", "join", timedelta(days=7)),
    ),
    "new_address": Wording(
        "Is this your new address?",
        "Somebody wants to use this address for their account. If that is you, say so here, where you are signed in."
        " It works once, for 30 minutes:\n{url}\nIf it is not you, leave this be: nothing has changed.",
        Link("/mailed/address/", "new_address", timedelta(minutes=30)),
    ),
    "address_changed": Wording(
        "Your address was changed",
        "From now on letters go to your new address, and you sign in with that one. Wherever else you were signed in,"
        " you are out.\nIf that was not you, tell the staff of your school today: they can give you a way back in.",
    ),
}


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
            # It stays claimed, and is tried once more. The error's own words may hold personal text.
            place = extract_tb(error.__traceback__)[-1]
            log.error("a letter waits: %s in %s", type(error).__name__, f"{place.name}:{place.lineno}")
            outcome = "broken"
        report[outcome] += 1
        if outcome in ("down", "held"):
            break
    return report


def _send(services: Services, channel: Channel, letter: Letter) -> str:
    services.vault.look_around()
    services.views.catch_up.run()
    if services.views.catch_up.standings()["people"][1]:
        # Who is who cannot be trusted just now.
        services.outbox.give_back(letter, services.now() + AGAIN_IN)
        return "held"
    message = _message(services, letter)
    if message is None:
        services.outbox.remove(letter)
        return "dropped"
    try:
        channel.send(message)
    except OutcomeUnknown:
        return "unknown"
    except ChannelError as error:
        if error.permanent:
            services.outbox.done(letter, services.now())
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
    text = _text(services, wording, letter, who)
    return Message(f"{letter.letter_id}.{letter.attempt}", to, wording.subject, text, "", now, who.member_id)


def _text(services: Services, wording: Wording, letter: Letter, who: Person) -> str:
    url = ""
    if wording.link is not None:
        until = services.now() + wording.link.good_for
        purpose = (
            services.wanted_addresses.purpose(letter.address) if letter.kind == "new_address" else wording.link.purpose
        )
        token = services.access.make_link(purpose, member_id=who.member_id, expires_at=until)
        url = services.settings.url + wording.link.page + token
    # Whether the new address is really theirs is not known yet, so nobody is named in a letter to it.
    name = "" if letter.kind == "new_address" else first_name(who.name)
    return "\n\n".join([f"Hello {name}," if name else "Hello,", *wording.text.format(url=url).split("\n")]) + "\n"
