"""How often somebody may try what is worth guessing at, or have us send; counted in the vault, for all processes."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, Response, after_this_request, g, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from domain.same_person import address as comparable_address
from store.database import FAULTS
from web.session import services

View = Callable[..., ResponseReturnValue]


class Counted(Storage):
    """What the library counts with: the school that the app of this request serves."""

    STORAGE_SCHEME = ["vault"]  # noqa: RUF012 - as the library declares it

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return FAULTS

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return services().attempts.count(key, timedelta(seconds=expiry), services().now(), amount)

    def get(self, key: str) -> int:
        return services().attempts.so_far(key, services().now())[0]

    def get_expiry(self, key: str) -> float:
        return services().attempts.so_far(key, services().now())[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        raise NotImplementedError

    def clear(self, key: str) -> None:
        services().attempts.forget(key)


def place() -> str:
    """Where a request comes from. Whoever has one address of IPv6 has 2^64 of them."""
    here = get_remote_address()
    try:
        one = ip_address(here)
    except ValueError:
        return _mark(here)
    return _mark(here if one.version == 4 else str(ip_network((one, 64), strict=False)))


def address_from_here() -> str:
    """Guesses at one account from one place; from elsewhere its owner still gets in."""
    return _mark(f"{place()} {_typed()}")


def address_typed() -> str:
    """Letters of one kind to one address, wherever they are asked for and whether anybody has it."""
    return _mark(_typed())


def asker() -> str:
    """A member, wherever they are; before somebody is known, the place."""
    return str(g.me.member_id) if g.get("me") else place()


def everybody() -> str:
    """The whole school."""
    return "everybody"


def again_in() -> int:
    """Seconds until what was refused just now as too often may be tried again; 0 if nothing was."""
    hit = limits.current_limit
    # The library adds a second, to be sure.
    return max(1, hit.reset_at - 1 - int(services().now().timestamp())) if hit and hit.breached else 0


limits = Limiter(place, storage_uri="vault://", headers_enabled=False)


def register(app: Flask) -> None:
    """Each limit stands at its view, which asks for itself; nothing is looked up before every other request."""
    limits.init_app(app)
    app.before_request_funcs[None].remove(limits._check_request_limit)


def refusals_only(view: View) -> View:
    """Stands above the limits of what can be guessed at: only what was refused counts against them in the end.

    A whole class signs in from one address at nine o'clock, and who gets in costs nobody anything. Each try is counted
    before it is looked at, so that no more get through at once than one after the other, and given back afterwards.
    """

    @wraps(view)
    def tried(**parts: Any) -> ResponseReturnValue:
        after_this_request(_given_back)
        return view(**parts)

    return tried


def mailing(view: View) -> View:
    """For what has a letter sent, of this kind to one address, of any kind from one place: they are a flood, too.

    What strangers ask for is not counted for the whole school, or a few of them could keep everybody from a letter.
    """
    to_one = limits.limit("3 per 15 minutes", key_func=address_typed, exempt_when=lambda: not _typed())
    from_one = limits.shared_limit("100 per 15 minutes", "mail", key_func=place)
    return to_one(from_one(view))


def inviting(view: View) -> View:
    """For what lets somebody new in: by one of the staff, and by all."""
    by_one = limits.shared_limit("300 per hour", "invitations", key_func=asker)
    by_all = limits.shared_limit("2000 per hour", "invitations", key_func=everybody)
    return by_one(by_all(view))


def count_invited(people: int) -> None:
    """Of so many let in at once, by a list, each counts; raises RateLimitExceeded before anybody is."""
    g.invited_at_once = people
    _invited_at_once()


@limits.shared_limit("2000 per hour", "invitations", key_func=everybody, cost=lambda: g.invited_at_once)
def _invited_at_once() -> None:
    """What the library counts is a call."""


def _given_back(answer: Response) -> Response:
    if answer.status_code not in (410, 422):
        for hit in limits.current_limits:
            # They are in, and perhaps by a link that works once: one try too many in the count turns nobody back.
            with suppress(*FAULTS):
                services().attempts.take_back(hit.key, services().now())
    return answer


def _typed() -> str:
    typed = request.form.get("address", "")
    return comparable_address(typed) or typed.strip().casefold()[:254]


def _mark(text: str) -> str:
    """The library writes into the log who was stopped; nobody can tell that from a mark."""
    return services().vault.mark(f"limit {text}")
