"""Pages about buddy."""

from flask import Blueprint

pages = Blueprint("buddy", __name__)
