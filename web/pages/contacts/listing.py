"""The list of a student's people: found by a word, narrowed by tie or by whose turn it is, fifty a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from projections.relations import Relation, found, ordered, relations
from web.beads import of_relation
from web.pages.contacts.blueprint import pages
from web.session import me, services
from web.words import TIES

A_PAGE = 50
LONGEST_SEARCH = 100

SHOWN: dict[str, tuple[str, Callable[[Relation], bool]]] = {
    "turn": ("Your turn", lambda one: one.my_turn),
    "waiting": ("Waiting for them", lambda one: one.their_turn),
    "never": ("Not written to yet", lambda one: one.never_written),
}
SORTS = (("", "Last touch first"), ("name", "By name"), ("added", "Newest first"))

Filter = tuple[str, str, bool, int]


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything it cannot mean counts as not asked."""

    q: str = ""
    tie: str = ""
    show: str = ""
    sort: str = ""

    @classmethod
    def from_address(cls) -> "Asked":
        tie, show, sort = (request.args.get(name, "") for name in ("tie", "show", "sort"))
        return cls(
            q=" ".join(request.args.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH],
            tie=tie if tie in TIES else "",
            show=show if show in SHOWN or show == "removed" else "",
            sort=sort if sort in dict(SORTS) else "",
        )

    def path(self, **other: str | int) -> str:
        asked: dict[str, str | int] = {"q": self.q, "tie": self.tie, "show": self.show, "sort": self.sort, **other}
        return url_for("contacts.index", **{name: value for name, value in asked.items() if value})  # type: ignore[arg-type]

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.tie or self.show)


@pages.get("/contacts")
def index() -> ResponseReturnValue:
    asked = Asked.from_address()
    kept, gone = _everybody(removed=False), _everybody(removed=True)
    hits = found(gone if asked.show == "removed" else kept, asked.q)
    chosen = ordered([one for one in hits if _fits(one, asked)], asked.sort)
    first = _first_of_page(len(chosen))
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    answer = make_response(
        render_template(
            "contacts/people.html" if part else "contacts/index.html",
            asked=asked,
            people_shown=chosen[first : first + A_PAGE],
            first=first,
            of=len(chosen),
            everybody=len(kept),
            removed=len(gone),
            filters=_filters(asked, found(kept, asked.q), found(gone, asked.q)),
            before=asked.path(page=first // A_PAGE) if first else "",
            after=asked.path(page=first // A_PAGE + 2) if first + A_PAGE < len(chosen) else "",
            sorts=SORTS,
            beads_of=of_relation,
        )
    )
    if part:
        answer.headers["HX-Replace-Url"] = asked.path()
    return answer


def _everybody(*, removed: bool) -> list[Relation]:
    return relations(services().views, me().member_id, now=services().now(), removed=removed)


def _fits(one: Relation, asked: Asked) -> bool:
    return (not asked.tie or one.card.tie == asked.tie) and (asked.show not in SHOWN or SHOWN[asked.show][1](one))


def _filters(asked: Asked, kept: Sequence[Relation], gone: Sequence[Relation]) -> list[Filter]:
    """Chips with how many each would show; those that would show nobody are left out, unless chosen."""
    chips = [("Everybody", asked.path(tie="", show=""), not asked.tie and not asked.show, len(kept))]
    for key, (label, fits) in SHOWN.items():
        number = sum(map(fits, kept))
        chips.append((label, asked.path(tie="", show=key), asked.show == key, number))
    for tie, (label, _) in TIES.items():
        number = sum(one.card.tie == tie for one in kept)
        chips.append((label, asked.path(tie=tie, show=""), asked.tie == tie, number))
    chips.append(("Removed", asked.path(tie="", show="removed"), asked.show == "removed", len(gone)))
    return [chip for number, chip in enumerate(chips) if number == 0 or chip[2] or chip[3]]


def _first_of_page(of: int) -> int:
    """Where the asked page begins; a page beyond the end is the last one."""
    text = request.args.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(page - 1, 0), max(of - 1, 0) // A_PAGE) * A_PAGE
