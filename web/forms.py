"""Forms: what was typed, checked by a marshmallow schema, and carried out as one act; nothing typed is ever lost."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from domain.act import Act
from domain.refusal import NotFound, Refusal, Stale, Unusable
from store.faults import may_pass
from web.refusals import UNREACHABLE, said, said_of_field, status_of, tell_of_a_fault
from web.session import me, services

T = TypeVar("T")


class FormSchema(Schema):
    """Form fields are text: what is absent counts as empty, and fields nobody asked for are ignored."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def _trim(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        # An empty field that is not text means "nothing chosen", which is what `load_default` is for.
        empty = {name for name, kind in self.fields.items() if not isinstance(kind, fields.String)}
        return {name: value for name, value in data.items() if not (name in empty and value == "")}


class Text(fields.String):
    """A text field that may be left out; the domain decides what is too long or hidden."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("load_default", "")
        super().__init__(**kwargs)


class Form:
    """One submitted (or still empty) form.

    values: what stands in the fields, as typed. errors: {field: [sentences]}; "" holds what belongs to no field.
    command_id: goes into the form as a hidden field, so that sending it twice has one effect.
    """

    def __init__(self, schema: type[FormSchema] | None = None, **prefilled: Any) -> None:
        self.schema = schema
        self.values: dict[str, Any] = prefilled
        self.errors: dict[str, list[str]] = {}
        self.command_id: UUID = uuid4()
        self.version: int | None = None
        self.status = 422
        self.loaded: dict[str, Any] = {}

    @classmethod
    def submitted(cls, schema: type[FormSchema]) -> "Form":
        """Read the request's form; `errors` is empty when it can be carried out."""
        form, checks = cls(schema), _made(schema)
        listed = {n for n, kind in checks.fields.items() if isinstance(kind, fields.List)}
        # A name sent twice counts once, unless the form asks for several.
        typed = {name: values if name in listed else values[0] for name, values in request.form.lists()}
        form.values = {name: value for name, value in typed.items() if name not in ("csrf_token", "command_id")}
        form.command_id = _uuid(request.form.get("command_id")) or uuid4()
        version = request.form.get("version", "")
        form.version = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
        raw = {n: (request.form.getlist(n) if n in listed else request.form.get(n)) for n in request.form}
        try:
            form.loaded = checks.load(raw)
        except ValidationError as error:
            found = error.messages_dict
            form.errors = {str(name): [_sentence(m) for m in _flat(messages)] for name, messages in found.items()}
        return form

    def carry_out(self, command: Callable[[Act], T]) -> T | None:
        """Run the command as the signed-in member, under the form's own command id.

        A refusal becomes `errors` (and None is returned); a thing that is not there stays NotFound.
        """
        return self.carry_out_as(str(me().member_id), command)

    def carry_out_as(self, by: str, command: Callable[[Act], T]) -> T | None:
        """As `carry_out`, where nobody is signed in yet."""
        if self.errors:
            return None
        try:
            return command(Act(by, "page", services().now(), self.command_id, self._fingerprint()))
        except Unusable as refusal:
            self.errors = {str(refusal.facts["field"]): [said_of_field(refusal)]}
        except NotFound:
            raise
        except Stale as refusal:
            self.status, self.errors = 409, {"": [said(refusal)]}
            self.version = refusal.facts["version"]
        except Refusal as refusal:
            self.status, self.errors = status_of(refusal), {"": [said(refusal)]}
        except Exception as error:
            # A click without anything typed can be sent again from the page that tells every fault.
            if not may_pass(error) or not (self.schema and _made(self.schema).fields):
                raise
            # The page with all that was typed, under the same command id, if it can still be made.
            tell_of_a_fault()
            self.status, self.errors = 503, {"": [UNREACHABLE]}
        return None

    def __getitem__(self, name: str) -> Any:
        """A checked value, only after a submission without errors."""
        return self.loaded[name]

    def _fingerprint(self) -> str:
        # What is asked, without what changes by itself: the same click sent twice has the same fingerprint.
        asked = sorted((n, v) for n in request.form if n != "csrf_token" for v in request.form.getlist(n))
        return services().vault.digest("body", repr((request.path, asked)))[:16]


def _flat(messages: Any) -> list[str]:
    if isinstance(messages, str):
        return [messages]
    found = messages.values() if isinstance(messages, Mapping) else messages
    return [text for part in found for text in _flat(part)]


@cache
def _made(schema: type[FormSchema]) -> FormSchema:
    """Making one copies all its fields; it keeps nothing of what it has checked."""
    return schema()


def _sentence(message: str) -> str:
    return _SENTENCES.get(message, message)


_SENTENCES = {
    "Missing data for required field.": "This one is needed.",
    "Not a valid integer.": "Please give a whole number.",
    "Not a valid string.": "This cannot be read as text.",
    "Not a valid UUID.": "This choice is not there any more. Please choose again.",
    "Not a valid boolean.": "Please choose one of the two.",
    "Field may not be null.": "This one is needed.",
}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
