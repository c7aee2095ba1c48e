"""The school's own sign-in provider: where people are sent to say who they are, and how it is asked who that was.

OpenID Connect Core 1.0 by authorization code, with PKCE (RFC 7636) and the advice of RFC 9700.
"""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from projections.services import DISCOVERY
from store.hosts import may_be_asked
from web.fetching import NoAnswer, fetch
from web.id_token import Vouched, usable_keys, vouched

KEPT = timedelta(hours=1)
# One that answers slowly may not take all threads that serve pages; who comes then waits for so many seconds.
AT_ONCE, TURN = 4, 1.0


class NoWord(Exception):
    """It vouches for nobody. `why`: away, declined or untrue; `detail` is for the log and nobody's words."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True)
class Visit:
    """What makes one way to the provider and back a single one; whoever set out keeps it until they are back."""

    state: str
    nonce: str
    verifier: str

    @staticmethod
    def fresh() -> "Visit":
        return Visit(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48))


@dataclass(frozen=True, slots=True)
class Described:
    """How a provider describes itself, and the keys it signs with."""

    facts: dict[str, Any]
    keys: KeySet
    at: datetime


class Provider:
    """Every method raises NoWord. How it describes itself is asked anew after an hour, or when its keys changed."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self.issuer, self.client_id, self.client_secret = issuer, client_id, client_secret
        self.host = urlsplit(issuer).hostname or ""
        self._kept: Described | None = None
        self._turns = BoundedSemaphore(AT_ONCE)

    def way_there(self, visit: Visit, back: str, now: datetime, *, choose: bool = False) -> str:
        """The address to send somebody to, perhaps to `choose` who they are; from there they are sent on to `back`."""
        challenge = urlsafe_b64encode(sha256(visit.verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": "openid email",
            "state": visit.state,
            "nonce": visit.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **({"prompt": "select_account"} if choose else {}),
        }
        with self._in_turn():
            there = self._address("authorization_endpoint", now)
        return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"

    def whom(self, code: str, visit: Visit, back: str, now: datetime) -> Vouched:
        """Whom it vouches for by the code that somebody brought back."""
        with self._in_turn():
            return self._vouched(self._id_token(code, visit, back, now), visit.nonce, now)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=TURN):
            raise NoWord("away", "too many at once")
        try:
            yield
        except NoAnswer as error:
            raise NoWord("away", type(error.__cause__ or error).__name__) from error
        finally:
            self._turns.release()

    def _described(self, now: datetime, *, after: Described | None = None) -> Described:
        """What is kept, unless it is old or the one that did not do (`after`)."""
        kept = self._kept
        if kept is None or kept is after or now - kept.at > KEPT:
            facts = self._get(self.issuer + DISCOVERY)
            if str(facts.get("issuer")).rstrip("/") != self.issuer:
                raise NoWord("away", "it says it is another")
            kept = self._kept = Described(facts, usable_keys(self._get(str(facts.get("jwks_uri"))).get("keys")), now)
        return kept

    def _get(self, url: str) -> dict[str, Any]:
        status, found = fetch(url, known_host=self.host)
        if status != 200:
            raise NoWord("away", f"status {status}")
        return found

    def _address(self, name: str, now: datetime) -> str:
        address = str(self._described(now).facts.get(name))
        if not may_be_asked(address, self.host):
            raise NoWord("away", f"no {name}")
        return address

    def _id_token(self, code: str, visit: Visit, back: str, now: datetime) -> str:
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        who, headers = self._myself(self._described(now).facts)
        form = asked | {"code_verifier": visit.verifier} | who
        status, answer = fetch(self._address("token_endpoint", now), known_host=self.host, form=form, headers=headers)
        if status != 200:
            raise NoWord("declined" if status < 500 else "away", error_code(answer.get("error")))
        return str(answer.get("id_token"))

    def _myself(self, facts: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """How this site shows who it is (RFC 6749, 2.3.1): fields of the form, and headers.

        Rather in the form: in the header providers differ about secrets with signs in them.
        """
        ways = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if self.client_secret and "client_secret_post" not in ways:
            pair = f"{quote_plus(self.client_id)}:{quote_plus(self.client_secret)}"
            return {}, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        secret = {"client_secret": self.client_secret} if self.client_secret else {}
        return {"client_id": self.client_id} | secret, {}

    def _vouched(self, id_token: str, nonce: str, now: datetime) -> Vouched:
        described = self._described(now)
        try:
            try:
                return self._read(id_token, described, nonce, now)
            except InvalidKeyIdError:
                # Signed with a key that it did not have when we asked.
                return self._read(id_token, self._described(now, after=described), nonce, now)
        except (JoseError, ValueError, TypeError) as error:
            raise NoWord("untrue", type(error).__name__) from error

    def _read(self, id_token: str, described: Described, nonce: str, now: datetime) -> Vouched:
        issuer = described.facts["issuer"]
        return vouched(id_token, described.keys, issuer=issuer, client_id=self.client_id, nonce=nonce, now=now)


def error_code(said: object) -> str:
    """An error code of the protocol, such as access_denied; "" for anything that might say more."""
    plain = isinstance(said, str) and len(said) <= 40 and said.isascii() and said.replace("_", "").isalpha()
    return str(said) if plain else ""
