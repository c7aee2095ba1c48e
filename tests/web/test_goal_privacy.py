"""A goal is seen and changed by its owner: for everybody else it is as if there were none."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import ADA, BEN, CLEO, DORA, School
from tests.web.conftest import Visitor, events_of, plain

Client = Callable[..., Visitor]


READ = ["/goals/{}", *(f"/goals/{{}}/{way}" for way in ("edit", "rescheduling", "closure", "reopening", "sharing"))]
WRITE = {
    "/goals/{}": {"statement": "Mine now"},
    "/goals/{}/rescheduling": {"due": "2026-12-24", "reason": "No"},
    "/goals/{}/closure": {"reason": "No"},
    "/goals/{}/reopening": {"reason": "No"},
    "/goals/{}/sharing": {"sharing": "words"},
}


@pytest.fixture
def shared(school: School) -> UUID:
    """A goal of Ada's of which she shares as much as she can with her buddy Ben."""
    school.partnership()
    goal_id = school.goal(statement="Only for Ada")
    school.say(ADA, "choose_goal_sharing", goal_id, sharing="words")
    return goal_id


@pytest.mark.parametrize("who", [BEN, CLEO, DORA], ids=lambda player: player.name.split()[0])
def test_to_everybody_else_it_is_as_if_there_were_none(school: School, client: Client, shared: UUID, who: Any) -> None:
    visitor, nobodys = client(who), uuid4()
    before = events_of(school, shared)
    token = visitor.token()
    for path in READ:
        theirs, none = visitor.get(path.format(shared)), visitor.get(path.format(nobodys))
        assert theirs.status_code == none.status_code == 404
        assert plain(theirs) == plain(none)
    for path, fields in WRITE.items():
        sent = {**fields, "csrf_token": token}
        theirs, none = visitor.send(path.format(shared), sent), visitor.send(path.format(nobodys), sent)
        assert theirs.status_code == none.status_code == 404
        assert plain(theirs) == plain(none)
    assert events_of(school, shared) == before
    assert "Only for Ada" not in visitor.get("/goals").text


def test_even_with_what_could_never_be_accepted_another_s_goal_is_not_found(client: Client, shared: UUID) -> None:
    visitor = client(BEN)
    for path in WRITE:
        answer = visitor.send(path.format(shared), {"csrf_token": visitor.token()})
        assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/goals", "/goals/new", *READ])
def test_who_is_not_signed_in_sees_nothing(client: Client, shared: UUID, path: str) -> None:
    answer = client().get(path.format(shared))
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("path", ["/goals/nonsense", "/goals/1", "/goals/" + "a" * 999, "/goals/%00"])
def test_what_is_no_id_is_not_found(client: Client, path: str) -> None:
    assert client(ADA).get(path).status_code == 404
