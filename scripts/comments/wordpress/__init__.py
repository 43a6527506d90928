"""Loads the comments of a WordPress export into the archive."""
