"""The pages for everybody, asked for as a browser asks."""
