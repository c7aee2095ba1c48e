"""Cut the write-ahead logs of a school that was killed or spoil its views, and open it; scripts/chaos runs it.

This is what a disk leaves that said "written" and had not: no database can keep everything then, but what comes back
must be the record up to some moment, whole commands only, with views that fit it. A vault that lacks keys which the
record needs is refused.
"""

import json
import logging
import random
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click

from bootstrap import migrate, open_services
from projections.services import Settings
from scripts.mishaps import crash
from scripts.mishaps.copies import copies_of
from scripts.mishaps.deeds import settle
from scripts.mishaps.place import Place, a_place
from scripts.mishaps.reopened import Reopened, reopened
from scripts.school import ROOT
from store.keys import UnknownKey

HARM = ("lost", "half", "no_prefix", "unreadable", "views_ahead", "skipped", "applied_twice", "doubled", "stuck")


@click.command()
@click.option("--cuts", type=click.IntRange(min=4), default=40, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="Whose disk to use. [default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(cuts: int, seed: int, folder: Path, as_json: bool) -> None:
    """A log is cut or zeroed from some place on, a quarter of the times the views' file is spoilt instead."""
    logging.disable()
    with a_place("sqlite", folder) as place:
        services = open_services(place.settings)
        migrate(services)
        member_id = settle(services.accountability)[0]
        services.close()
        whole_record = killed(place, member_id)
        total: Counter[str] = Counter()
        with click.progressbar(range(cuts), label="Cuts", file=sys.stderr) as bar:
            for cut in bar:
                total.update(one(place, cut, random.Random(seed * 1_000 + cut), whole_record))  # noqa: S311
    figures = {name: total[name] for name in ("cuts", "events_back", "refused", *HARM)}
    harm = any(figures[name] for name in HARM)
    click.echo("\n".join(f"{name:20}{value:>12,}" for name, value in figures.items()))
    click.echo("The school came to harm." if harm else "Each time the school came back as it had been at some moment.")
    if as_json:
        click.echo(json.dumps({"engine": "sqlite", **figures}))
    sys.exit(harm)


def killed(place: Place, member_id: UUID) -> Sequence[tuple[object, ...]]:
    """Let a writer live and die; the whole record it leaves."""
    context = copies_of(crash.__name__)
    process = context.Process(target=crash.live_and_die, args=(place.settings, place.diaries, member_id))
    process.start()
    process.join()
    copy = Settings(place.settings.folder.parent / "whole")
    shutil.copytree(place.settings.folder, copy.folder)
    with reopened(copy, place) as back:
        return back.events()


def one(place: Place, cut: int, chance: random.Random, whole_record: Sequence[tuple[object, ...]]) -> dict[str, int]:
    """What one cut did."""
    to = place.settings.folder.parent / "cut"
    database = ("record", "views", "record", "vault", "file")[cut % 5]
    # Without a log, what was in it stands in the file.
    if database == "file":
        copy, kept_up_to = crash.spoilt(Settings(to.parent / "whole"), to, chance), sys.maxsize
    else:
        copy, cut_at = crash.torn(place.settings, to, database, chance)
        kept_up_to = cut_at if database == "record" else sys.maxsize
    try:
        with reopened(copy, place) as back:
            return {"cuts": 1, **harm_of(back, place, kept_up_to, whole_record)}
    except UnknownKey:
        # What was sealed under it cannot be read by anybody; the two come back from the same backup.
        return {"cuts": 1, "refused": 1, "lost": database != "vault"}
    finally:
        shutil.rmtree(to)


def harm_of(
    back: Reopened, place: Place, kept_up_to: int, whole_record: Sequence[tuple[object, ...]]
) -> dict[str, int]:
    events = back.events()
    return {
        "events_back": len(events),
        "unreadable": back.unreadable(),
        "no_prefix": events != whole_record[: len(events)],
        "views_ahead": back.views_ahead(),
        "lost": len(crash.whole(place.diaries, kept_up_to) - back.there()),
        **back.go_on(),
    }


if __name__ == "__main__":
    main()
