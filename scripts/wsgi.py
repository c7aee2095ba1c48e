"""The web application for a WSGI server: `scripts.wsgi:app`, a factory; the environment names the school."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bootstrap import Settings, open_services
from scripts import logs
from web import create_app


def app() -> Flask:
    """A school that was migrated, ready to be served by threads."""
    logs.begin()
    settings = Settings.from_environment()
    application = create_app(open_services(settings))
    if settings.url.startswith("https://"):
        # Then there is a proxy in front, and who may try a password how often is counted by whom it speaks for.
        application.wsgi_app = ProxyFix(application.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign]
    return application
