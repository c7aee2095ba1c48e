"""What the terminal says once a school is being served: the address, what to do next, and where things land."""

from datetime import timedelta
from shlex import quote
from urllib.parse import urlsplit

from bootstrap import Services, Settings
from projections.people import anybody
from scripts.school import where

CODE_LASTS = timedelta(days=1)


def greeting(services: Services, accounts: str) -> str:
    """`accounts` is the table of who may sign in to a demo school, "" for a real one.

    While nobody is there this makes the code for the first staff account, and ends the one made before.
    """
    return "\n".join(
        [
            "",
            f"Accountabilibuddy is ready: {services.settings.url}",
            "",
            *_what_next(services, accounts),
            "",
            f"  Data   {where(services.settings)}",
            f"  Mails  {_where_mails_go(services.settings)}",
            "  Stop   Ctrl-C",
        ]
    )


def _what_next(services: Services, accounts: str) -> list[str]:
    if accounts:
        return ["This is the demo school. Open the address and sign in as any of these:", "", accounts]
    if anybody(services.views):
        return [
            "Open it and sign in. A new link for somebody who cannot:",
            f"  scripts/buddy invite --member EMAIL{_of_this_one(services.settings)}",
        ]
    expires = services.now() + CODE_LASTS
    code = services.access.make_link("first_staff", member_id=None, expires_at=expires)
    return [
        "Nobody is here yet. Open this address to create the first staff account (it works once, for a day;",
        "starting again makes a new one):",
        "",
        f"  {services.settings.url}/welcome/{code}",
    ]


def _of_this_one(settings: Settings) -> str:
    """What leads a command to this school; a server's address is in the environment, and may hold a password."""
    return "" if settings.database else f" --data {quote(str(settings.folder))}"


def _where_mails_go(settings: Settings) -> str:
    if not settings.smtp:
        return f"as files into {settings.letters} (set ACCOUNTABILIBUDDY_SMTP to send them)"
    # The setting may hold a password.
    server = urlsplit(settings.smtp if "://" in settings.smtp else f"smtp://{settings.smtp}")
    return f"through {server.hostname}"
