"""Files that people bring in."""
