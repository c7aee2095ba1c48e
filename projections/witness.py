"""Witnesses: who is told how each command ended, for the log and for figures; never what it was about."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import getmembers, isfunction, signature
from typing import Any
from uuid import UUID

from domain.accountability import Accountability
from domain.act import Act
from domain.refusal import Refusal
from store.faults import may_pass

COMMANDS = tuple(
    name
    for name, verb in getmembers(Accountability, isfunction)
    if not name.startswith("_") and list(signature(verb).parameters)[1:2] == ["act"]
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and how many seconds it took.

    outcome: "done"; "refused" (`code` is the refusal's); "fault" (a database failed) or "broken" (a defect), when
    `code` is the type of the error.
    """

    verb: str
    door: str
    outcome: str
    code: str
    seconds: float
    command_id: UUID


Witness = Callable[[Ended], None]


def watch(use_cases: Accountability, witness: Witness) -> None:
    """From now on, tell the witness of every command that these use cases were given, once it has ended."""
    for verb in COMMANDS:
        setattr(use_cases, verb, _watched(getattr(use_cases, verb), witness))


def into_the_log(ended: Ended) -> None:
    """The witness of every process."""
    if log.isEnabledFor(logging.INFO):
        facts = {name: getattr(ended, name) for name in ("verb", "door", "outcome", "code")}
        told = facts | {"ms": round(ended.seconds * 1000, 1), "command_id": str(ended.command_id)}
        log.info("command", extra={"facts": told})


def _watched(command: Callable[..., Any], witness: Witness) -> Callable[..., Any]:
    @wraps(command)
    def watched(act: Act, *args: Any, **words: Any) -> Any:
        outcome, code, begun = "done", "", time.perf_counter()
        try:
            return command(act, *args, **words)
        except Exception as error:
            outcome, code = _told(error)
            raise
        finally:
            seconds = time.perf_counter() - begun
            witness(Ended(command.__name__, act.door, outcome, code, seconds, act.command_id))

    return watched


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, Refusal):
        return "refused", error.code
    return "fault" if may_pass(error) else "broken", type(error).__name__
