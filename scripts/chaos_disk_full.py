"""Fill the disk under a school while commands are carried out, and make room again; scripts/chaos runs it."""

import json
import logging
import sys
from pathlib import Path

import click

from bootstrap import Services, migrate, open_services
from scripts.mishaps.deeds import Deeds, settle
from scripts.mishaps.diary import Diary, Read, read
from scripts.mishaps.hands import attempt
from scripts.mishaps.place import a_place
from scripts.mishaps.small_disk import small_disk
from scripts.mishaps.verdict import kept, shown
from scripts.school import ROOT
from store.database import Database

HARM = ("lost", "half", "skipped", "applied_twice", "doubled", "not_faults", "stuck")
AGAIN = 5


@click.command()
@click.option("--engine", type=click.Choice(["sqlite"]), default="sqlite", show_default=True)
@click.option("--times", type=click.IntRange(min=1), default=3, show_default=True, help="How often it is full.")
@click.option("--megabytes", type=click.IntRange(min=8), default=32, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=ROOT, help="[default: checkout]")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object in the last line.")
def main(engine: str, times: int, megabytes: int, folder: Path, as_json: bool) -> None:
    """Commands fail as faults while the disk is full, and go on by themselves once there is room."""
    logging.disable()  # that the views could not follow is what is brought about
    with a_place(engine, folder) as place, small_disk(place.settings.folder, megabytes) as disk:
        services = open_services(place.settings)
        migrate(services)
        writer = Writer(services, place.diaries / "0")
        stuck = 0
        for _ in range(times):
            writer.go_on(24)
            disk.fill()
            writer.until_it_fails()
            disk.make_room()
            # The very command that failed, and then others.
            stuck += not writer.go_on(24)
        diary = read(place.diaries / "0")
        figures = {"times_full": times, **judged(services, diary, place.fresh()), "stuck": stuck}
        services.close()
    harm = any(figures[name] for name in HARM)
    click.echo(f"Full: {disk.kind}.")
    click.echo("\n".join(f"{name:20}{value:>12,}" for name, value in figures.items()))
    click.echo("The school came to harm." if harm else "Nothing was lost, and all went on without help.")
    if as_json:
        click.echo(json.dumps({"engine": engine, "disk": disk.kind, **figures}))
    sys.exit(harm)


class Writer:
    """Carries out the deeds of one writer in this process."""

    def __init__(self, services: Services, path: Path) -> None:
        self.answers: dict[int, str] = {}
        self.diary = Diary(path)
        self.deeds = Deeds(services.accountability, settle(services.accountability)[0], 0, self.answers)

    def go_on(self, commands: int) -> bool:
        """The next so many, the one that failed first; whether all succeeded."""
        return sum(self._once() for _ in range(commands)) == commands

    def until_it_fails(self) -> None:
        """And then some more of it: the same command again, which fails as well."""
        while self._once():
            pass
        self.go_on(AGAIN)

    def _once(self) -> bool:
        number = len(self.answers)
        self.diary.begin(number)
        attempt(self.deeds, number, self.diary, self.answers)
        return number in self.answers


def judged(services: Services, diary: Read, fresh: Database) -> dict[str, int]:
    record, views = kept(services.accountability, {0: diary}), shown(services, fresh)
    kinds = [kind for kind, _, _ in diary.troubles]
    return {
        "events": record.events,
        "acknowledged": record.acknowledged,
        "faults": kinds.count("fault"),
        "not_faults": len(kinds) - kinds.count("fault"),
        "lost": record.lost,
        "half": record.half,
        "doubled": record.doubled,
        "skipped": views.skipped,
        "applied_twice": views.applied_twice,
    }


if __name__ == "__main__":
    main()
