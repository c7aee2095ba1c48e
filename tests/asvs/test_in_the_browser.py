"""23 to 27: what other sites, and words that are no words, could make a browser do."""

import re

import pytest
from flask import Flask
from markupsafe import escape

from domain.accountability.contacts import Card
from tests.asvs.conftest import PASSWORD, SIGN_IN, Client
from tests.authorization.conftest import Stage
from tests.authorization.requests import ids_in
from tests.cast import ADA, BEN, DORA, School
from tests.web.conftest import Visitor
from web.rights import OPERATOR, UNASKED
from web.session import own_path


def test_23_a_change_comes_from_our_own_page_and_looking_changes_nothing(stage: Stage) -> None:
    ada, before = Visitor(stage.app, stage.school, ADA), stage.school.use_cases.end()
    token = ada.form("/settings", "/settings").fields["csrf_token"][0]
    other_sites = ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"})
    changes = [a for a in stage.addresses if a.method != "GET" and not a.for_programs]
    for number, address in enumerate(changes):
        path = address.path(ids_in(address, stage.things[ADA], ADA, stage.pairs[ADA]))
        if address.endpoint != "sign_in.unsubscribe":  # its address is signed instead (RFC 8058)
            assert ada.browser.open(path, method=address.method).status_code == 400, address
        headers = other_sites[number % len(other_sites)]
        answer = ada.browser.open(path, method=address.method, data={"csrf_token": token}, headers=headers)
        assert answer.status_code == 400, (address, headers)
    gets = [a for a in stage.addresses if a.method == "GET" and a.right.who not in (UNASKED, OPERATOR)]
    for address in gets:
        ada.get(address.path(ids_in(address, stage.things[ADA], ADA, stage.pairs[ADA]) | stage.tokens[ADA]))
    assert (len(changes) > 50, len(gets) > 50) == (True, True)
    assert stage.school.use_cases.end() == before


def test_24_pages_tell_the_browser_what_they_may_do(https: Flask) -> None:
    answer = https.test_client().get(SIGN_IN)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert {policy[name] for name in ("default-src", "object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert {policy[name] for name in ("script-src", "style-src", "form-action")} == {"'self'"}
    told = {name: answer.headers[name] for name in ("X-Content-Type-Options", "Referrer-Policy")}
    assert told == {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    assert int(answer.headers["Strict-Transport-Security"].partition("max-age=")[2]) >= 365 * 24 * 60 * 60
    assert not re.findall(r"<script>|<script [^>]*>[^<]|<style|\sstyle=|\son[a-z]+=", answer.text)


def test_25_no_page_about_a_person_is_kept_by_a_browser_or_on_the_way(stage: Stage) -> None:
    ada, seen = Visitor(stage.app, stage.school, ADA), 0
    for address in stage.addresses:
        if address.method == "GET" and address.right.who != UNASKED:
            path = address.path(ids_in(address, stage.things[ADA], ADA, stage.pairs[ADA]) | stage.tokens[ADA])
            assert ada.get(path).headers["Cache-Control"] == "no-store", address
            seen += 1
    assert seen > 60


ELSEWHERE = ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "/%2f%2fevil.example"]


@pytest.mark.usefixtures("with_passwords")
@pytest.mark.parametrize("target", [*ELSEWHERE, "/%5Cevil.example", "javascript:alert(1)", "/\t/evil.example"])
def test_26_nobody_is_sent_to_another_site(client: Client, target: str) -> None:
    typed = {"address": ADA.address, "password": PASSWORD, "next": target}
    assert client().submit(SIGN_IN, SIGN_IN, **typed).location == "/"
    assert client(ADA).submit("/sign-in/again", "/sign-in/again", password=PASSWORD, next=target).location == "/"
    assert own_path("/goals?a=1") == "/goals?a=1"


MARKUP = '"><img src=x onerror=alert(1)>'


def test_27_markup_in_any_text_stays_text_for_every_reader(school: School, client: Client) -> None:
    pair, say = school.partnership(), school.say
    for who in (ADA, BEN):
        say(who, "change_settings", name=f"{who.name} {MARKUP}", zone=who.zone, nudges=True)
    goal = school.goal(statement=f"Goal {MARKUP}", steps=MARKUP)
    say(ADA, "choose_goal_sharing", goal, sharing="words")
    say(ADA, "reschedule_goal", goal, due=school.days_ahead(20), reason=MARKUP)
    contact = say(ADA, "add_contact", card=Card(*[f"Card {MARKUP}"] * 4), tie="weak")
    outreach = school.draft(contact, goal, why_you=MARKUP, purpose=MARKUP)
    say(ADA, "send_outreach", outreach, channel="email", times_offered=[])
    say(ADA, "record_conversation", outreach, medium="call", questions=MARKUP, notes=MARKUP, whom_next=MARKUP)
    takeaway = say(ADA, "decide_takeaway", outreach, text=MARKUP, kind="research", due=school.days_ahead(5))
    say(ADA, "choose_outreach_sharing", outreach, partnership_id=pair, parts=["name", "message", "notes"])
    say(ADA, "check_in", pair, confidence=3, moved=MARKUP, next_step=MARKUP)
    cohort = say(DORA, "open_cohort", name=f"Cohort {MARKUP}")
    look = f"/staff/members/{ADA.id}/history"
    dora = client(DORA)
    dora.submit(look, look, reason=f"Reason {MARKUP}")
    seen = {
        ADA: ["/", "/goals", f"/goals/{goal}", "/contacts", f"/contacts/{contact}", f"/outreach/{outreach}"],
        BEN: ["/", "/buddy", f"/buddy/{pair}/stories/{outreach}"],
        DORA: ["/staff", f"/staff/cohorts/{cohort}", look],
    }
    seen[ADA] += [f"/takeaways/{takeaway}", "/buddy", "/settings", f"/contacts?q={MARKUP}", f"/contacts/{contact}/edit"]
    for who, paths in seen.items():
        visitor = dora if who is DORA else client(who)
        for path in paths:
            text = visitor.get(path).text
            assert "<img src=x" not in text, (who.name, path)
            assert escape(MARKUP[2:]) in text, (who.name, path)
