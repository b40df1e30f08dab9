"""Tests of the JSON API, each against the whole application over a real database."""
