"""Avatars and chips: a person, and a word with a shape."""

from functools import lru_cache

from markupsafe import Markup, escape

from domain.personal import Personal
from web.drawn.markup import drawn

# Ties: mentor alum fellow weak dormant cold. States: done next later now late quiet buddy.
SHAPES = {
    "done": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Z",
    "next": "M6 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z",
    "later": "M2 6h.01M6 6h.01M10 6h.01",
    "now": "M6 1.5a4.5 4.5 0 1 0 0 9ZM6 1.5a4.5 4.5 0 0 1 0 9",
    "late": "M6 1 11 6 6 11 1 6Z",
    "quiet": "M2 6h8",
    "buddy": "M6 10C2.5 7.5 1.5 6 1.5 4.3A2.3 2.3 0 0 1 6 3.5 2.3 2.3 0 0 1 10.5 4.3C10.5 6 9.5 7.5 6 10Z",
    "mentor": "M6 1 7.5 4.5 11 5 8.5 7.5 9 11 6 9.2 3 11 3.5 7.5 1 5 4.5 4.5Z",
    "alum": "M1 4.5 6 2l5 2.5L6 7ZM3 6v3c2 1.3 4 1.3 6 0V6",
    "fellow": "M4 2.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM8.5 5.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z",
    "weak": "M1 7c2-4 3.5-4 5-1s3 3 5-1",
    "dormant": "M9.5 7.5A4.5 4.5 0 1 1 5 2a3.7 3.7 0 0 0 4.5 5.5Z",
    "cold": "M6 1v10M1.7 3.5l8.6 5M10.3 3.5l-8.6 5",
}
FILLED = ("done", "late", "buddy", "mentor")
TINTS = 6


def avatar(name: Personal | str, size: str = "") -> Markup:
    """Initials on one of six tints, chosen from the name so that a person looks the same everywhere."""
    text, gone = str(name), isinstance(name, Personal) and name.erased
    tint = sum("abcdefghijklmnopqrstuvwxyz".find(letter) + 2 for letter in text.lower()) % TINTS
    parts = text.split()
    first, last = (parts[0][0].upper(), parts[-1][0].upper() if len(parts) > 1 else "") if parts else ("–", "")
    sized = f" avatar-{size}" if size else ""
    return drawn(
        f'<span class="avatar av-{tint}{sized}{" avatar-gone" if gone else ""}" aria-hidden="true">'
        f"{'–' if gone else escape(first + last)}</span>"
    )


def chip(text: object, kind: str = "later") -> Markup:
    """A word with a shape, which says the same without colour; `kind` is one of SHAPES."""
    return drawn(f"{_shape(kind)}{escape(text)}</span>")


@lru_cache(maxsize=128)
def _shape(kind: str) -> str:
    filled = " chip-filled" if kind in FILLED else ""
    return (
        f'<span class="chip chip-{escape(kind)}"><svg class="chip-shape{filled}" viewBox="0 0 12 12" '
        f'aria-hidden="true" focusable="false"><path d="{SHAPES.get(kind, SHAPES["later"])}"/></svg>'
    )
