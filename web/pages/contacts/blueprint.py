"""The pages about contacts are one blueprint over several files; each of them adds its routes here."""

from flask import Blueprint

pages = Blueprint("contacts", __name__)
