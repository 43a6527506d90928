"""Measurements that anyone can run: ours beside the alternative, in one run."""
