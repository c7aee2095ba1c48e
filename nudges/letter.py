"""One letter about everything that is due for one member; it names nobody but them, for mail is not private."""

from collections.abc import Sequence
from datetime import datetime

from domain.dates import local_date
from nudges.channels import Message
from projections.nudge_subjects import Occasion
from projections.nudge_words import Words, count_in_words, first_name, unsubscribe_path, words
from projections.people import Person
from projections.services import Services


def letter(services: Services, who: Person, occasions: Sequence[Occasion], message_id: str, now: datetime) -> Message:
    """`occasions`: one or more, in the order in which they are told."""
    url, today = services.settings.url, local_date(now, who.zone)
    said = [words(occasion, today=today) for occasion in occasions]
    way_out = url + unsubscribe_path(services.vault, who.member_id)
    name = first_name(who.name)
    parts = [f"Hello {name}," if name else "Hello,", *(_told(one, url) for one in said), _end(url, way_out)]
    return Message(message_id, who.address.text, _subject(said), "\n\n".join(parts) + "\n", way_out, now, who.member_id)


def _subject(said: Sequence[Words]) -> str:
    return said[0].title if len(said) == 1 else f"{count_in_words(len(said)).capitalize()} small things for today"


def _told(one: Words, url: str) -> str:
    return f"{one.title}\n{one.text}\n{one.action}: {url}{one.path}"


def _end(url: str, way_out: str) -> str:
    return (
        f"Mail is not private, so names and details wait in your inbox: {url}/inbox\n\n"
        f"To switch nudges off, without signing in: {way_out}"
    )
