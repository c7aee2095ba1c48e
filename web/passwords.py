"""Passwords: argon2id hashes, and what makes one too weak."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 10, 200

# OWASP's minimum for argon2id (19 MiB, two passes, one lane). Tests hand in a cheap one.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

_COMMON = ("password", "passwort", "12345", "qwerty", "letmein", "iloveyou", "accountabilibuddy", "welcome", "abc123")


def hashed(password: str) -> str:
    return hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether it is the right one; costs the same when there is none to compare with."""
    try:
        hasher.verify(stored or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str) -> str:
    """Why a password will not do, as a sentence; "" when it will."""
    if len(password) < LEAST:
        return f"Please use at least {LEAST} characters. Three or four random words work well."
    if len(password) > MOST:
        return f"Please use at most {MOST} characters."
    plain = password.casefold()
    if len(set(plain)) < 4 or any(plain.replace(word, "").strip("0123456789!?.-_ ") == "" for word in _COMMON):
        return "That one is too easy to guess. Three or four random words work well."
    return ""


_NOBODYS = hasher.hash("nobody has this password")
