"""What the tests of OWASP ASVS stand on: the site and the visitors of tests/web, the stage of tests/authorization."""

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

import web
from scripts.logs import Lines, shown
from tests.authorization.conftest import stage
from tests.cast import ADA, DORA, School
from tests.web.conftest import Visitor, app, cheap_passwords, client, site, statements
from web.passwords import hashed

__all__ = ["app", "cheap_passwords", "client", "site", "stage", "statements"]  # pytest finds the fixtures here

Client = Callable[..., Visitor]
PASSWORD = "three quiet herons"
SIGN_IN = "/sign-in"


@pytest.fixture
def with_passwords(school: School) -> None:
    for who in (ADA, DORA):
        school.services.access.set_password(who.id, hashed(PASSWORD))


@pytest.fixture
def https(school: School) -> Flask:
    """The site as a school serves it to people, by https."""
    settings = replace(school.services.settings, url="https://buddy.example.org")
    app = web.create_app(replace(school.services, settings=settings))
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    return app


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a process of the school says on standard error."""
    said, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(said), root.level
    handler.setFormatter(Lines(as_json=True))
    handler.addFilter(shown)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield said
    root.removeHandler(handler)
    root.setLevel(before)


def is_in(visitor: Visitor) -> bool:
    return visitor.get("/settings").status_code == 200


def cookie_of(visitor: Visitor, name: str = "session") -> str:
    cookie = visitor.browser.get_cookie(name)
    assert cookie is not None
    return cookie.value
