"""Tests of what the outside asks."""
