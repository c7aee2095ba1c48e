"""The site of the cast's school, and visitors who use it as a browser without JavaScript would."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

import web
from bootstrap import Settings
from projections.progress.goals import GoalCard, goals
from projections.progress.outreach import stories
from store.attempts import attempt
from tests.cast import ADA, Clock, Player, School
from tests.places import Places
from tests.web.forms_on import FormOnPage, forms_on, words_on
from web import passwords

# What differs between two answers to the same question: tokens against forgery, and ids of commands not yet given.
_FRESH = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=name="command_id" value=")[^"]+')


class Visitor:
    """Somebody at the site: `see(path)`, `submit(path, **typed)`; signed in or not."""

    def __init__(self, app: Flask, school: School, who: Player | None) -> None:
        self.app, self.school, self.who = app, school, who
        self.browser = app.test_client()
        if who is not None:
            self.browser.set_cookie("session", session_of(school, who))

    def get(self, path: str, **how: Any) -> TestResponse:
        return self.browser.get(path, **how)

    def see(self, path: str) -> str:
        """The words of a page that must be there (200)."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{answer.status} at {path}"
        return words_on(answer.text)

    def form(self, page: str | TestResponse, action: str = "") -> FormOnPage:
        """The form with that action on a page (or at its path); without an action the first one in the page itself."""
        answer = self.get(page) if isinstance(page, str) else page
        found = [form for form in forms_on(answer.text) if form.method == "post"]
        if action:
            found = [form for form in found if form.action.split("?")[0] == action]
        else:
            found = [form for form in found if not form.action.endswith("/sign-out")]
        assert found, f"no form to {action or 'fill in'} in: {words_on(answer.text)[:300]}"
        return found[0]

    def submit(self, page: str | TestResponse, action: str = "", **typed: Any) -> TestResponse:
        """Open the page, type into its form, send it. None leaves a field out; a list sends a name several times.

        Tokens and the command's id come from the page, as a browser sends them. The answer is not followed.
        """
        form = self.form(page, action)
        here = page if isinstance(page, str) else page.request.path
        return self.send(form.action or here, form.filled(typed))

    def send(self, path: str, fields: dict[str, Any]) -> TestResponse:
        """Just these fields, for a second click or for what no page of ours would send."""
        return self.browser.post(path, data=fields, buffered=True)

    def token(self) -> str:
        """A token against forgery, for fields sent without opening their page."""
        return self.form("/sign-in", "/sign-in").fields["csrf_token"][0]


def session_of(school: School, who: Player) -> str:
    """A session as it is after signing in just now: staff show a second factor, students none."""
    shown = school.clock() if who.role == "staff" else None
    return school.services.access.start_session(who.id, school.clock(), second_factor_at=shown)


def plain(answer: TestResponse) -> str:
    """An answer without what differs each time: two of these are equal if nothing can be told from the difference."""
    return fresh_left_out(answer.text)


def fresh_left_out(text: str) -> str:
    return _FRESH.sub("", text)


def words(answer: TestResponse) -> str:
    """What a reader sees of an answer."""
    return words_on(answer.text)


def events_of(school: School, thing_id: UUID) -> list[str]:
    """The names of the events that were recorded of one thing, in order: `["Set", "Rescheduled"]`."""
    return [type(told).__name__ for told in school.use_cases.events.get(thing_id)]


def promised(school: School, who: Player = ADA) -> list[GoalCard]:
    """The goals of one of the cast, as they stand now."""
    return goals(school.views, who.id, stories(school.views, who.id), school.clock())


def after(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, meanwhile: Callable[[], Any]) -> None:
    """That happens once, when what is called there is done."""
    plain, left = getattr(place, name), [meanwhile]

    def slow(*args: Any, **how: Any) -> Any:
        found = plain(*args, **how)
        while left:
            left.pop()()
        return found

    monkeypatch.setattr(place, name, slow)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def site(places: Places, settled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app, made once: making it and compiling its templates takes longer than most tests."""
    school = School(places.copy(settled, tmp_path_factory.mktemp("site") / "school"), Clock())
    site = web.create_app(school.services)
    school.close()
    # What a person would see of an error is what is tested.
    site.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    return site


@pytest.fixture
def app(site: Flask, school: School) -> Flask:
    """The site of this test's school: every school of the cast has the same secrets, so only the services change."""
    site.extensions["services"] = school.services
    return site


@pytest.fixture
def client(app: Flask, school: School) -> Callable[..., Visitor]:
    """`client(ADA)`: a visitor signed in as one of the cast; `client()`: nobody in particular."""

    def visit(who: Player | None = None) -> Visitor:
        return Visitor(app, school, who)

    return visit


@pytest.fixture
def statements(school: School) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count what a page asks of views and vault: `with statements() as asked: …; assert len(asked) <= 15`."""
    return lambda: counting(school)


def nothing_tried(school: School) -> None:
    """Whatever was tried so far counts no more, for a school that many tests share."""
    with school.services.vault.database.write() as connection:
        connection.execute(attempt.delete())


@contextmanager
def counting(school: School) -> Iterator[list[str]]:
    """Every statement that views and vault of a school are given meanwhile."""
    engines, asked = [school.views.database.engine, school.services.vault.database.engine], list[str]()

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
