"""The web application for a WSGI server: `scripts.wsgi:app`, a factory; the environment names the school."""

import os
import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bootstrap import Services
from scripts import guards, logs, processor
from scripts.school import DATA, open_school, settings_for
from scripts.troubles import CannotStart, in_words
from web import create_app


def app() -> Flask:
    """A school that was migrated, ready to be served by threads; any other ends the process with one sentence."""
    logs.begin()
    services = _services()
    application = create_app(services)
    if services.settings.url.startswith("https://"):
        # Then there is a proxy in front, and who may try a password how often is counted by whom it speaks for.
        application.wsgi_app = ProxyFix(application.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign]
    return application


def _services() -> Services:
    try:
        settings = settings_for(os.environ.get("ACCOUNTABILIBUDDY_DATABASE") or DATA)
        guards.provider_can_be_asked(settings)
        _choose_processors()
        return open_school(settings)
    except Exception as error:
        trouble = in_words(error)
        print(f"Error: {trouble.format_message()}", file=sys.stderr)
        raise SystemExit(trouble.exit_code) from error


def _choose_processors() -> None:
    chosen = os.environ.get("ACCOUNTABILIBUDDY_PROCESSORS") or "one"
    if chosen not in ("one", "all"):
        raise CannotStart("ACCOUNTABILIBUDDY_PROCESSORS is one of: one, all.")
    if chosen == "one":
        processor.keep_to_one()
