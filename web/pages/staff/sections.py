"""The whole school in pages of about fifty members, cohort by cohort: only those who are shown are read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from projections import people
from projections.people import Group
from web.pages.staff.standing import Standing, rows_of
from web.session import services

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """Of a group `size` members from `first` on (0 is the first by name): all of them, unless there are many."""

    group: Group
    first: int
    size: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a group with where each member of it stands."""

    part: Part
    rows: list[Standing]


def page_number(asked: str, pages: int) -> int:
    """The page that an address asks for, the first being 1; beyond the end it is the last."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return min(max(number, 1), pages)


def in_pages(groups: Iterable[Group]) -> list[list[Part]]:
    """Which parts stand on which page: as many whole groups as fit; one page at least."""
    pages, room = list[list[Part]]([[]]), A_PAGE
    for part in _parts(groups):
        lines = max(part.size, 1)
        if lines > room and pages[-1]:
            pages.append([])
            room = A_PAGE
        pages[-1].append(part)
        room -= lines
    return pages


def sections(parts: Sequence[Part]) -> list[Section]:
    """The parts of one page; the same few questions, however many members and events the school has."""
    views = services().views
    of = dict(people.members_in(views, [p.group.cohort_id for p in parts if p.group.cohort_id]))
    outside = people.members_in_none(views) if any(p.group.cohort_id is None for p in parts) else []
    everybody = [of[p.group.cohort_id] if p.group.cohort_id else outside for p in parts]
    shown = [members[p.first : p.first + p.size] for p, members in zip(parts, everybody, strict=True)]
    rows = iter(rows_of([member for members in shown for member in members]))
    return [Section(part, list(islice(rows, len(members)))) for part, members in zip(parts, shown, strict=True)]


def _parts(groups: Iterable[Group]) -> Iterator[Part]:
    for group in groups:
        for first in range(0, max(group.size, 1), A_PAGE):
            yield Part(group, first, min(A_PAGE, group.size - first))
