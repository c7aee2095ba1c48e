"""The names under which events stand in the record: ours, for ever, and resolved only here."""

from domain.cohort import Cohort
from domain.contact import Contact
from domain.goal import Goal
from domain.member import Member
from domain.nudge import Nudge
from domain.outreach import Outreach
from domain.partnership import Partnership
from domain.stream import Stream
from domain.takeaway import Takeaway

AGGREGATES: tuple[type[Stream], ...] = (Member, Cohort, Goal, Contact, Outreach, Takeaway, Partnership, Nudge)


class UnknownEvent(Exception):
    """The record holds an event that this version does not know: an older program, or a foreign row."""


def _events(aggregate: type[Stream]) -> dict[str, type[Stream.Event]]:
    # Not `vars`: the library replaces nested classes by subclasses of the aggregate's own Event.
    named = ((name, getattr(aggregate, name)) for name in vars(aggregate) if name[0].isupper())
    return {
        f"{aggregate.__name__}.{name}": cls
        for name, cls in named
        if isinstance(cls, type) and issubclass(cls, Stream.Event) and name not in ("Event", "Created")
    }


EVENTS: dict[str, type[Stream.Event]] = {
    name: cls for aggregate in AGGREGATES for name, cls in _events(aggregate).items()
}
_NAMES = {cls: name for name, cls in EVENTS.items()}
_AGGREGATE_OF = {name: aggregate for aggregate in AGGREGATES for name in _events(aggregate)}


def name_of(event: type[Stream.Event]) -> str:
    return _NAMES[event]


def event_named(name: str) -> type[Stream.Event]:
    """The event class; raises UnknownEvent and never imports what a row names."""
    try:
        return EVENTS[name]
    except KeyError:
        raise UnknownEvent(name) from None


def aggregate_of(name: str) -> type[Stream]:
    return _AGGREGATE_OF[name]
