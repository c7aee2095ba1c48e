"""Pages about outreach."""

from flask import Blueprint

pages = Blueprint("outreach", __name__)
