"""Passwords: argon2id hashes, and what makes one too weak."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web import processor

LEAST, MOST = 10, 200

# OWASP's minimum for argon2id (19 MiB, two passes, one lane). Tests hand in a cheap one.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Of zxcvbn's scale from 0 to 4: ten thousand million guesses, "safely unguessable".
UNGUESSABLE = 3
# It tries every letter that a sign may stand for: ever more work, so that it is asked about so many characters at most.
WEIGHED = 16
# What is common here alone, or in no list of English words, is worth nothing.
OURS = ("accountabilibuddy", "passwort", "willkommen")


def hashed(password: str) -> str:
    with processor.anywhere():
        return hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether it is the right one; costs the same when there is none to compare with."""
    try:
        with processor.anywhere():
            hasher.verify(stored or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str) -> str:
    """Why a password will not do, as a sentence; "" when it will (OWASP ASVS 5.0, 6.2.1 to 6.2.12)."""
    if len(password) < LEAST:
        return f"Please use at least {LEAST} characters. Three or four random words work well."
    if len(password) > MOST:
        return f"Please use at most {MOST} characters."
    rest = password.casefold()
    for word in OURS:
        rest = rest.replace(word, "")
    once = rest[: (rest + rest).find(rest, 1)]  # of one that is said over and over
    if not any(map(_stands, {once[:WEIGHED], once[-WEIGHED:]})):
        return "That one is too easy to guess. Three or four random words work well."
    return ""


def _stands(part: str) -> bool:
    from zxcvbn import zxcvbn  # its lists of words take 15 MB, and most days nobody chooses a password

    return bool(part) and zxcvbn(part)["score"] >= UNGUESSABLE


_NOBODYS = hasher.hash("nobody has this password")
