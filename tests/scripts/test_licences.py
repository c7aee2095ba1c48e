"""The page of licences names every package that is pinned, in its version, with what it says of itself."""

import re

from scripts.licences import ELSEWHERE, KINDS, PAGE, licence, page, pinned


def rows(text: str) -> dict[str, str]:
    """Each package's line."""
    return {line.split(" | ")[0].strip("| "): line for line in re.findall(r"^\| .+ \|$", text, re.MULTILINE)}


def test_the_page_is_current() -> None:
    written, now = rows(PAGE.read_text(encoding="utf-8")), rows(page())
    assert written.keys() == now.keys(), "scripts/licences writes it anew"
    # Elsewhere other packages are installed: those that are here are compared.
    assert {name: written[name] for name, line in now.items() if ELSEWHERE not in line} == {
        name: line for name, line in now.items() if ELSEWHERE not in line
    }


def test_nothing_that_is_pinned_is_left_out() -> None:
    names = {name for _, lock, _ in KINDS for name in pinned(lock)}
    assert names <= rows(page()).keys()
    assert len(names) > 60


def test_a_licence_is_told_by_name() -> None:
    assert licence("flask") == "BSD-3-Clause"
    assert licence("eventsourcing") == "BSD-3-Clause"
    assert licence("no-such-package-anywhere") is None
