"""The specifications leave nothing out: every use case is said, every event follows, every refusal is met."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
from eventsourcing.application import Application

import domain
from domain.accountability import Accountability
from domain.refusal import Refusal
from store.names import EVENTS

HERE = Path(__file__).parent
for module in pkgutil.walk_packages(domain.__path__, "domain."):
    importlib.import_module(module.name)
CALLS = [
    node
    for file in HERE.glob("*.py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call)
]
VERBS = sorted(
    name
    for name in dir(Accountability)
    if not name.startswith("_") and not hasattr(Application, name) and callable(getattr(Accountability, name))
)
# Not use cases: what the import and an erasure ask before.
QUESTIONS = {"contact_id", "marks", "marks_of_contact", "sought"}


def first_words(*callers: str) -> set[str]:
    """The first argument of every call of these names, as it is written."""
    return {
        ast.unparse(call.args[0]).strip("'")
        for call in CALLS
        if call.args and ast.unparse(call.func).rpartition(".")[2] in callers
    }


def every(kind: type[Refusal]) -> set[type[Refusal]]:
    return {
        found for sub in kind.__subclasses__() if sub.__module__.startswith("domain.") for found in {sub, *every(sub)}
    }


@pytest.mark.parametrize("refusal", sorted(r.__name__ for r in every(Refusal)))
def test_every_refusal_is_met(refusal):
    assert refusal in first_words("then_refused", "raises")


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_follows_from_something(name):
    assert name in first_words("event")


@pytest.mark.parametrize("verb", [v for v in VERBS if v not in QUESTIONS])
def test_every_use_case_is_said(verb):
    said = {call.func.attr for call in CALLS if isinstance(call.func, ast.Attribute)}
    assert verb in said
