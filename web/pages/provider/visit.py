"""One way to the provider and back: what this browser keeps of it meanwhile, good once and not for long."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hmac import compare_digest

from flask import request, url_for
from flask import session as form_session

from domain.refusal import NotFound
from web.id_token import Vouched
from web.provider import NoWord, Provider, Visit, error_code
from web.session import services

# So long somebody may take to say there who they are.
ON_THE_WAY = timedelta(minutes=10)
UNNAMED = "your school account"


@dataclass(frozen=True, slots=True)
class Back:
    """Who came back, and what they set out for: a path of this site, or to connect a member's account."""

    whom: Vouched
    target: str
    connects: str


def name() -> str:
    """What the provider is called on pages; "" where there is none."""
    settings = services().settings
    return (settings.oidc_name or UNNAMED) if settings.oidc_issuer else ""


def the_provider() -> Provider:
    """Raises NotFound where there is none."""
    settings = services().settings
    if not settings.oidc_issuer:
        raise NotFound
    return provider_at(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)


@lru_cache(maxsize=8)
def provider_at(issuer: str, client_id: str, client_secret: str) -> Provider:
    """One for the process, since it remembers how the provider describes itself."""
    return Provider(issuer, client_id, client_secret)


def set_out(*, target: str = "/", connects: str = "") -> str:
    """The address to go to; what has to fit afterwards stays in the signed cookie of forms. Raises NoWord."""
    visit, now = Visit.fresh(), services().now()
    there = the_provider().way_there(visit, _home(), now, choose=bool(connects))
    form_session["visit"] = {**asdict(visit), "target": target, "connects": connects, "at": now.isoformat()}
    return there


def come_back() -> Back:
    """Ends the visit, whatever comes of it. Raises NoWord."""
    provider, now = the_provider(), services().now()
    kept: dict[str, str] | None = form_session.pop("visit", None)
    if kept is None or not compare_digest(kept["state"].encode(), request.args.get("state", "").encode()):
        raise NoWord("over", "another state" if kept else "none begun")
    # A browser, or whoever copied its cookie, can keep the visit: that it was used, we keep.
    if services().attempts.count(f"back from the provider {kept['state']}", ON_THE_WAY, now) > 1:
        raise NoWord("over", "used")
    if now - datetime.fromisoformat(kept["at"]) > ON_THE_WAY:
        raise NoWord("over", "too late")
    if request.args.get("iss", provider.issuer).rstrip("/") != provider.issuer:
        raise NoWord("untrue", "in another name")  # RFC 9207
    if "error" in request.args:
        raise NoWord("declined", error_code(request.args["error"]))
    visit = Visit(kept["state"], kept["nonce"], kept["verifier"])
    return Back(provider.whom(request.args.get("code", ""), visit, _home(), now), kept["target"], kept["connects"])


def _home() -> str:
    """The address that an operator enters at the provider."""
    return services().settings.url + url_for("provider.back")
