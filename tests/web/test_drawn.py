"""Drawings escape what people wrote, and addresses are the ones that Flask makes."""

from datetime import date
from uuid import uuid4

import flask
import pytest
from flask import Flask

from web.addresses import url_for
from web.beads import Bead
from web.drawn.burnup import burnup
from web.drawn.icons import icon
from web.drawn.people import avatar, chip
from web.drawn.thread import thread
from web.pictures import Move
from web.pictures import burnup as picture

SHARP, SAFE = '<b>"&', "&lt;b&gt;&#34;&amp;"
DAY = date(2025, 11, 3)


@pytest.mark.parametrize("size", ["full", "compact", "tiny"])
def test_a_thread_escapes_its_words(size: str) -> None:
    beads = [Bead("goal", SHARP, "done", SHARP, SHARP), Bead("contact", SHARP, "next", SHARP, SHARP)]
    drawing = thread(beads, size, SHARP)
    assert SAFE in drawing
    assert SHARP not in drawing


def test_a_burn_up_escapes_the_reasons_in_the_picture_and_below_it() -> None:
    moved = Move(DAY, DAY, date(2025, 12, 5), SHARP)
    drawing = burnup(picture(start=DAY, due=DAY, today=DAY, target=1, facts=[(DAY, 1)], moves=[moved]), SHARP)
    assert drawing.count(f": {SAFE}") == 2  # wide and narrow
    assert f"<q>{SAFE}</q>" in drawing
    assert SHARP not in drawing


def test_chips_and_avatars_escape_what_they_show() -> None:
    assert chip(SHARP, "nothing of the kind").endswith(f"{SAFE}</span>")
    assert ">&lt;</span>" in avatar("<")


def test_an_icon_has_its_own_stroke() -> None:
    assert icon("goals") != icon("inbox")
    assert 'class="icon big"' in icon("goals", "big")


@pytest.mark.parametrize("root", ["", "/buddies"])
def test_addresses_are_those_that_flask_makes(root: str) -> None:
    app = Flask(__name__)
    app.add_url_rule("/goals/<uuid:goal_id>", "goals.show")
    for _ in range(2):
        one, other = uuid4(), uuid4()
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            for values in ({"goal_id": one}, {"goal_id": one, "contact": other}, {"goal_id": one, "do": "log & {}"}):
                assert url_for("goals.show", **values) == flask.url_for("goals.show", **values)
            assert url_for("static", filename="app.css") == f"{root}/static/app.css"
