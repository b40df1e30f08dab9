"""Print runs: asked for on a page, made in the background, fetched as a few PDF files.

jobs       what was asked for, how far it has come, what was printed before
printer    makes the papers of a run
"""
