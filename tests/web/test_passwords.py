"""What makes a password too weak, and that finding out is little work whatever was typed."""

import pytest
import zxcvbn

from web.passwords import MOST, WEIGHED, weakness

# Each of these signs may stand for several letters.
SIGNS = "4@8({[<369!1|70$5+%2" * (MOST // 20)


@pytest.mark.parametrize(
    "password", ["sunshine2024" * 3, "passwordpassword1234567890qwertyuiop", "a" * MOST, "accountabilibuddy1!"]
)
def test_length_alone_is_no_strength(password: str) -> None:
    assert "too easy" in weakness(password)


@pytest.mark.parametrize("password", ["accountabilibuddy horse staple", "kitten-paper-lamp", "ein ruhiger Fluss"])
def test_some_words_together_are(password: str) -> None:
    assert not weakness(password)


def test_however_long_it_is_little_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed, weigh = list[str](), zxcvbn.zxcvbn

    def watched(part: str) -> dict[str, int]:
        weighed.append(part)
        found: dict[str, int] = weigh(part)
        return found

    monkeypatch.setattr(zxcvbn, "zxcvbn", watched)
    weakness(SIGNS)
    weakness("password" + SIGNS[:50])
    assert weighed
    assert max(map(len, weighed)) <= WEIGHED
