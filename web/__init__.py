"""The door for people: pages and a JSON API over the same use cases; `create_app` is what a server runs."""

import importlib.resources
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from flask_wtf.csrf import CSRFProtect

from projections.services import Services
from web import api, figures, guard, limits, operations, pages, refusals, security, session, words
from web.incoming import MOST_TYPED, RequestInMemory

MOST_BYTES = 6 * 1024 * 1024  # an import's file and its form; every other form is far smaller

csrf = CSRFProtect()


class Site(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view is a coroutine: looking whether one is, a dozen times a request, takes longer than some of them."""
        return func


def create_app(services: Services) -> Flask:
    """The whole site for one school. Nothing is read from the environment and no schema is touched."""
    app = Site(__name__)
    app.request_class = RequestInMemory
    app.debug = False  # whatever the environment says
    https = services.settings.url.startswith("https://")
    app.config.update(
        SECRET_KEY=services.vault.secret("cookies"),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_TYPED,
        SESSION_COOKIE_NAME=("__Host-" if https else "") + "form",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=https,
    )
    app.extensions["services"] = services
    # No redirect is made from what a request says of itself: //goals is simply not there.
    app.url_map.merge_slashes = False
    limits.register(app)
    figures.register(app)  # first of what looks at a request, so that all of it is timed
    _serve_libraries(app)
    words.register(app)
    security.register(app)
    session.register(app, https=https)
    csrf.init_app(app)  # after the session, so that a refused form is answered to somebody we know
    refusals.register(app)
    pages.register(app)
    app.register_blueprint(operations.pages)
    # Mail programs unsubscribe by themselves (RFC 8058): the address they post to is signed instead.
    csrf.exempt(pages.sign_in.unsubscribe)
    api.register(app, csrf)
    guard.register(app)
    _read_parts(app)
    return app


def _read_parts(app: Flask) -> None:
    """The pieces that all pages are made of are there for each: an import in a template costs time at every look."""
    pages = app.jinja_env
    pages.globals |= {name: pages.get_template(f"parts/{name}.html").module for name in ("forms", "people")}


def _serve_libraries(app: Flask) -> None:
    """Bootstrap's and htmx's files come from their installed packages: nothing of theirs is copied here."""
    shelves = {
        "bootstrap.min.css": _folder("flask_bootstrap", "static/bootstrap5/css"),
        "htmx-2.min.js": _folder("django_htmx", "static/django_htmx"),
    }

    @app.get("/library/<path:name>")
    def library(name: str) -> Response:
        return send_from_directory(shelves.get(name, Path(app.root_path) / "nowhere"), name)


def _folder(package: str, path: str) -> Path:
    return Path(str(importlib.resources.files(package) / path))
