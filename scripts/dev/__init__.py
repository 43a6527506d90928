"""What only a developer runs: measurements, validators, the comparison of two builds, made-up exports.

In: a built site, or nothing. Out: tables and findings on the terminal. No other room needs this one.
Start at `Makefile`: each module here is one of its commands, or what some of them share, as `bench/building.py` is.
"""
