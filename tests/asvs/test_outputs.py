"""28 to 34: words of people in tables, cards, letters, logs and questions to databases."""

import ast
import csv
import json
import sys
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask

from domain.accountability.contacts import Card
from nudges.channels import ChannelError
from nudges.channels.writing import written
from projections.own_data.spreadsheet import table
from projections.own_data.vcards import vcard
from projections.tracker import contacts
from scripts.command_line import main
from scripts.logs import Lines
from store.names import EVENTS, UnknownEvent
from tests.asvs.conftest import Client
from tests.cast import ADA, School
from tests.nudges.channels.test_mail import LETTER, SENDER
from tests.scripts.test_logs import record
from tests.stranger import stranger, write_a_foreign_row
from tests.web.test_api import Caller

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "store", "projections", "nudges", "web", "scripts")

FORMULAS = ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", '"=1"', "\n=1", " =1", 'a"b', "a\nb", "a,b"]
# Where another separator is expected, what follows one begins a cell, whatever quotes say.
FORMULAS += ["Acme;=1+1", "a\n=1", "a\r\n -1", "a\t@SUM(A1)", ";;=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_28_no_cell_of_a_table_becomes_a_formula(text: str) -> None:
    file = StringIO(newline="")
    table(file, ["one", "two"])([text, "plain"])
    [_, [cell, plain]] = csv.reader(StringIO(file.getvalue(), newline=""))
    assert cell.replace("'", "") == text.replace("\x00", "")
    german = csv.reader(file.getvalue().splitlines(), delimiter=";", quoting=csv.QUOTE_NONE)
    assert not [part for row in german for part in row if part.strip('" ').startswith(("=", "+", "-", "@"))]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\x00"))
    assert plain == "plain"


def test_29_what_stands_in_a_card_ends_no_line_of_it(school: School, app: Flask) -> None:
    """Calendars there are none yet; address books follow the same rules of escaping and folding (RFC 6350)."""
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith(".ics")] == []
    words = "A;B,C\\D\r\nATTACH:https://evil.example\n" + "ä" * 90
    school.say(ADA, "add_contact", card=Card("Mira", how_known=words, link="https://x.org/a"), tie="weak")
    text = vcard(contacts(school.views, ADA.id)[0])
    lines = text.removesuffix("\r\n").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    names = [line.partition(":")[0] for line in text.replace("\r\n ", "").split("\r\n") if line]
    assert (names.count("NOTE"), "ATTACH" in names, names[-1]) == (1, False, "END")
    assert "NOTE:A\\;B\\,C\\\\D\\nATTACH:https://evil.example\\n" in text.replace("\r\n ", "")


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\x00"])
def test_30_nothing_is_smuggled_into_the_head_of_a_letter(sign: str) -> None:
    letter = message_from_bytes(bytes(written(LETTER, SENDER)), policy=SMTP)
    assert (letter.get_all("To"), letter["Cc"], letter["Bcc"]) == ([LETTER.to], None, None)
    forged: dict[str, Any] = dict.fromkeys(("to", "subject", "way_out"), f"x@example.org{sign}Bcc: eve@example.org")
    for name in forged:
        with pytest.raises(ChannelError):
            written(replace(LETTER, **{name: forged[name]}), SENDER)
    with pytest.raises(ChannelError):
        written(LETTER, f"School{sign}Bcc: eve@example.org <school@example.org>")
    with pytest.raises(ChannelError):
        written(replace(LETTER, to="zoe@example.org, eve@example.org"), SENDER)


def test_31_letters_travel_by_mail_alone_and_no_text_is_read_as_markdown(school: School, client: Client) -> None:
    """There is no Slack yet: no channel, no setting. What it would read as a sign is plain text here."""
    channels = {file.stem for file in (ROOT / "nudges" / "channels").glob("*.py")}
    assert channels == {"__init__", "contract", "mail", "mailbox", "writing"}
    assert not [name for name in vars(school.settings) if "slack" in name or "hook" in name]
    signs = "<!channel> <@U123> [here](https://evil.example) *bold*"
    goal = school.goal(statement=signs)
    page = client(ADA).get(f"/goals/{goal}").text
    assert "&lt;!channel&gt; &lt;@U123&gt; [here](https://evil.example) *bold*" in page
    assert 'href="https://evil.example' not in page


INJECTION = "x'; DROP TABLE progress_goal; --"


def test_32_questions_to_databases_take_words_as_values(school: School, app: Flask, client: Client) -> None:
    goal, ada = school.goal(statement=INJECTION), client(ADA)
    for path in ("/contacts?q={}&sort={}&tie={}", "/goals/new?template={}", "/staff?page={}"):
        assert ada.get(path.replace("{}", INJECTION)).status_code in (200, 404)
    program = Caller(app, school, ADA)
    told = [program("GET", f"{path}{INJECTION}").status_code for path in ("/goals?limit=", "/history?before=")]
    assert told == [422, 422]
    assert INJECTION.replace("'", "&#39;") in ada.get(f"/goals/{goal}").text
    done = CliRunner().invoke(main, ["rebuild", INJECTION, "--data", str(school.folder)])
    assert (done.exit_code, "is not one of" in done.output) == (2, True)
    # SQL that is put together stands where names of our own tables are put in, and nowhere else; ruff (S608) sees it.
    made = {str(file.relative_to(ROOT)) for room in ROOMS for file in (ROOT / room).rglob("*.py") if _puts_sql(file)}
    assert made <= {f"store/{name}.py" for name in ("bulk", "record_sqlite", "selecting")}


def _puts_sql(file: Path) -> bool:
    return "noqa: S608" in file.read_text(encoding="utf-8")


def test_33_a_line_of_the_log_is_one_line_whatever_stands_in_it() -> None:
    forged = 'x\r\n{"level": "info", "event": "all is well"}\u2028y\x1b[0m'
    line = Lines(as_json=True).format(record("web.session", "signed in", facts={"device": forged}))
    assert (len(line.encode().splitlines()), "\x1b" in line) == (1, False)
    assert json.loads(line)["device"] == forged
    text = Lines(as_json=False).format(record("web.session", "signed in", facts={"device": forged}))
    assert text.isprintable()


def test_34_a_row_of_the_record_names_events_of_ours_and_imports_nothing(school: School) -> None:
    with stranger(school.settings) as tell:
        write_a_foreign_row(tell, "this:s", uuid4().hex)
    with pytest.raises(UnknownEvent, match="this:s"):
        school.use_cases.after(0, 1_000)
    assert "this" not in sys.modules
    assert not [name for name in EVENTS if ":" in name or not name.replace(".", "").isalpha()]
    calls = [
        node.func.id
        for file in (ROOT / "store").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert not {"resolve_topic", "import_module", "__import__", "eval", "exec"} & set(calls)
