"""Which version of a thing a request means: `ETag` and `If-Match`, for the nouns of the API."""

from domain.refusal import Stale
from web.api.headers import header

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "pattern": "^[!-~]([ -~]*[!-~])?$"},
    "description": "The ETag under which it was read, or *.",
}
MAY_MATCH = IF_MATCH | {"required": False}
ETAG = {"ETag": {"schema": {"type": "string"}}}


def etag(version: int) -> dict[str, str]:
    """The header under which a thing is read."""
    return {"ETag": f'"{version}"'}


def expected() -> int | None:
    """The version that `If-Match` names; None for * and when it was not sent.

    Raises Stale for what we never gave, and Unusable as `header` does.
    """
    match = (header("If-Match") or "*").strip()
    if match == "*":
        return None
    # What follows the number tells apart what evidence has changed since.
    number = match.strip('"').partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Stale(version=0)
    return int(number)
