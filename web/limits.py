"""How often somebody may try what is worth guessing at; only what was refused is counted, in this process."""

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limits = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)


def was_refused(answer: Response) -> bool:
    """A whole class signs in from one address at nine o'clock: who gets in costs nobody anything."""
    return answer.status_code in (410, 422)


def address_from_here() -> str:
    """Guesses at one account from one place; from elsewhere its owner still gets in."""
    return f"{get_remote_address()} {request.form.get('address', '').strip().casefold()[:254]}"
