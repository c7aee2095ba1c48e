"""docs/security.md names every test of this folder, one for each promise, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| .+ \| [\d., –]+ \| `(test_\w+\.py)::(test_\w+)` \| .*\|$", re.MULTILINE)


def written() -> list[tuple[str, str]]:
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    found = [(f.name, name) for f in files for name in re.findall(r"^def (test_\d\d_\w+)", f.read_text(), re.MULTILINE)]
    return sorted(found, key=lambda one: one[1])


def test_each_promise_has_one_test_and_each_test_its_row() -> None:
    rows = ROW.findall(TABLE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 47))
    assert [(file, name) for _, file, name in rows] == written()
    assert [name[5:7] for _, _, name in rows] == [f"{number:02}" for number in range(1, 47)]
    assert set(re.findall(r"test_\d\d_\w+", TABLE)) == {name for _, _, name in rows}


def test_whoever_reads_of_security_is_led_here() -> None:
    for page in ("README.md", "SECURITY.md"):
        assert "(docs/security.md)" in (ROOT / page).read_text(encoding="utf-8")
