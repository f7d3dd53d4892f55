"""Benchmarks: what the program costs, printed as ratios to a floor taken in the same run. `make bench`."""
