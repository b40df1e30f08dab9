"""Same seed and same scale, same bytes; the generator reports how far it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from api.sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path

# Pinned so that another Python or another machine cannot quietly write another year.
SMALLEST_SHA256 = "3db01605dbcf1f883bef59415b86ecc6f18297dea3a2242845890cd0d1d8d880"


def _sha256_of_sample(folder: Path, seed: int) -> str:
    write_sample(folder, scale=0.002, seed=seed)
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def test_the_smallest_sample_is_always_the_same(tmp_path: Path) -> None:
    first, second = (_sha256_of_sample(tmp_path / name, 2022) for name in ("one", "two"))
    assert first == second == SMALLEST_SHA256


def test_another_seed_tells_another_year(tmp_path: Path) -> None:
    assert _sha256_of_sample(tmp_path, 1999) != SMALLEST_SHA256


def test_writing_again_replaces_the_files(tmp_path: Path) -> None:
    write_sample(tmp_path, scale=0.003)
    assert _sha256_of_sample(tmp_path, 2022) == SMALLEST_SHA256


@pytest.mark.parametrize("scale", [0, 0.0019, 1.01, -1])
def test_a_scale_out_of_range_is_refused_and_nothing_is_written(
    tmp_path: Path, scale: float
) -> None:
    with pytest.raises(ValueError, match="scale"):
        write_sample(tmp_path / "sample", scale=scale)
    assert not (tmp_path / "sample").exists()


def test_progress_ends_when_every_unit_is_written(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    summary = write_sample(tmp_path, scale=0.002, on_progress=lambda *step: seen.append(step))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1] == ("Lập số liệu mẫu", summary.units, summary.units)
