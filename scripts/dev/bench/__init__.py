"""Measurements of the built site and of its builds, each a command of the Makefile."""
