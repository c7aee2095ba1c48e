"""Looks for words of people in the raw bytes of a school, before and after they are erased; scripts/leakscan runs it.

Whoever erases is killed after each step in turn, and somebody else has to finish it.
"""

import json
import logging
import os
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select

import web
from bootstrap import Services, Settings, migrate, open_services
from domain.act import OPERATOR
from nudges.asked_for import send_asked_for
from nudges.channels import channel_for
from nudges.tick import tick
from projections.erasing import STEPS, carry_out
from projections.erasures import erasures_ahead, erasures_due
from projections.people import person
from scripts.logs import Lines
from scripts.mishaps.place import ENGINES, Place, a_place
from scripts.moving import KEY
from scripts.planting import CANARY, Planter, empty_fields
from scripts.planting_ways_in import empty_tables, letters, rows_left, ways_in
from scripts.school import ROOT
from store import backup
from store.keys import subject_key
from store.master_key import WrongKey, master_key
from store.rotation import retire, rotate

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
AFTERWARDS = NOON + timedelta(days=8)
WORD = re.compile(rf"(?i){CANARY}\d+".encode())
# All of them must be 0.
HARM = (
    *("empty_fields", "empty_tables", "before", "after", "rows_after", "letters_after"),
    *("half_done", "readable", "keys_in_files", "old_keys_open"),
)


