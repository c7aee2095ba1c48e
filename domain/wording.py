"""What text from outside may look like before it becomes part of a fact: length, and no invisible characters."""

import unicodedata

from domain.refusal import Unusable

LINE = 200
ADDRESS = 254
LINK = 500
PARAGRAPH = 4_000

# Format characters that scripts and emoji need (joiners); the others can reorder or hide text.
_NEEDED = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co"}


def line(text: str, field: str, *, required: bool = True, most: int = LINE) -> str:
    """One line of text, trimmed; raises Unusable (why: missing, too_long, control_characters)."""
    return _usable(" ".join(text.split()), field, required=required, most=most)


def paragraph(text: str, field: str, *, required: bool = False, most: int = PARAGRAPH) -> str:
    """Text with line breaks, trimmed; raises Unusable as `line` does."""
    return _usable(text.replace("\r\n", "\n").replace("\r", "\n").strip(), field, required=required, most=most)


def has_hidden_characters(text: str) -> bool:
    """Control characters (but tab and line feed), what is no text, and marks that reorder or hide it."""
    # Nothing printable is hidden, and nearly all text is printable: that is asked in one go.
    return not text.isprintable() and any(_hidden(c) for c in text)


def _usable(text: str, field: str, *, required: bool, most: int) -> str:
    if has_hidden_characters(text):
        raise Unusable(field=field, why="control_characters")
    if not text.strip(_NEEDED):
        text = ""  # joiners alone are nothing to see
    if required and not text:
        raise Unusable(field=field, why="missing")
    if len(text) > most:
        raise Unusable(field=field, why="too_long", most=most)
    return unicodedata.normalize("NFC", text)


def _hidden(character: str) -> bool:
    if character in "\n\t" or character in _NEEDED:
        return False
    # What this Python has no name for yet may be a new emoji; what can never have one is no text.
    category = unicodedata.category(character)
    return category in _HIDDEN or (category == "Cn" and _can_never_be_text(ord(character)))


def _can_never_be_text(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
