"""What two rooms or more need, each module named for what it is; it knows nothing of the rooms.

In: files, settings, addresses, built pages. Out: these as data, with the line of each fault.
Start at `faults.py`, the form of all that the checks say.
"""
