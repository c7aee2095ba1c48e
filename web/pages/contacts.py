"""Pages about contacts."""

from flask import Blueprint

pages = Blueprint("contacts", __name__)
