"""Inputs that a fuzzer makes up, led by the code that they reach (libFuzzer, by way of atheris)."""
