"""The set-up agrees with itself: rooms exist, and the locks hold what pyproject.toml asks for and name no address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")}
GROUPS = PROJECT["dependency-groups"]
TO_RUN = [*PROJECT["project"]["dependencies"], *GROUPS["setup"]]


def locked(lock: str) -> dict[str, list[str]]:
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCKS[lock], re.MULTILINE)
    return {name: [version for other, version in pins if other == name] for name, _ in pins}


@pytest.mark.parametrize("pattern", PROJECT["tool"]["setuptools"]["packages"]["find"]["include"])
def test_each_listed_package_is_there(pattern: str) -> None:
    assert (ROOT / pattern.removesuffix("*") / "__init__.py").is_file()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"^.*(?:://|--index|--find-links|\.org|\.com|hosted).*$", LOCKS[lock], re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_in_a_lock_has_a_hash(lock: str) -> None:
    pins = re.split(r"\n(?=\S)", LOCKS[lock].strip())
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize(
    ("lock", "asked"),
    [("requirements.lock", TO_RUN), ("requirements-dev.lock", [*TO_RUN, *GROUPS["dev"]])],
)
def test_a_lock_holds_what_the_project_asks_for(lock: str, asked: list[str]) -> None:
    pins = locked(lock)
    missing = [words for words in asked if not satisfied(Requirement(words), pins)]
    assert missing == [], "scripts/lock brings the locks in step"


def satisfied(asked: Requirement, pins: dict[str, list[str]]) -> bool:
    versions = pins.get(canonicalize_name(asked.name), [])
    return bool(versions) and all(asked.specifier.contains(version) for version in versions)


def test_what_runs_is_tested_in_the_same_versions() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_django_is_kept_out_although_the_htmx_package_asks_for_it() -> None:
    assert "django" not in locked("requirements.lock")
