"""Pages about settings."""

from flask import Blueprint

pages = Blueprint("settings", __name__)
