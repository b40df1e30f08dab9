"""Tests of what units publish: totals, packages, pages."""