@click.command()
@click.option("--engine", type=click.Choice(ENGINES), default="sqlite", show_default=True)
@click.option("--kills", type=click.IntRange(1, len(STEPS)), default=len(STEPS), show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(engine: str, kills: int, folder: Path, as_json: bool) -> None:
    """Every field is filled with words that can be found again; then their people are erased."""
    with a_place(engine, folder) as place, logged(place.settings.folder / "log"):
        figures = looked_through(place, list(STEPS)[:kills])
    harm = any(figures[name] for name in HARM)
    click.echo("\n".join(f"{name:20}{value:>12,}" for name, value in figures.items()))
    click.echo("Something leaked." if harm else "Nothing of anybody stands where it should not.")
    if as_json:
        click.echo(json.dumps({"engine": engine, **figures}))
    sys.exit(harm)


@contextmanager
def logged(file: Path) -> Iterator[None]:
    """What this process logs goes into a file, as a server's would."""
    handler, root = logging.FileHandler(file), logging.getLogger()
    handler.setFormatter(Lines(as_json=True))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()


def looked_through(place: Place, steps: list[str]) -> dict[str, int]:
    """The figures; those named in HARM should be 0."""
    with closing(open_services(place.settings, lambda: NOON)) as services:
        migrate(services)
        planter = Planter(services)
        people = [planter.member() for _ in steps]
        buddy = planter.member()
        for who in people:
            planter.pair(who, buddy)
            letters(planter, who)
        used(planter, people)
        for who in people:
            ways_in(planter, who)
            letters(planter, who)
        keys = wrapped_keys(services, people)
        backup.write(services.accountability, place.settings.folder / "backup-before", NOON)
        for who in people:
            planter.say(who, "request_member_erasure", who)
        tick(services)
        fields, tables = empty_fields(services), empty_tables(services, people)
        before, sent = hits(place, planter.made), len(letters_in(place))
        seen, keys_before = sees(place), in_files(place, keys)
    half = killed_after_each(place, steps)
    with closing(open_services(place.settings, lambda: AFTERWARDS)) as services:
        readable = sum(not _is_erased(services, who) for who in people)
        after, rows = hits(place, planter.made), rows_left(services, people)
        # The backup from before is not ours to reach: an epoch is what ends it.
        kept = in_files(place, keys)
        rotate(services.vault, place.settings.folder / KEY)
        retire(services.vault, place.settings.folder / KEY, 1)
    return {
        "people": len(people),
        "words": planter.words,
        "made_up": len(planter.made),
        "empty_fields": len(fields),
        "empty_tables": len(tables),
        "scanner_works": int(seen),
        "letters_before": sent,
        "before": before["stores"] + before["logs"] + before["backups"],
        "after": after["stores"] + after["logs"] + after["backups"],
        "rows_after": rows,
        "letters_after": len(letters_in(place)),
        "kills": len(steps),
        "half_done": half,
        "readable": readable,
        "keys_before": keys_before,
        "keys_in_files": kept if place.server is None else 0,
        "keys_in_server_logs": 0 if place.server is None else kept,
        "old_keys_open": sum(opens(place, key) for key in keys),
    }


def used(planter: Planter, people: list[UUID]) -> None:
    """Pages and API are asked, and errors provoked, so that logs have something to say."""
    services = planter.services
    client = web.create_app(services).test_client()
    for who in people:
        token = services.access.make_api_token(who, planter.word(), services.now())
        told = {"Authorization": f"Bearer {token}", "User-Agent": planter.word(), "Idempotency-Key": planter.word()}
        for path in ("/api/contacts", "/api/outreach", "/api/nothing", f"/api/contacts/{who}"):
            client.get(path, headers=told)
        added = client.post("/api/contacts", headers=told, json={"name": planter.word(), "tie": "weak"})
        assert added.status_code == 201, added.status
        client.post("/api/contacts", headers=told, json={"name": planter.word(), "tie": planter.word()})
        planter.made.append(token)
    tick(services)
    send_asked_for(services, channel_for(services.settings))


def letters_in(place: Place) -> list[Path]:
    """All of them are to people who are erased."""
    return list(place.settings.letters.glob("*.eml"))


def hits(place: Place, made: Iterable[str] = ()) -> dict[str, int]:
    """How many planted words, and how many of what was made up, stand in the raw bytes, by where."""
    found = {"stores": 0, "logs": 0, "backups": 0, "letters": 0}
    for file in _files(place):
        content = file.read_bytes()
        found[_kind(file)] += len(WORD.findall(content)) + sum(content.count(one.encode()) for one in made)
    return found


def _kind(file: Path) -> str:
    if file.suffix == ".eml":
        return "letters"
    return "backups" if file.name.startswith("backup") else "logs" if file.name.startswith("log") else "stores"


def sees(place: Place) -> bool:
    """That what stands in plain text is found."""
    probe = place.settings.folder / "probe"
    probe.write_text(f"…{CANARY.upper()}00000…")
    try:
        return hits(place)["stores"] > 0
    finally:
        probe.unlink()


def in_files(place: Place, keys: list[bytes]) -> int:
    """How many of these wrapped keys stand in the files of the stores, backups left aside."""
    stores = [file.read_bytes() for file in _files(place) if not file.name.startswith("backup")]
    return sum(any(key in content for content in stores) for key in keys)


def opens(place: Place, key: bytes) -> bool:
    """Whether whoever has an old backup and today's master key gets at a key of somebody who was erased."""
    try:
        return bool(master_key(place.settings.folder / KEY).unwrap(key))
    except WrongKey:
        return False


def wrapped_keys(services: Services, people: list[UUID]) -> list[bytes]:
    names = [who.hex for who in people]
    with services.vault.database.read() as connection:
        found = connection.execute(select(subject_key.c.wrapped).where(subject_key.c.subject.in_(names)))
        return [bytes(wrapped) for (wrapped,) in found]


def killed_after_each(place: Place, steps: list[str]) -> int:
    """Each person is erased by somebody who dies after another step; how many erasures nobody could finish."""
    new, half = get_context("spawn"), 0
    for step in steps:
        for work in (_die_after, _finish):
            process = new.Process(target=work, args=(place.settings, step))
            process.start()
            process.join()
            died = process.exitcode == -signal.SIGKILL
            half += died != (work is _die_after)
    with closing(open_services(place.settings, lambda: AFTERWARDS)) as services:
        return half + len(erasures_ahead(services.views))


def _die_after(settings: Settings, step: str) -> None:
    with closing(open_services(settings, lambda: AFTERWARDS)) as services:
        erasure = erasures_due(services.views, AFTERWARDS)[0]

        def told(done: str) -> None:
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

        carry_out(services, erasure, by=OPERATOR, door="command line", told=told)


def _finish(settings: Settings, _: str) -> None:
    """As the next tick does; only what was begun, so that there is somebody left for the next step."""
    with closing(open_services(settings, lambda: AFTERWARDS)) as services:
        begun = [e for e in erasures_due(services.views, AFTERWARDS) if services.vault.is_shredded(e.subject_id.hex)]
        for erasure in begun:
            carry_out(services, erasure, by=OPERATOR, door="command line")


def _is_erased(services: Services, who: UUID) -> bool:
    found = person(services.views, who)
    return found is not None and found.name.erased


def _files(place: Place) -> Iterator[Path]:
    """Everything the school and its database server have on the disk."""
    folders = [place.settings.folder, *([place.server.folder] if place.server else [])]
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


if __name__ == "__main__":
    main()
