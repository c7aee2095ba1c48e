"""A watched Chromium for the browser tests: a page that complains, goes astray or breaks its policy fails its test."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from scripts import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing may leave the machine, not even a look-up of a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Some browsers only log a violation of the content security policy when the tools are open; say it ourselves.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`content security policy: ${event.violatedDirective} blocked ${event.blockedURI}`));
"""
DESKTOP = {"width": 1280, "height": 900}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that nobody has to remember to."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@dataclass
class Watch:
    """What went wrong on the pages of one test; `allow` names what that test provokes on purpose."""

    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Accept complaints in which this regular expression is found, such as "status of 404"."""
        self.allowed.append(pattern)

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self.note_console)
        context.on("weberror", lambda problem: self.note("page error", str(problem.error)))
        context.on("request", lambda request: self.note_stray(request.url))

    def note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.note("console", message.text)

    def note_stray(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.note("request leaving the machine", url)

    def note(self, kind: str, words: str) -> None:
        self.complaints.append(f"{kind}: {words}")

    def unexpected(self) -> list[str]:
        return [words for words in self.complaints if not any(re.search(one, words) for one in self.allowed)]


# Not "session": while playwright runs, no other test in the same process could use asyncio.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or chromium.find()
    assert path, "No Chromium here: scripts/test installs one where it can; --without-browser leaves these tests out."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert not watching.unexpected(), "\n".join(watching.unexpected())


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open a page in a fresh profile: `open_page(color_scheme="dark", viewport={"width": 390, "height": 844})`.

    Takes what playwright's `Browser.new_context` takes; each page is a person of their own, with no cookies.
    """
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "service_workers": "block", **options})
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def axe_violations() -> Callable[..., list[str]]:
    """What axe finds serious or critical on the page as it stands: one line each, with the rule and the places.

    `only`: some of axe's rules.
    """
    return serious_violations


def serious_violations(page: Page, only: Sequence[str] = ()) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    # Half a megabyte, which stays on the page until the next one.
    axe = Axe("0") if page.evaluate("typeof axe === 'object'") else Axe()
    found = axe.run(page, options=options).response["violations"]
    return [describe(one) for one in found if one["impact"] in ("serious", "critical")]


def describe(violation: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"]) for node in violation["nodes"])
    return f"{violation['impact']} {violation['id']}: {violation['help']} – {places}"
