"""What every page shares: rendering, texts in two languages, static files, refusals, safety."""
