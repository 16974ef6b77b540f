"""What all tests share: settings of Hypothesis, and the reports of `../shared` where they are there."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).parents[2] / "shared"
_ABSENT = "../shared (the real reports) is not here"

# A slow machine is no failure; on CI the examples are the same every time.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items):
    """`@pytest.mark.shared`: skipped, by name and with the reason, where `../shared` is missing."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=_ABSENT))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared`; the test is skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(_ABSENT)
    return SHARED
