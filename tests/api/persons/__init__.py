"""Persons: forgetting them, and what goes with them."""
