"""The archive a member takes away: one ZIP with JSON, a table for each kind of thing, vCards, and a README."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, TextIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from projections.own_data import spreadsheet
from projections.own_data.contents import FORMAT, VERSION, Facts, everyone_of, past, things
from projections.own_data.vcards import vcard
from projections.people import Person, person
from projections.services import Services

DATA = "data.json"
BOM = "utf-8-sig"  # the mark by which spreadsheet programs know UTF-8
# Up to here an archive never touches a disk.
IN_MEMORY = 8 * 1024 * 1024
TABLES = ("goals", "goals_elsewhere", "contacts", "outreach", "takeaways", "partnerships", "nudges")
PAST = ("at", "what", "by", "door", "thing")

README = """\
Your data from Accountabilibuddy, as of {now}
for {name}

data.json            Everything below in one file, for programs. This is the one that another school can read.
goals.csv            Your promises, with the steps, the due date, and how far the evidence has brought them.
goals_elsewhere.csv  Promises that were over before you brought them here from elsewhere.
contacts.csv         The people in your tracker, and those you removed (removed: yes).
contacts.vcf         The same people, without those you removed, for any address book (vCard 4.0).
outreach.csv         Your messages: the words, what came of them, and the notes of each conversation.
takeaways.csv        What you decided after conversations, and what came of it.
partnerships.csv     Your buddies: what you told each other last, as you see it on the page.
nudges.csv           The reminders in your inbox.
history.csv          Everything that was recorded about you, the newest first, with old versions of your words.

Another school reads a data.json of up to 5 MB, with up to 2,000 of a kind and 200 open promises. Of a larger one it
brings nothing along by itself: ask there, since whoever runs that school can bring it along by a command. What happened
here is kept there as it is told here, with these dates, and counts toward nothing: what counts is recorded when it
happens.

Confidential notes are inside: keep these files where only you can read them.

How to read them: text is UTF-8; instants are ISO 8601 in UTC; due dates are local dates, and beside each stands the
zone it was promised in. Ids lead from one file to another: contact_id in outreach.csv is that of contacts.csv. In
history, `by` is an id: your own is {member_id}, others are named under "people" in data.json. A cell that begins with
an apostrophe would otherwise have begun like a formula; data.json has it without. "[erased]" stands for words about
somebody who asked to be forgotten.

In data.json: format, version and made_at; member, with how you were invited and first came in, the address you want to
change to, since when you have a second factor, and the providers you come in by, or ended; people, api_tokens (their
names only), sign_ins (where you are signed in); then a list for each table above, and history, in which each entry says
at, what, by, door, thing and the facts of it.

What is not inside: whatever would let somebody in as you – your password and the tokens of your programs and sign-ins,
of which only hashes are kept, the secret of your second factor and its recovery codes; what waits for minutes or hours
and is then gone: letters to you on their way, a file you chose, answers kept for a program that asks twice; and what a
buddy wrote for you in a partnership that has ended, or in one that rests since their account is closed, for it is
theirs.
"""


def archive(services: Services, member_id: UUID) -> IO[bytes]:
    """The archive from its beginning, for whoever closes it; one that is large waits in a file without a name."""
    owner = person(services.views, member_id)
    assert owner is not None
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        with ZipFile(file, "w", ZIP_DEFLATED) as into:
            _write(_Archive(into, services), services, owner)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


class _Archive:
    """Texts into a ZIP, one after the other, stamped by the school's clock."""

    def __init__(self, into: ZipFile, services: Services) -> None:
        self.into, self.now = into, services.now()

    @contextmanager
    def text(self, name: str, encoding: str = "utf-8") -> Iterator[TextIO]:
        about = ZipInfo(name, self.now.timetuple()[:6])
        about.compress_type, about.external_attr = ZIP_DEFLATED, 0o600 << 16
        with self.into.open(about, "w", force_zip64=True) as raw, TextIOWrapper(raw, encoding, newline="") as file:
            yield file


def _write(into: _Archive, services: Services, owner: Person) -> None:
    found, me = things(services, owner), owner.member_id
    with into.text("README.txt") as file:
        file.write(README.format(now=f"{into.now:%Y-%m-%d %H:%M} UTC", name=owner.name, member_id=me))
    about = {"format": FORMAT, "version": VERSION, "made_at": into.now.isoformat()}
    with SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="") as aside:
        with into.text(DATA) as file:
            _write_json(file, about | found, _also_into(aside, past(services, me)))
        aside.seek(0)
        with into.text("history.csv", BOM) as file:
            copyfileobj(aside, file)
    for name in TABLES:
        with into.text(f"{name}.csv", BOM) as file:
            _write_table(file, found[name])
    with into.text("contacts.vcf") as file:
        file.writelines(vcard(card) for card in everyone_of(services, me) if not card.removed)


def _also_into(aside: IO[str], told: Iterable[Facts]) -> Iterator[Facts]:
    """Each entry as it passes becomes a row of the table as well: the record is read once."""
    put = spreadsheet.table(aside, (*PAST, "facts"))
    for entry in told:
        put([*(entry[name] for name in PAST), _json({n: v for n, v in entry.items() if n not in PAST})])
        yield entry


def _write_json(file: TextIO, found: Facts, told: Iterable[Facts]) -> None:
    """In parts, so that a long history is never in memory as a whole."""
    body = json.dumps(found, ensure_ascii=False, indent=1)
    file.write(body.removesuffix("\n}") + ',\n "history": [')
    for number, entry in enumerate(told):
        file.write(("," if number else "") + "\n  " + _json(entry))
    file.write("\n ]\n}\n")


def _write_table(file: TextIO, rows: Facts | Iterable[Facts]) -> None:
    listed = [dict(row) for row in rows if isinstance(row, dict)]
    columns = list(dict.fromkeys(name for row in listed for name in row)) or ["nothing here yet"]
    put = spreadsheet.table(file, columns)
    for row in listed:
        put([_flat(row.get(name)) for name in columns])


def _flat(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _json(value) if isinstance(value, list | dict) else value


# Made once: it is asked for every entry of a history.
_json = json.JSONEncoder(ensure_ascii=False).encode
