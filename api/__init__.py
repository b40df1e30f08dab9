"""Who asks: the command line, the pages and the JSON interface, wired together."""
