"""What two rooms or more need, each module named for what it is.

It knows nothing of the rooms. Start at `faults.py`, the form of all that the checks say.
"""
