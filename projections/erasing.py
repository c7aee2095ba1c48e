"""Carrying out an erasure, step by step; the scheduler and the command line call it.

Every step may be repeated, and they stand in one order. Whoever dies between two of them leaves an erasure that was
asked for and is not recorded as done: the next tick, or `buddy forget`, goes through all of them again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP
from email.utils import getaddresses
from pathlib import Path
from uuid import UUID, uuid4

from domain.act import Act
from domain.nudge import NudgeSettled
from projections.buddy import partnership_ids
from projections.erasures import Erasure, erasures_done, erasures_due, still_stands
from projections.history import streams_about
from projections.inbox import unsettled_of
from projections.progress.outreach import stories_with
from projections.services import Services
from projections.tracker import ids_of

log = logging.getLogger(__name__)


class ViewsBehind(Exception):
    """A view that says what belongs to whom stands still; nothing is erased by halves."""


NEEDED = ("erasures", "tracker", "progress", "buddy", "inbox", "history")


@dataclass(frozen=True, slots=True)
class Work:
    """One erasure with what belongs to it, found before anything is destroyed: nothing of it is readable text."""

    services: Services
    erasure: Erasure
    contacts: list[UUID]
    by: str
    door: str

    @property
    def whole_member(self) -> bool:
        return self.erasure.kind == "member"

    def act(self) -> Act:
        return Act(self.by, self.door, self.services.now(), uuid4())


def carry_out_due(services: Services, *, by: str, door: str) -> tuple[int, int]:
    """All erasures whose time has come: how many were carried out, and how many have to wait for the next time."""
    done = left = 0
    for erasure in erasures_due(services.views, services.now()):
        try:
            done += carry_out(services, erasure, by=by, door=door)
        except Exception as error:
            # One that has to wait does not keep the others waiting. The error's own words may hold personal text.
            log.error("the erasure of %s waits: %s", erasure.subject_id, type(error).__name__)
            left += 1
    return done, left


def carry_out_again(services: Services, *, by: str, door: str) -> int:
    """After an old vault was put back: whoever was erased since then is erased again. How many those were."""
    back = [e for e in erasures_done(services.views) if not services.vault.is_shredded(e.subject_id.hex)]
    for erasure in back:
        carry_out(services, erasure, by=by, door=door)
    return len(back)


def carry_out(services: Services, erasure: Erasure, *, by: str, door: str, told: Callable[[str], object] = str) -> bool:
    """Erase; `told` hears the name of each step as it is done. False: it was called off, and nothing was done.

    The caller has made sure that the time to think is over. Raises ViewsBehind, StillInUse and faults.
    """
    services.views.catch_up.run()
    if set(services.views.catch_up.outdated()) & set(NEEDED):
        raise ViewsBehind
    if not still_stands(services.views, erasure):
        return False
    contacts = ids_of(services.views, erasure.member_id) if erasure.kind == "member" else [erasure.subject_id]
    work = Work(services, erasure, contacts, by, door)
    for name, step in STEPS.items():
        step(work)
        told(name)
    log.info("erased", extra={"facts": {"kind": erasure.kind, "contacts": len(contacts)}})
    return True


def _destroy_keys(work: Work) -> None:
    """The one step after which nothing can be read any more; all that follows only tidies up."""
    member_id = work.erasure.member_id if work.whole_member else None
    subjects = {work.erasure.subject_id.hex, *(contact.hex for contact in work.contacts)}
    work.services.vault.shred(subjects, member_id, work.services.now())


def _drop_snapshots(work: Work) -> None:
    """What they hold is sealed; they are dropped all the same, since nobody needs them."""
    if work.whole_member:
        streams = streams_about(work.services.views, work.erasure.member_id)
    else:
        told = stories_with(work.services.views, work.erasure.member_id, work.erasure.subject_id)
        streams = [story.outreach_id for story in told]
    kept = work.services.accountability.snapshots_kept
    kept.drop([work.erasure.subject_id, *work.contacts, *streams])


def _drop_uploads(work: Work) -> None:
    """A file that waits to be looked over may name them as well; it can be chosen again."""
    work.services.uploads.forget(work.erasure.member_id)


def _destroy_letters(work: Work) -> None:
    """Those in the mail folder to the member, whatever address they had, and those that name them."""
    folder = work.services.settings.letters
    for letter in folder.glob("*.eml") if work.whole_member and folder.is_dir() else ():
        if work.erasure.member_id.hex in members_in(letter) or _is_to_them(work, letter):
            letter.unlink(missing_ok=True)


def members_in(letter: Path) -> list[str]:
    """Whom a letter in the mail folder is to and whom else it names, by the name of its file; older ones tell less."""
    return [part for part in letter.stem.split("-") if len(part) == 32]


def _is_to_them(work: Work, letter: Path) -> bool:
    """By the mark of the address: older letters do not have their member's id in their name."""
    to = message_from_bytes(letter.read_bytes(), policy=SMTP).get_all("To", [])
    addresses = [address for _, address in getaddresses([str(one) for one in to])]
    return any(work.services.vault.member_with(address) == work.erasure.member_id for address in addresses)


def _release_address(work: Work) -> None:
    """Only now: by its mark the letters were found."""
    if work.whole_member:
        work.services.vault.release_addresses(work.erasure.member_id)


def _leave_partnerships(work: Work) -> None:
    for pair in partnership_ids(work.services.views, work.erasure.member_id) if work.whole_member else ():
        work.services.accountability.leave_partnership(work.act(), pair, work.erasure.member_id)


def _settle_nudges(work: Work) -> None:
    """Those on their way; what falls due later is settled by the tick, which reads that the person was erased."""
    for nudge_id in unsettled_of(work.services.views, work.erasure.member_id) if work.whole_member else ():
        try:
            work.services.accountability.suppress_nudge(work.act(), nudge_id, reason="erased")
        except NudgeSettled:
            continue


def _scrub_files(work: Work) -> None:
    """Last of what destroys, for it takes along what the others deleted from the vault."""
    work.services.vault.scrub()


def _record(work: Work) -> None:
    use_cases, erasure = work.services.accountability, work.erasure
    if work.whole_member:
        use_cases.complete_member_erasure(work.act(), erasure.subject_id, contacts=len(work.contacts))
    else:
        use_cases.complete_contact_erasure(work.act(), erasure.subject_id)


STEPS: dict[str, Callable[[Work], None]] = {
    "keys": _destroy_keys,
    "snapshots": _drop_snapshots,
    "uploads": _drop_uploads,
    "letters": _destroy_letters,
    "address": _release_address,
    "partnerships": _leave_partnerships,
    "nudges": _settle_nudges,
    "files": _scrub_files,
    "recorded": _record,
}
