"""How fast it is, as ratios against what the same machine does in the same run: `bench/run`."""
