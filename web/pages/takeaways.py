"""Pages about takeaways."""

from flask import Blueprint

pages = Blueprint("takeaways", __name__)
