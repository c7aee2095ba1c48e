"""Sharing a message with a buddy, part by part: the owner's form, the buddy's page, the API; and confidential notes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from domain.accountability.outreach import Draft
from domain.outreach import SHAREABLE
from tests.cast import ADA, BEN, CLEO, Player, School
from tests.web.conftest import Visitor, events_of, words
from web.rights import SHARED_WITH_BUDDY, seen_of_message

NOTES = "She likes queues"
WHY = "Your talk on queues"


@pytest.fixture
def pair(school: School) -> UUID:
    return school.partnership()


@pytest.fixture
def outreach(school: School) -> UUID:
    return school.held(school.contact(name="Mira Solberg"), notes=NOTES)


def share(visitor: Visitor, outreach: UUID, *parts: str) -> Any:
    return visitor.submit(f"/outreach/{outreach}", f"/outreach/{outreach}/sharing", parts=list(parts))


def test_without_a_buddy_nothing_is_asked(client: Callable[..., Visitor], outreach: UUID) -> None:
    assert "sees of this" not in client(ADA).see(f"/outreach/{outreach}")


def test_nothing_is_ticked_by_itself(client: Callable[..., Visitor], pair: UUID, outreach: UUID) -> None:
    ada = client(ADA)
    assert "What Ben Okafor sees of this Nothing so far." in ada.see(f"/outreach/{outreach}")
    assert ada.form(f"/outreach/{outreach}", f"/outreach/{outreach}/sharing").fields.get("parts", []) == []
    assert client(BEN).get(f"/buddy/{pair}/stories/{outreach}").status_code == 404


@pytest.mark.parametrize(
    ("part", "shown"), [("name", "Mira Solberg"), ("message", WHY), ("notes", NOTES)], ids=["name", "message", "notes"]
)
def test_a_tick_shows_that_part_and_no_other(
    client: Callable[..., Visitor], pair: UUID, outreach: UUID, part: str, shown: str
) -> None:
    ben = client(BEN)
    assert share(client(ADA), outreach, part).status_code == 303
    seen = ben.see(f"/buddy/{pair}/stories/{outreach}") + ben.see("/buddy")
    assert shown in seen
    assert [text for text in ("Mira Solberg", WHY, NOTES) if text != shown and text in seen] == []


def test_the_owner_sees_what_the_buddy_sees(client: Callable[..., Visitor], pair: UUID, outreach: UUID) -> None:
    ada, place = client(ADA), f"/buddy/{pair}/stories/{outreach}"
    assert "Nothing so far." in ada.see(place)
    share(ada, outreach, "name", "notes")
    assert "What Ben Okafor sees of this The name, your notes." in ada.see(f"/outreach/{outreach}")
    preview = ada.see(place)
    assert "Mira Solberg" in preview
    assert NOTES in preview
    assert WHY not in preview
    assert "You share with Ben Okafor" in ada.see("/buddy")


def test_unticking_takes_it_back(client: Callable[..., Visitor], pair: UUID, outreach: UUID) -> None:
    ada, ben = client(ADA), client(BEN)
    share(ada, outreach, "name", "notes")
    share(ada, outreach)
    assert ben.get(f"/buddy/{pair}/stories/{outreach}").status_code == 404
    assert "Shared with you" not in ben.see("/buddy")


def test_it_ends_with_the_partnership_at_the_next_request(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    ada, ben, place = client(ADA), client(BEN), f"/buddy/{pair}/stories/{outreach}"
    share(ada, outreach, "name", "message", "notes")
    assert ben.get(place).status_code == 200
    school.say(ADA, "end_partnership", pair)
    assert (ben.get(place).status_code, ada.get(place).status_code) == (404, 404)
    school.partnership(BEN, ADA)
    assert ben.get(place).status_code == 404
    assert "Shared with you" not in ben.see("/buddy")


def test_a_paused_partnership_leaves_it_visible_as_it_does_goals(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    share(client(ADA), outreach, "name")
    school.say(BEN, "pause_partnership", pair)
    assert "Mira Solberg" in client(BEN).see(f"/buddy/{pair}/stories/{outreach}")


def test_a_draft_is_shared_as_it_reads_now(client: Callable[..., Visitor], school: School, pair: UUID) -> None:
    ada, draft = client(ADA), school.draft(school.contact(name="Dana Whitfield"))
    share(ada, draft, "message")
    school.say(ADA, "revise_draft", draft, draft=Draft(purpose="I saw your garden"))
    seen = client(BEN).see(f"/buddy/{pair}/stories/{draft}")
    assert "I saw your garden" in seen
    assert WHY not in seen
    assert "Dana" not in seen


def test_who_asked_to_be_forgotten_is_erased_there_too(
    client: Callable[..., Visitor], school: School, pair: UUID
) -> None:
    mira = school.contact(name="Mira Solberg")
    outreach = school.held(mira, notes=NOTES)
    share(client(ADA), outreach, "name", "message", "notes")
    school.services.vault.shred([mira.hex], None, school.clock())
    seen = client(BEN).see(f"/buddy/{pair}/stories/{outreach}")
    assert seen.count("[erased]") >= 3
    assert [text for text in ("Mira", WHY, NOTES) if text in seen] == []


def test_each_buddy_is_asked_for_by_name(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    other = school.partnership(CLEO, ADA)
    ada = client(ADA)
    form = {"partnership_id": str(other), "parts": ["notes"], "csrf_token": ada.token()}
    assert ada.send(f"/outreach/{outreach}/sharing", form).status_code == 303
    assert NOTES in client(CLEO).see(f"/buddy/{other}/stories/{outreach}")
    assert client(BEN).get(f"/buddy/{pair}/stories/{outreach}").status_code == 404


# Confidential notes


def mark(visitor: Visitor, outreach: UUID) -> Any:
    return visitor.submit(f"/outreach/{outreach}", f"/outreach/{outreach}/confidentiality")


def test_confidential_notes_are_taken_back_and_cannot_be_ticked(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    ada, place = client(ADA), f"/buddy/{pair}/stories/{outreach}"
    share(ada, outreach, "name", "notes")
    kept = ada.form(f"/outreach/{outreach}", f"/outreach/{outreach}/sharing")
    assert mark(ada, outreach).status_code == 303
    assert NOTES not in client(BEN).see(place)
    assert "cannot be shared" in ada.see(f"/outreach/{outreach}")
    refused = ada.send(kept.action, kept.filled({"parts": ["message", "notes"]}))
    assert refused.status_code == 409
    assert "marked confidential" in words(refused)
    assert NOTES not in client(BEN).see(place)
    assert events_of(school, outreach)[-2:] == ["SharingChosen", "ConfidentialityChosen"]


def test_lifting_the_mark_shares_nothing(client: Callable[..., Visitor], pair: UUID, outreach: UUID) -> None:
    ada = client(ADA)
    share(ada, outreach, "name", "notes")
    mark(ada, outreach)
    mark(ada, outreach)
    assert "unless you share them" in ada.see(f"/outreach/{outreach}")
    assert NOTES not in client(BEN).see(f"/buddy/{pair}/stories/{outreach}")


# The API


def by(school: School, client: Callable[..., Visitor], who: Player) -> Callable[..., Any]:
    token = school.services.access.make_api_token(who.id, "tests", school.clock())
    browser = client().browser

    def ask(method: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return browser.open(f"/api/{path}", method=method, headers=headers, json=body or None)

    return ask


def test_the_api_shares_and_shows_the_same(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    ada, ben = by(school, client, ADA), by(school, client, BEN)
    assert ada("GET", f"outreach/{outreach}/sharing").json == [{"partnership_id": str(pair), "parts": []}]
    answer = ada("POST", f"outreach/{outreach}/sharing", partnership_id=str(pair), parts=["notes", "name"])
    assert answer.status_code == 200
    assert ada("GET", f"outreach/{outreach}/sharing").json[0]["parts"] == ["name", "notes"]
    (listed,) = ben("GET", f"partnerships/{pair}/stories").json
    assert (listed["id"], listed["name"], listed["parts"]) == (str(outreach), "Mira Solberg", ["name", "notes"])
    story = ben("GET", f"partnerships/{pair}/stories/{outreach}").json
    assert (story["name"], story["notes"], story["why_you"]) == ("Mira Solberg", NOTES, None)
    assert by(school, client, CLEO)("GET", f"partnerships/{pair}/stories/{outreach}").status_code == 404


def test_the_api_refuses_to_share_confidential_notes(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    ada = by(school, client, ADA)
    assert ada("POST", f"outreach/{outreach}/confidentiality", confidential="yes").status_code == 422
    assert ada("POST", f"outreach/{outreach}/confidentiality", confidential=True).status_code == 200
    assert ada("GET", f"outreach/{outreach}").json["confidential"] is True
    refused = ada("POST", f"outreach/{outreach}/sharing", partnership_id=str(pair), parts=["notes"])
    assert (refused.status_code, refused.json["code"]) == (409, "notes_confidential")
    assert by(school, client, BEN)("GET", f"partnerships/{pair}/stories").json == []


def test_the_api_does_not_know_other_parts(
    client: Callable[..., Visitor], school: School, pair: UUID, outreach: UUID
) -> None:
    ada = by(school, client, ADA)
    assert ada("POST", f"outreach/{outreach}/sharing", partnership_id=str(pair), parts=["answer"]).status_code == 422


def test_the_table_of_rights_knows_every_part() -> None:
    assert tuple(SHARED_WITH_BUDDY) == SHAREABLE
    assert seen_of_message(SHAREABLE, confidential=True) == seen_of_message(["name", "message"], confidential=False)
