"""Pages about staff."""

from flask import Blueprint

pages = Blueprint("staff", __name__)
