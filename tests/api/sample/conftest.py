"""Two written samples: the demo's size, and the smallest for tests that only need some rows."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from api.sample import SampleSummary, write_sample
from tests.api.sample.replay import Replay


class Sample(NamedTuple):
    """What the generator says about a sample, and what its files say."""

    summary: SampleSummary
    replay: Replay


def _written(factory: pytest.TempPathFactory, scale: float) -> Sample:
    folder = factory.mktemp("sample")
    return Sample(write_sample(folder, scale=scale), Replay(folder))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample of the demo, a fiftieth of the province."""
    return _written(tmp_path_factory, 0.02)


@pytest.fixture(scope="session", params=[0.02, 0.002], ids=["demo", "smallest"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Each of the two samples."""
    return _written(tmp_path_factory, request.param)


@pytest.fixture(scope="session")
def whole_province(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The full-size sample; takes a minute."""
    return _written(tmp_path_factory, 1)
