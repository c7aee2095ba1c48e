"""By what a person is recognised again: links, addresses and names made comparable; the domain imports it."""

import re
import unicodedata
from urllib.parse import quote, unquote

from domain.wording import ADDRESS, LINK

# Every part excludes the sign that ends it, so matching takes one pass. No user name before the host (it can pose as
# one), no backslash (browsers read it as a slash); international hosts only in their xn-- form.
_URL = re.compile(
    r"https?://(?P<host>[a-z0-9_-]+(?:\.[a-z0-9_-]+)+)(?P<port>:\d{1,5})?"
    r"(?P<path>/[^\s\\?#]*)?(?P<query>\?[^\s\\#]*)?(?:#[^\s\\]*)?",
    re.ASCII | re.IGNORECASE,
)
_MEMBER = re.compile(r"/in/([^/]+)", re.IGNORECASE)
# Narrower than the standard allows: nothing that a mail header or a `mailto:` link would read as its own.
_ADDRESS = re.compile(r"[^\s@,;:<>\"()\[\]\\?%&`]+@(?:[^\s@.,;:<>\"()\[\]\\?%&`/=]+\.)+[^\s@.,;:<>\"()\[\]\\?%&`/=]+")


def is_address(text: str) -> bool:
    """Whether mail can be sent there: one `name@host.domain`, at most 254 characters."""
    return len(text) <= ADDRESS and text.isprintable() and _ADDRESS.fullmatch(text) is not None


def address(email: str) -> str:
    """The address trimmed, NFC and casefolded; '' if it is none or its name has no letter or digit.

    Exports hold placeholders such as `-@example.com` for several people: they can be written to, but tell nobody apart.
    Dots and +tags are kept: whether they matter is up to each mail host.
    """
    email = email.strip()
    named = is_address(email) and any(c.isalnum() for c in email.partition("@")[0])
    return _folded(email) if named else ""


def profile(url: str) -> str:
    """The page as one comparable `https://` link; '' unless it is an http(s) link of at most 500 characters.

    On LinkedIn all of these are one: http or https, any subdomain (country, www, mobile), letter case,
    percent-encoding, a trailing slash, what follows the member's name (language, query, fragment). Elsewhere only
    scheme, case of the host, default port, trailing slash and fragment are levelled, for the rest may matter.
    """
    url = url.strip()
    found = _URL.fullmatch(url) if len(url) <= LINK and url.isprintable() else None
    if found is None:
        return ""
    host, path = found["host"].lower(), found["path"] or ""
    on_linkedin = host == "linkedin.com" or host.endswith(".linkedin.com")
    if on_linkedin and (member := _MEMBER.match(path)):
        return f"https://www.linkedin.com/in/{_slug(member[1])}"
    port = "" if found["port"] in (":80", ":443") else found["port"] or ""
    return f"https://{'www.linkedin.com' if on_linkedin else host}{port}{path.rstrip('/')}{found['query'] or ''}"


def marks(*, name: str, company: str, url: str, email: str) -> tuple[str, ...]:
    """What to remember somebody by, strongest first, for another's `sought`. Personal: store blind indexes only."""
    page, mail, named = _traits(name=name, company=company, url=url, email=email)
    known = (
        (page, f"profile {page}"),
        (mail, _by_mail(mail, page != "")),
        (named, _by_name(named, page != "", mail != "")),
    )
    return tuple(mark for trait, mark in known if trait)


def sought(*, name: str, company: str, url: str, email: str) -> tuple[str, ...]:
    """The marks of which any one on somebody makes them this same person, strongest first.

    Profiles decide if both have one, else addresses if both have one, else name with company: people may share a
    mailbox or a name, so a weaker trait never joins two whom a stronger one tells apart.
    """
    page, mail, named = _traits(name=name, company=company, url=url, email=email)
    with_page = (False,) if page else (False, True)
    with_mail = (False,) if mail else (False, True)
    return (
        *([f"profile {page}"] if page else []),
        *([_by_mail(mail, theirs) for theirs in with_page] if mail else []),
        *([_by_name(named, p, m) for p in with_page for m in with_mail] if named else []),
    )


def _traits(*, name: str, company: str, url: str, email: str) -> tuple[str, str, str]:
    who = _folded(" ".join(name.split()))
    return profile(url), address(email), who and f"{who}\n{_folded(' '.join(company.split()))}"


def _by_mail(mail: str, has_page: bool) -> str:
    return f"address {'+' if has_page else '-'} {mail}"


def _by_name(named: str, has_page: bool, has_mail: bool) -> str:
    return f"name {'+' if has_page else '-'}{'+' if has_mail else '-'} {named}"


def _slug(text: str) -> str:
    try:
        plain = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text.lower()
    return quote(unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).lower()), safe="")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
