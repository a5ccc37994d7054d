"""What the scripts that hold Berth against other programs share: both run in turn on one machine, and their ratio is what counts."""

import math
import pathlib
import platform

BERTH = pathlib.Path(__file__).resolve().parent.parent / "berth"


def interval(values):
    """95 % interval of the median: the k-th smallest and largest, P(Binomial(n, 1/2) < k) <= 2.5 %; None below 6."""
    n, below, k = len(values), 0.0, 0
    while below + math.comb(n, k) / 2**n <= 0.025:
        below += math.comb(n, k) / 2**n
        k += 1
    ordered = sorted(values)
    return (ordered[k - 1], ordered[n - k]) if k > 0 else None


def words(bounds, digits=3):
    """An interval as people read it."""
    return "n<6" if bounds is None else f"{bounds[0]:.{digits}f} to {bounds[1]:.{digits}f}"


def warm(file):
    """Brings a file into the page cache."""
    with open(file, "rb", buffering=0) as stream:
        while stream.read(1 << 20):
            pass


def processor():
    """The processor's name."""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
