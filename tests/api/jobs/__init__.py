"""Tests of `api/jobs`."""
