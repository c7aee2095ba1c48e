"""Events to stored bytes and back: stable names, and every `Personal` field sealed in its place.

How to change an event, though what is recorded stays as it is: give its class a higher `class_version`, and an
`upcast_v1_v2(state)` that makes the fields of the first shape into those of the second, in place; text about people is
in it as `Personal`. Rows are written in the newest shape and read from every one; the aggregate and the views know the
newest only. tests/store/test_mapper.py has an event in its third shape.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import orjson
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from eventsourcing.utils import get_topic

from domain.personal import Personal
from domain.stream import Stream
from store.names import aggregate_of, event_named, name_of
from store.sealing import Opener, context_of, seal, sealed

# A stored field whose name begins with this is sealed; no Python field can.
SEALED = "~"


def _read(state: bytes) -> dict[str, Any]:
    found: dict[str, Any]
    try:
        found = orjson.loads(state)
    except orjson.JSONDecodeError:
        # What Python's own module takes for JSON is more: NaN, or half of a surrogate pair as an escape.
        found = json.loads(state)
    return found


class SealingMapper(Mapper[UUID]):
    def __init__(self, transcoder: JSONTranscoder, opener: Opener) -> None:
        super().__init__(transcoder)
        self.opener, self.names = opener, transcoder.names

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        state = dict(vars(domain_event))
        stream, version = state.pop("originator_id"), state.pop("originator_version")
        state.pop("originator_topic", None)  # a module path has no place in the record
        name = name_of(type(cast(Stream.Event, domain_event)))
        for field, value in list(state.items()):
            if isinstance(value, Personal):
                del state[field]
                state[SEALED + field] = seal(value, context_of(stream, version, name, field), self.opener)
        written = getattr(type(domain_event), "class_version", 1)
        if written > 1:
            state["class_version"] = written
        return StoredEvent(stream, version, name, self.transcoder.encode(state))

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        name, stream, version = stored_event.topic, stored_event.originator_id, stored_event.originator_version
        cls, current, topic = _shape(name)
        # A replay and a rebuild are mostly this loop.
        state, shut = _read(stored_event.state), list[str]()
        for field, value in state.items():
            kind = type(value)
            if field[:1] == SEALED:
                shut.append(field)
            elif kind is dict and (decode := _DECODE.get(value.get("_type_"))):
                state[field] = decode(value["_data_"])
            elif kind is dict or kind is list:
                state[field] = self._revived(value)
        if shut:
            place = context_of(stream, version, name, "")
            for field in shut:
                state[field[1:]] = sealed(state.pop(field), place + field[1:], self.opener)
        written = state.pop("class_version", 1)
        while written < current:
            getattr(cls, f"upcast_v{written}_v{written + 1}")(state)
            written += 1
        state["originator_id"], state["originator_version"] = stream, version
        if topic:
            state["originator_topic"] = topic
        event = object.__new__(cls)
        object.__setattr__(event, "__dict__", state)
        return event

    def _revived(self, value: Any) -> Any:
        """As the library's decoder does it, without being called back for each value: reading is mostly this."""
        if type(value) is dict:
            kind = value.get("_type_")
            if decode := _DECODE.get(kind):
                return decode(value["_data_"])
            if kind is not None:
                data = value["_data_"]
                return self.names[kind].decode(data if type(data) is str else self._revived(data))
            return {key: self._revived(one) for key, one in value.items()}
        if type(value) is list:
            return [one if type(one) is str else self._revived(one) for one in value]
        return value


@lru_cache(maxsize=20_000)
def uuid_of(text: str) -> UUID:
    """The same few people and things are named by most events."""
    return UUID(text)


# As the library's transcodings of these names do; nearly all that is neither text nor number is one of them.
_DECODE: dict[Any, Callable[[Any], Any]] = {"uuid_hex": uuid_of, "datetime_iso": datetime.fromisoformat}


@lru_cache(maxsize=256)
def _shape(name: str) -> tuple[type[Stream.Event], int, str]:
    """The class of an event, the version of its shape, and whose stream it begins, as the library says it, if any."""
    cls = event_named(name)
    topic = get_topic(aggregate_of(name)) if issubclass(cls, Stream.Created) else ""
    return cls, getattr(cls, "class_version", 1), topic
