"""Plants what the vault keeps of somebody: ways in, letters, files on their way; scripts.leakscan looks for it."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from pyotp import TOTP
from sqlalchemy import Table, func, select

from projections.services import Services
from scripts.planting import Planter
from store.addresses import claimed_address
from store.keys import METADATA
from web.devices import device
from web.passwords import hashed

ISSUER, ANOTHER = "https://accounts.example.org", "https://id.example.org"
HOUR = timedelta(hours=1)


def ways_in(planter: Planter, who: UUID) -> None:
    """Every one there is, under words of theirs where they choose some; what the school makes up goes to `made`."""
    services, now = planter.services, planter.services.now()
    access, factors, identities = services.access, services.second_factors, services.provider_identities
    access.set_password(who, hashed(planter.word()))
    secret = factors.offer(who, planter.word())
    codes = factors.turn_on(who, secret, TOTP(secret).at(now), now)
    assert codes is not None
    identities.bind(ISSUER, planter.word(), who, now)
    identities.bind(ANOTHER, f"{planter.word()}@example.org", who, now)
    identities.release(ANOTHER, who, now)
    planter.made += [
        secret,
        *codes,
        access.make_api_token(who, planter.word(), now),
        access.make_link("reset", member_id=who, expires_at=now + HOUR),
        access.let_half_in(who, now),
        access.start_session(who, now, device=device(f"Mozilla/5.0 (X11; Linux) {planter.word()} Firefox/144.0")),
        services.uploads.of("contacts").keep(who, f"Name,Email\n{planter.word()},".encode(), now),
    ]


def letters(planter: Planter, who: UUID) -> None:
    """Asked for, to the address that was typed, to one that is wanted, and to whoever is invited."""
    services, now = planter.services, planter.services.now()
    typed, wanted = (f"{planter.word()}@example.org" for _ in range(2))
    services.attempts.count(f"letter to {typed}", HOUR, now)
    services.wanted_addresses.want(who, wanted, now)
    services.outbox.put("sign_in", now, address=typed)
    services.outbox.put("new_address", now, member_id=who, address=wanted)
    services.outbox.put("invitation", now, member_id=who)


def empty_tables(services: Services, people: list[UUID]) -> list[str]:
    """Tables of the vault that know members, and in which nothing was planted for each of these."""
    return [table.name for table, known in _known(services, people).items() if known < len(people)]


def rows_left(services: Services, people: list[UUID]) -> int:
    """Rows of members who were erased, but for the mark that keeps their address from coming back."""
    known = _known(services, people)
    return known.total() - known[claimed_address]


def _known(services: Services, people: list[UUID]) -> Counter[Table]:
    """How many of these members each table knows."""
    names, tables = [str(who) for who in people], [t for t in METADATA.sorted_tables if "member_id" in t.c]
    with services.vault.database.read() as connection:
        return Counter(
            {
                table: connection.execute(
                    select(func.count(table.c.member_id.distinct())).where(table.c.member_id.in_(names))
                ).scalar()
                or 0
                for table in tables
            }
        )
