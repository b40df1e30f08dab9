"""Tests of the inspector's pages."""
