"""The watched page of conftest.py does complain: each trouble is seen, and only what a test allows is let through."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watch

TROUBLES = {
    "console: told so": "<script>console.error('told so')</script>",
    "page error: .*broken": "<script>throw new Error('broken')</script>",
    "request leaving the machine: http://198.51.100.1/": "<img src='http://198.51.100.1/stray.png' alt=''>",
    "content security policy: script-src": (
        "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>"
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_page_with_trouble_is_told_on(page: Page, watch: Watch, trouble: str) -> None:
    page.set_content(f"<!doctype html><title>Trouble</title>{TROUBLES[trouble]}")
    page.wait_for_load_state("load")
    assert watch.unexpected()
    watch.allow(trouble)
    watch.allow("^console: (Failed to load|Refused|Executing inline|content security)")
    assert watch.unexpected() == []


def test_a_page_that_cannot_be_read_by_everybody_is_told_on(
    page: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    page.set_content("<!doctype html><html lang='en'><title>Bare</title><main><h1>Bare</h1><button></button></main>")
    assert [words.split(":")[0] for words in axe_violations(page)] == ["critical button-name"]
