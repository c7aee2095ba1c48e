"""The web application for a WSGI server: `scripts.wsgi:app`, a factory; the environment names the school."""

from flask import Flask

from bootstrap import Settings, open_services
from web import create_app


def app() -> Flask:
    """A school that was migrated, ready to be served by threads."""
    return create_app(open_services(Settings.from_environment()))
