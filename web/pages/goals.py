"""Pages about goals."""

from flask import Blueprint

pages = Blueprint("goals", __name__)
