"""Refusals in words: what the domain says instead of doing; doors translate them once, at the edge."""

import re
from typing import Any


class Refusal(Exception):
    """Nothing was changed. `code` names the reason; `facts` are plain values for the wording, never personal text."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    @property
    def code(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class NotFound(Refusal):
    """No such thing, or not yours: the two are never told apart."""


class Stale(Refusal):
    """The thing has changed since the page was opened; facts: version."""


class CommandReused(Refusal):
    """The same command id came with another fingerprint: something else was asked."""


class Busy(Refusal):
    """Rivals kept winning; try again."""


class HappenedElsewhere(Refusal):
    """It is kept as an archive told it: nobody here saw it happen, and nothing more can happen to it here."""


class Unusable(Refusal):
    """A value that cannot be used; facts: field, why."""
