"""One member's turn: what is due is checked again, claimed, delivered to inbox and mail, recorded with its reason."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from domain.act import SCHEDULER, Act
from domain.nudge import Nudge, NudgeSettled, StillClaimed
from nudges.channels import Channel, ChannelDown, ChannelError, Message, OutcomeUnknown
from nudges.letter import letter
from projections.due import DueThing
from projections.inbox import NudgeCard
from projections.nudge_subjects import Occasion, Subjects, moot, subjects, with_erasure
from projections.people import Person, person
from projections.services import Services

# Hours on the member's own wall in which a nudge may arrive; outside of them it waits.
AWAKE = range(8, 21)
# After a refusal that may pass; after the last of them comes one more attempt.
BACK_OFF = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
# A letter that could not leave for this long has lost its point; the inbox has said it.
TOO_LATE = timedelta(days=1)
# After a stretch without a scheduler the newest word on a thing still helps; after two weeks it is noise.
LONG_PAST = timedelta(days=14)

# Not a nudge to do something, but a word that somebody must not miss.
SAID_ANYWAY = ("erasure_ahead",)


class TickReport(Counter[str]):
    """How many nudges were delivered (inbox), mailed, suppressed, refused, given_up, unknown, or wait for the morning.

    Also: claimed_again, letters, members whose turn was broken, and held (1 when a view cannot be trusted); how many
    people were erased, and not_erased though it was time.
    """


@dataclass(frozen=True, slots=True)
class Attempt:
    nudge_id: UUID
    occasion: Occasion
    number: int


class Turn:
    """The work of one tick; `serve` is called for one member after the other."""

    def __init__(self, services: Services, channel: Channel) -> None:
        self.services, self.channel = services, channel
        self.report = TickReport()
        self.down: ChannelDown | None = None

    def serve(self, member_id: UUID, due: Sequence[DueThing], left: Sequence[NudgeCard]) -> None:
        """Everything for one member, by the truth of this very moment."""
        now = self.services.now()
        who = person(self.services.views, member_id)
        if who is not None and now.astimezone(ZoneInfo(who.zone)).hour not in AWAKE:
            self.report["waiting"] += len(due) + len(left)
            return
        about = subjects(self.services.views, member_id, now)
        about = with_erasure(self.services.views, member_id, about, [*due, *left])
        self._say(who, about, due, now)
        self._settle(who, about, left, now)

    def _say(self, who: Person | None, about: Subjects, due: Sequence[DueThing], now: datetime) -> None:
        """Of each thing the latest slot, if it still holds; what came before it, or is long past, lapses."""
        to_say: list[DueThing] = []
        for thing in due:
            reason = (
                "lapsed" if thing.passed or now - thing.opened_at > LONG_PAST else _reason_against(thing, who, about)
            )
            if reason:
                self._suppress(thing, reason)
            else:
                to_say.append(thing)
        if who is None or not to_say:
            return
        # The inbox moves the thing on, so the letter is claimed before: a crash in between loses neither.
        attempts = self._claim_letter(who, to_say)
        for thing in to_say:
            self._deliver_to_inbox(thing)
        self._send(who, attempts, str(attempts[0].nudge_id) if attempts else "")

    def _settle(self, who: Person | None, about: Subjects, left: Sequence[NudgeCard], now: datetime) -> None:
        """What an earlier turn could not finish: it crashed, or the channel said no for now."""
        letters: dict[str, list[NudgeCard]] = {}
        for card in left:
            against = _reason_against(card, who, about)
            if final := _reason_to_give_up(card, against, now):
                self._record("given_up", self.services.accountability.give_up_nudge, card.nudge_id, reason=final)
            elif against:
                self._record("suppressed", self.services.accountability.suppress_nudge, card.nudge_id, reason=against)
            elif card.channel == "inbox":
                self._record("delivered", self.services.accountability.record_delivery, card.nudge_id)
            else:
                letters.setdefault(card.facts["letter"], []).append(card)
        for message_id, cards in letters.items():
            if who is not None:
                self._send(who, self._claim_again(cards), message_id)

    # -- claims --------------------------------------------------------------------------------------------------

    def _claim_letter(self, who: Person, things: Sequence[DueThing]) -> list[Attempt]:
        """One letter for all; its id is that of the first nudge claimed, and every claim remembers it for a re-send."""
        claimed: list[Attempt] = []
        for thing in things if who.address.text else ():
            nudge_id = _nudge_id(thing, "email")
            first = claimed[0].nudge_id if claimed else nudge_id
            if self._claim(thing, "email", letter=str(first)):
                claimed.append(Attempt(nudge_id, thing, 1))
        return claimed

    def _claim_again(self, cards: Sequence[NudgeCard]) -> list[Attempt]:
        """Whoever gets the first of a letter's nudges again may send the letter."""
        claimed: list[Attempt] = []
        for card in sorted(cards, key=lambda card: card.nudge_id):
            if self._record("claimed_again", self.services.accountability.claim_nudge_again, card.nudge_id):
                claimed.append(Attempt(card.nudge_id, card, card.attempts + 1))
            elif not claimed:
                break
        return claimed

    def _claim(self, thing: DueThing, channel: str, **facts: str) -> bool:
        claimed = self.services.accountability.claim_nudge(
            self._act(),
            member_id=thing.member_id,
            rule=thing.rule,
            thing_id=thing.thing_id,
            channel=channel,
            slot=thing.slot,
            facts=thing.facts | facts,
        )
        return claimed is not None

    # -- outcomes ------------------------------------------------------------------------------------------------

    def _suppress(self, thing: DueThing, reason: str) -> None:
        """Recorded once, for the inbox; no letter was ever begun."""
        self._claim(thing, "inbox")
        nudge_id = _nudge_id(thing, "inbox")
        self._record("suppressed", self.services.accountability.suppress_nudge, nudge_id, reason=reason)

    def _deliver_to_inbox(self, thing: DueThing) -> None:
        """Delivering is recording; a claim that a crash left behind is finished, and the stream takes one delivery."""
        self._claim(thing, "inbox")
        self._record("delivered", self.services.accountability.record_delivery, _nudge_id(thing, "inbox"))

    def _send(self, who: Person, attempts: Sequence[Attempt], message_id: str) -> None:
        if not attempts:
            return
        try:
            message = letter(self.services, who, [a.occasion for a in attempts], message_id, self.services.now())
        except Exception:
            # Nothing has left yet, so this is no unknown outcome.
            for attempt in attempts:
                self._refused(attempt, ChannelError("not_written"))
            raise
        try:
            self._hand_over(message)
        except OutcomeUnknown:
            # It stays claimed; when the lease has run out it is sent once more, under the same id.
            self.report["unknown"] += len(attempts)
        except ChannelError as error:
            for attempt in attempts:
                self._refused(attempt, error)
        else:
            self.report["letters"] += 1
            for attempt in attempts:
                self._record("mailed", self.services.accountability.record_delivery, attempt.nudge_id)

    def _hand_over(self, message: Message) -> None:
        if self.down is not None:
            raise self.down
        try:
            self.channel.send(message)
        except ChannelDown as error:
            self.down = error
            raise

    def _refused(self, attempt: Attempt, error: ChannelError) -> None:
        use_cases = self.services.accountability
        if error.permanent or attempt.number > len(BACK_OFF):
            self._record("given_up", use_cases.give_up_nudge, attempt.nudge_id, reason=error.reason)
        else:
            self._record("refused", use_cases.record_channel_refusal, attempt.nudge_id, reason=error.reason)

    def _record(self, outcome: str, use_case: Callable[..., None], nudge_id: UUID, **more: str) -> bool:
        """Whether it was ours to record; a rival may have been faster."""
        try:
            use_case(self._act(), nudge_id, **more)
        except (NudgeSettled, StillClaimed):
            return False
        self.report[outcome] += 1
        return True

    def _act(self) -> Act:
        return Act(SCHEDULER, "scheduler", self.services.now(), uuid4())


def _reason_against(occasion: Occasion, who: Person | None, about: Subjects) -> str:
    if who is None or who.name.erased:
        return "erased"
    if who.closed:
        return "account_closed"
    return moot(occasion, about) if who.nudged or occasion.rule in SAID_ANYWAY else "switched_off"


def _reason_to_give_up(card: NudgeCard, against: str, now: datetime) -> str:
    if card.channel == "inbox":
        return ""
    # It may have arrived: sending it a second time needs a reason, and nobody can say "not sent".
    if card.state == "claimed" and (card.attempts > 1 or against):
        return "unknown_outcome"
    return "lapsed" if now - card.claimed_at > TOO_LATE else ""


def _nudge_id(thing: DueThing, channel: str) -> UUID:
    return Nudge.id_for(
        member_id=thing.member_id, rule=thing.rule, thing_id=thing.thing_id, slot=thing.slot, channel=channel
    )
