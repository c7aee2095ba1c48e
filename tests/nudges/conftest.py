"""A school with its scheduler for the tests of nudges."""

import pytest

from tests.cast import School
from tests.nudges.nudged import Nudged


@pytest.fixture
def nudged(school: School) -> Nudged:
    return Nudged(school)
