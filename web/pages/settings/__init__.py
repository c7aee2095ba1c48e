"""Settings: oneself, how one signs in and where one is signed in, tokens for programs, who looked at one's history."""

from flask import Blueprint

from web.limits import View, limits, refusals_only
from web.pages.settings import profile, second_factor, security, tokens

pages = Blueprint("settings", __name__)


def guessing(view: View) -> View:
    return refusals_only(limits.limit("30 per 15 minutes")(view))


pages.get("/settings")(profile.show)
pages.post("/settings")(profile.save)
pages.post("/settings/tokens")(tokens.make_token)
pages.post("/settings/tokens/<token_id>/revocation")(tokens.revoke_token)
pages.get("/settings/security")(security.security)
pages.post("/settings/password")(guessing(security.change_password))
pages.post("/settings/sessions/<session_id>/end")(security.end_session)
pages.post("/settings/sessions/end")(security.end_others)
pages.get("/settings/second-factor")(second_factor.second_factor)
pages.post("/settings/second-factor")(guessing(second_factor.turn_on))
pages.post("/settings/second-factor/end")(second_factor.turn_off)
pages.post("/settings/second-factor/codes")(second_factor.new_codes)
