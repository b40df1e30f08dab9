"""Tests of what is printed. They make real papers and read them back."""
