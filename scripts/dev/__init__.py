"""What only a developer runs: measurements, validators, the comparison of two builds, made-up samples, a browser.

In: a built site, or nothing. Out: tables and findings on the terminal. No other room needs this one.
"""
