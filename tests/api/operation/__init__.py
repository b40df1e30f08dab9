"""The program as those see it who look after it."""
