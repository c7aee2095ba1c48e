"""When two spellings are one address, one profile, one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.same_person import address, marks, profile, sought

ADA = {
    "name": "Ada Lovelace",
    "company": "Engines",
    "url": "https://www.linkedin.com/in/ada",
    "email": "ada@example.org",
}


def same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Recognition must not depend on who came first."""
    found = set(marks(**one)) & set(sought(**other)) != set()
    assert found == (set(marks(**other)) & set(sought(**one)) != set())
    return found


@pytest.mark.parametrize("email", ["Ada@Example.ORG", " ada@example.org "])
def test_case_and_space_around_do_not_change_an_address(email: str):
    assert address(email) == "ada@example.org"


@pytest.mark.parametrize("email", ["katie-o'connor@example.net", "मोहन@example.org", "a+b@sub.example.org"])
def test_unusual_but_right_addresses_are_kept(email: str):
    assert address(email) == email


@pytest.mark.parametrize(
    "email",
    [
        "", "ada", "@example.org", "ada@", "ada@localhost", "a@b@example.org", "a@example..org", "a b@example.org",
        "ada@example.org\nBcc: x@example.org", "a\0@example.org", "a?bcc=b@example.org", "<ada@example.org>",
        "-@example.com", f"{'a' * 250}@example.org",
    ],
)  # fmt: skip
def test_what_names_no_single_mailbox_is_no_address(email: str):
    assert address(email) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/josé",
        "http://linkedin.com/in/jos%C3%A9/",
        "https://fr.linkedin.com/in/Jos%c3%a9/fr?trk=x#top",
        "HTTPS://WWW.LINKEDIN.COM:443/IN/JOSE%CC%81",
    ],
)
def test_one_profile_has_one_form(url: str):
    assert profile(url) == "https://www.linkedin.com/in/jos%C3%A9"


def test_two_profiles_keep_two_forms():
    assert profile("https://www.linkedin.com/in/--9fab1b") != profile("https://www.linkedin.com/in/--2b9123")


def test_a_host_that_ends_like_linkedin_is_not_linkedin():
    assert profile("https://notlinkedin.com/in/Ada/?a=1#b") == "https://notlinkedin.com/in/Ada?a=1"


def test_an_encoded_slash_does_not_shorten_a_name():
    assert profile("https://www.linkedin.com/in/a%2fb") == "https://www.linkedin.com/in/a%2Fb"


def test_a_name_whose_bytes_are_no_text_is_kept_as_it_is():
    assert profile("https://www.linkedin.com/in/a%FF") == "https://www.linkedin.com/in/a%ff"


@pytest.mark.parametrize(
    "url",
    [
        "", "ada", "www.linkedin.com/in/ada", "javascript:alert(1)//https://www.linkedin.com/in/ada", "ftp://a.example/",
        "https://www.linkedin.com@evil.example/", r"https:\\evil.example", r"https://a.example\@b", "https://[::1/",
        "https://www.linkedin.com/in/a\nb", "https://www.linkedin.com/in/a b", "https://a.example/\u202egpj",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_link_is_no_profile(url: str):
    assert profile(url) == ""


@given(st.text(alphabet=st.sampled_from("aAéİßK%C3.:/?#@-2fF"), max_size=30))
def test_making_a_profile_comparable_twice_changes_nothing(tail: str):
    assert profile(profile(f"https://www.linkedin.com/in/{tail}")) == profile(f"https://www.linkedin.com/in/{tail}")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"name": "A. L.", "company": "", "email": "other@example.org"}, True),  # the profile decides
        ({"url": "https://www.linkedin.com/in/ada-2"}, False),
        ({"url": "", "name": "A. L."}, True),  # else the address
        ({"url": "", "email": "other@example.org"}, False),
        ({"url": "", "email": ""}, True),  # else name and company
        ({"url": "", "email": "", "name": "ada  LOVELACE"}, True),
        ({"url": "", "email": "", "company": ""}, False),
        ({"url": "", "email": "", "name": "Ada King"}, False),
    ],
)
def test_the_strongest_trait_that_both_have_decides(changed: dict[str, str], expected: bool):
    assert same(ADA, {**ADA, **changed}) is expected


def test_a_profile_and_an_address_meet_by_name_and_company():
    assert same({**ADA, "url": ""}, {**ADA, "email": ""})


def test_somebody_without_any_trait_has_no_marks():
    assert marks(name=" ", company="Engines", url="", email="-@example.com") == ()
