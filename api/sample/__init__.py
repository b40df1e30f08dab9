"""A made-up province year with the published totals of Nghệ An 2022, as exchange files.

`write_sample` divides the totals among 15,910 units (or a part of them), lets each unit take in,
pass on and award money in the way its kind does, and writes one CSV row for each of these facts.
Names of people, small places, companies and account numbers are synthetic.
"""

from __future__ import annotations

from api.sample.summary import SampleSummary
from api.sample.year import write_sample

__all__ = ["SampleSummary", "write_sample"]
