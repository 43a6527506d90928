"""The comment archive: its form on disk, its rendering, and what its keeper does with it."""
