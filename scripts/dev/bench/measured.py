"""Runs the command that it is given, and prints as its last line what that took: a process that holds next to nothing.

The peak of memory of a command counts what its parent held when it began.
"""

import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    begin = time.perf_counter()
    code = subprocess.call(sys.argv[1:])  # noqa: S603 - our own words only
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts memory in kilobytes, macOS in bytes.
    memory = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print("\n", used.ru_utime + used.ru_stime, memory, time.perf_counter() - begin)
    sys.exit(code)
