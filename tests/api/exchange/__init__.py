"""Tests of the exchange files."""
