"""Pages of buddies: seeing how it goes for both, asking and answering, checking in, cheering, pausing and ending."""

from flask import Blueprint

from web.pages.buddy import asking, stories, together

pages = Blueprint("buddy", __name__)

pages.get("/buddy")(together.show)
pages.post("/buddy/proposals")(asking.propose)
pages.post("/buddy/proposals/withdrawal")(asking.withdraw_by_address)
pages.post("/buddy/<uuid:partnership_id>/acceptance")(asking.accept)
pages.post("/buddy/<uuid:partnership_id>/refusal")(asking.decline)
pages.post("/buddy/<uuid:partnership_id>/withdrawal")(asking.withdraw)
pages.post("/buddy/<uuid:partnership_id>/pause")(together.pause)
pages.post("/buddy/<uuid:partnership_id>/resumption")(together.resume)
pages.post("/buddy/<uuid:partnership_id>/end")(together.end)
pages.get("/buddy/<uuid:partnership_id>/stories/<uuid:outreach_id>")(stories.story)
pages.post("/buddy/<uuid:partnership_id>/cheers")(together.cheer)
pages.get("/buddy/<uuid:partnership_id>/check-in")(together.ask_check_in)
pages.post("/buddy/<uuid:partnership_id>/check-in")(together.check_in)
