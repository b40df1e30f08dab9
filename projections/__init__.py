"""What follows from the facts. Everything here can be dropped and rebuilt from the journal."""
