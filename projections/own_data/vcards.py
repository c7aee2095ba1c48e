"""Contacts as vCards, version 4.0 (RFC 6350), for any address book; those that libraries write are of version 3."""

from collections.abc import Iterator

from projections.tracker import ContactCard

LONGEST = 75  # octets of a line, without its end


def vcard(card: ContactCard) -> str:
    """One contact, lines folded and text escaped as the standard asks for; what is unknown is left out."""
    return "".join(f"{folded}\r\n" for line in _lines(card) for folded in _folded(line))


def _lines(card: ContactCard) -> Iterator[str]:
    name, role, company = str(card.name), str(card.role), str(card.company)
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{card.contact_id}", f"FN:{_text(name)}")
    if card.email:
        yield f"EMAIL:{_text(str(card.email))}"
    if company:
        yield f"ORG:{_text(company)}"
    if role:
        yield f"TITLE:{_text(role)}"
    if card.link:
        yield f"URL:{_uri(str(card.link))}"
    if card.how_known:
        yield f"NOTE:{_text(str(card.how_known))}"
    yield f"CATEGORIES:{card.tie}"
    yield f"REV:{card.added_at:%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _text(value: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value.replace("\x00", "")


def _uri(value: str) -> str:
    """An address is not escaped; what would end its line is left out."""
    return "".join(c for c in value if c.isprintable())


def _folded(line: str) -> Iterator[str]:
    """At most 75 octets a line, no letter cut in two; what goes on begins with a blank."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LONGEST:
            yield part
            part, octets = " ", 1
        part, octets = part + letter, octets + size
    yield part
