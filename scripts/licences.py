"""The licences of all that is pinned, as installed packages tell them; writes docs/licences.md."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
ELSEWHERE = "not installed on the machine where this was written"
# The same licence under one name.
_NAMES = {
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
}

HEAD = """\
# Licences

What Accountabilibuddy stands on, in the versions that are pinned; nothing of it is copied into this repository. Made by
`scripts/licences` from what the packages say of themselves; a test fails when it is out of date. bootstrap-flask
carries the files of Bootstrap (MIT), django-htmx those of htmx (0BSD); browsers are given both.
"""
KINDS = (
    ("To run it", "requirements.lock", "The Python packages of a running school."),
    ("To test it", "requirements-dev.lock", "Only for development: none of it is part of a running school."),
)


def pinned(lock: str) -> dict[str, str]:
    """The packages of a lock and their versions."""
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def licence(name: str) -> str | None:
    """What a package says of its licence: by expression, by classifier, or in its own words; None if it is not here."""
    try:
        about = distribution(name)
    except PackageNotFoundError:
        return None
    found = _said(about, "License-Expression") or " or ".join(_classified(about)) or _first_line(about)
    return _NAMES.get(found, found) or "not told"


def _classified(about: Distribution) -> list[str]:
    named = [c for c in about.metadata.get_all("Classifier") or [] if c.startswith("License :: OSI Approved ::")]
    return [_NAMES.get(words, words) for words in (c.rpartition(" :: ")[2] for c in named)]


def _first_line(about: Distribution) -> str:
    return next((line.strip() for line in _said(about, "License").splitlines() if line.strip()), "")


def _said(about: Distribution, field: str) -> str:
    return str((about.metadata.get_all(field) or [""])[0])


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_lines())


def _lines() -> Iterator[str]:
    told = set[str]()
    for title, lock, about in KINDS:
        yield f"\n## {title}\n\n{about}\n\n| package | version | licence |\n|---|---|---|\n"
        for name, version in sorted(pinned(lock).items()):
            if name not in told:
                yield f"| {name} | {version} | {licence(name) or ELSEWHERE} |\n"
                told.add(name)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
