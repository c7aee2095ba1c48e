"""A school that is opened again after a mishap: what is there, and whether it goes on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from bootstrap import Services, migrate, open_services
from domain.personal import Personal
from projections.services import Settings
from scripts.mishaps.deeds import STEPS, Deeds, command_id, settle
from scripts.mishaps.diary import Diary, read
from scripts.mishaps.hands import attempt
from scripts.mishaps.place import Place
from scripts.mishaps.verdict import kept, shown
from store.database import SqliteDatabase
from store.fit import must_fit
from store.keys import UnknownKey
from store.names import name_of

MORE = len(STEPS)


class Reopened:
    def __init__(self, services: Services, diary: Path) -> None:
        self.services, self.diary = services, diary
        self.record = services.accountability

    def events(self) -> Sequence[tuple[object, ...]]:
        """What the record holds, without what was written."""
        return [
            (r.position, r.event.originator_id, r.event.originator_version, r.event.command_id, name_of(r.kind))
            for r in self.record.after(0, 100_000)
        ]

    def unreadable(self) -> int:
        """Events with text that does not open although the vault was taken for the right one."""
        return sum(_is_unreadable(recorded.event) for recorded in self.record.after(0, 100_000))

    def views_ahead(self) -> int:
        end = self.record.end()
        return sum(position > end for position, _ in self.services.views.catch_up.standings().values())

    def there(self) -> set[int]:
        """The commands that left something, and those that never do."""
        ids = {recorded.event.command_id for recorded in self.record.after(0, 100_000)}
        begun = read(self.diary).begun
        return {n for n in begun if not STEPS[n % len(STEPS)].leaves or command_id(0, n) in ids}

    def go_on(self) -> dict[str, int]:
        """Repeat what is not there, and some more; then judge it all."""
        before, there = read(self.diary), self.there()
        first = next((n for n in sorted(before.begun) if n not in there), max(before.begun) + 1)
        answers = {n: answer for n, answer in before.answers.items() if n < first}
        deeds = Deeds(self.record, settle(self.record)[0], 0, answers)
        diary = Diary(self.diary)
        for number in range(first, first + MORE):
            diary.begin(number)
            attempt(deeds, number, diary, answers)
        left, views = kept(self.record, {0: read(self.diary)}), shown(self.services, self._fresh())
        return {
            "stuck": first + MORE - len(answers),
            "half": left.half,
            "doubled": left.doubled,
            "skipped": views.skipped,
            "applied_twice": views.applied_twice,
        }

    def _fresh(self) -> SqliteDatabase:
        return SqliteDatabase(self.services.settings.folder / "anew.db", synchronous="NORMAL")


@contextmanager
def reopened(settings: Settings, place: Place) -> Iterator[Reopened]:
    """As whoever starts it again would, with a diary of its own to go on with. Raises UnknownKey as they would."""
    diary = settings.folder / "diary"
    copyfile(place.diaries / "0", diary)
    services = open_services(settings)
    try:
        must_fit(services.accountability)
        migrate(services)
        yield Reopened(services, diary)
    finally:
        services.close()


def _is_unreadable(event: object) -> bool:
    try:
        return any(text.erased for text in vars(event).values() if isinstance(text, Personal) and text)
    except UnknownKey:
        return True
