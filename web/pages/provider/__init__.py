"""The school's own sign-in provider: coming in by it, and connecting it with an account that one is in already."""

from typing import Any

from flask import Blueprint

from web.limits import limits, refusals_only
from web.pages.provider import coming_in, connecting
from web.pages.provider.visit import name

pages = Blueprint("provider", __name__)

pages.get("/sign-in/provider")(coming_in.begin)
pages.get("/sign-in/provider/back")(refusals_only(limits.limit("100 per 15 minutes")(coming_in.back)))
pages.get("/settings/provider")(connecting.connection)
pages.post("/settings/provider/end")(connecting.disconnect)


@pages.app_context_processor
def _named() -> dict[str, Any]:
    return {"provider_name": name()}
