"""Tests of what follows from the facts."""
