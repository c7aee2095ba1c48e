"""Coming in by the school's own provider in a real browser: out to another process, and back with its cookies."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.browser.site import site_of
from tests.cast import ADA, Clock, School
from tests.oidc_provider import CLIENT, SECRET

PROGRAM = Path(__file__).parents[1] / "oidc_provider.py"


@pytest.fixture
def provider() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-P", PROGRAM], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield running.stdout.readline().strip()
        running.kill()


@pytest.fixture
def site(provider: str, school: School, clock: Clock) -> Iterator[str]:
    clock.set(datetime.now(UTC))
    settings = replace(
        school.services.settings,
        oidc_issuer=provider,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="Campus ID",
    )
    school.services = replace(school.services, settings=settings)
    with site_of(school) as address:
        now = int(time.time())
        claims = {"sub": "ada", "email": ADA.address, "email_verified": True, "iat": now, "exp": now + 300}
        told = {"claims": claims, "trouble": "", "back": f"{address}/sign-in/provider/back"}
        asked = Request(f"{provider}/switch", json.dumps(told).encode(), {"Content-Type": "application/json"})
        urlopen(asked, timeout=10).close()
        yield address


def test_one_click_there_and_back(
    site: str, open_page: Callable[..., Page], axe_violations: Callable[[Page], list[str]]
) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(f"{site}/sign-in")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Sign in with Campus ID").click()
    page.wait_for_url(f"{site}/")
    assert ADA.name.split()[0] in (page.text_content("h1") or "")
    page.goto(f"{site}/settings/provider")
    assert "Connected" in (page.text_content("main") or "")
    assert axe_violations(page) == []
