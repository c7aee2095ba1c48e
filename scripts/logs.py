"""What the processes of a school say on standard error: one line an event, as JSON or as text, and nobody's words.

Messages of errors stay out, since a driver or a parser quotes what it was given; their type and place are told instead.
"""

import json
import logging
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

from scripts.troubles import CannotStart

ROOT = Path(__file__).resolve().parent.parent
OURS = {"bootstrap", "domain", "store", "projections", "nudges", "web", "scripts"}
KINDS = ("json", "text")
MOST_FRAMES = 12

# Made once: it is on the way of every command.
_as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


def begin(environment: Mapping[str, str] = os.environ) -> None:
    """Log what this process does from here on; whoever logs already, in a server of their own, goes on doing so.

    ACCOUNTABILIBUDDY_LOG chooses the kind; raises CannotStart for one we do not have.
    """
    kind = environment.get("ACCOUNTABILIBUDDY_LOG", "") or ("text" if sys.stderr.isatty() else "json")
    if kind not in KINDS:
        raise CannotStart(f"ACCOUNTABILIBUDDY_LOG is one of: {', '.join(KINDS)}.")
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(as_json=kind == "json"))
    handler.addFilter(shown)
    logging.basicConfig(handlers=[handler], level=logging.INFO)


class Lines(logging.Formatter):
    """One line: when, how bad, who says what, the facts that belong to it, and the error behind it."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        facts = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _said(record),
            **getattr(record, "facts", {}),
            **({"error": _kinds(error), "frames": _frames(error)} if error else {}),
        }
        if self.as_json:
            return _as_json(facts)
        first = " ".join(str(facts.pop(name)) for name in ("at", "level", "from", "event"))
        line = " ".join([first, *(f"{name}={value}" for name, value in facts.items())])
        return "".join(sign if sign.isprintable() else " " for sign in line)


def shown(record: logging.LogRecord) -> bool:
    """All of ours, and of libraries what is worth a warning."""
    return _ours(record) or record.levelno >= logging.WARNING


def _ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _said(record: logging.LogRecord) -> str:
    """Our own messages hold no personal text. Of a library's only the fixed part is known to hold none."""
    if _ours(record):
        return record.getMessage()
    return str(record.msg) if record.args else f"a word from {record.module}, line {record.lineno}"


def _kinds(error: BaseException) -> list[str]:
    """The type of the error, and of those that led to it."""
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < MOST_FRAMES:
        kinds.append(f"{type(seen).__module__}.{type(seen).__qualname__}".removeprefix("builtins."))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return kinds


def _frames(error: BaseException) -> list[str]:
    """Where it happened, the innermost last."""
    places = [(frame.f_code, line) for frame, line in walk_tb(error.__traceback__)]
    return [f"{_short(code.co_filename)}:{line} {code.co_name}" for code, line in places[-MOST_FRAMES:]]


def _short(filename: str) -> str:
    for part in ("site-packages/", f"{ROOT}/"):
        if part in filename:
            return filename.rpartition(part)[2]
    return Path(filename).name
