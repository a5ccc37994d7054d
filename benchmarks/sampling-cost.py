#!/usr/bin/env python3
"""What Berth's own sampling (/proc, /sys, page cache) costs the runs it watches: A/B/A/B in one process.

    benchmarks/sampling-cost.py [--runs 200] MODEL...

Profiles the models with every other repetition unsampled (-Dberth.sampling=alternate) and pairs each sampled run with
the unsampled one after it, of the same model, cache state and reader. Prints, for each of these and for all pairs, the
ratio of medians (sampled / unsampled), and the median of the pairs' ratios with its 95 % interval from order
statistics. Exit status 1 where the median of all pairs' ratios is above 1.01, 2 where there are fewer than 6 pairs.
"""

import argparse
import collections
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

from pairs import BERTH, interval, words

BOUND = 1.01


def totals(runs_file):
    """Nanoseconds by series and repetition; warm-ups and failed runs left out, and those without a sample told apart."""
    found = collections.defaultdict(dict)
    for line in runs_file.read_text().splitlines():
        row = json.loads(line)
        key = row["key"]
        if row["failure"] is None and key["repetition"] >= 0:
            series = (key["model"], key["requestedTier"], key["reader"], key["threads"], key["chunkBytes"])
            sampled = "value" in row["environment"]["load1"]
            if sampled != (key["repetition"] % 2 == 0):
                sys.exit("sampling-cost: runs do not alternate; is this berth too old for -Dberth.sampling?")
            found[series][key["repetition"]] = row["totalNanos"]
    return found


def shown(name, pairs):
    ratios = [sampled / unsampled for sampled, unsampled in pairs]
    of_medians = statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)
    print(f"{name}: ratio of medians {of_medians:.4f}, median of ratios {statistics.median(ratios):.4f}, "
          f"95 % interval {words(interval(ratios), 4)}, {len(pairs)} pairs")
    return ratios


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", help="model files or folders")
    parser.add_argument("--runs", type=int, default=200, help="of each model and cache state; default: 200")
    options = parser.parse_args()
    if options.runs < 2:
        parser.error("--runs: expected 2 or more")
    load = os.getloadavg()
    print(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC  {os.cpu_count()} processors, "
          f"Linux {platform.release()}, load {load[0]:.1f}\n"
          f"command: benchmarks/sampling-cost.py --runs {options.runs}, {len(options.models)} paths\n", flush=True)
    environment = dict(os.environ, JDK_JAVA_OPTIONS="-Dberth.sampling=alternate")
    with tempfile.TemporaryDirectory(prefix="sampling-cost-") as folder:
        done = subprocess.run([BERTH, "profile", *options.models, "--runs", str(options.runs), "--device", "host",
                               "--out", folder + "/out", "--quiet"],
                              capture_output=True, text=True, check=False, env=environment)
        runs = pathlib.Path(folder, "out", "raw", "runs.jsonl")
        if not runs.exists():
            sys.exit("sampling-cost: berth failed: " + done.stderr.strip())
        series = totals(runs)
    all_ratios = []
    for name, by_repetition in sorted(series.items()):
        pairs = [(by_repetition[i], by_repetition[i + 1])
                 for i in sorted(by_repetition) if i % 2 == 0 and i + 1 in by_repetition]
        if pairs:
            all_ratios += shown(" ".join(str(part) for part in name), pairs)
    bounds = interval(all_ratios)
    if bounds is None:
        print("fewer than 6 pairs: nothing can be said; allow more --runs")
        sys.exit(2)
    median = statistics.median(all_ratios)
    print(f"\nall: median ratio {median:.4f}, 95 % interval {bounds[0]:.4f} to {bounds[1]:.4f}, {len(all_ratios)} pairs; "
          f"wanted at most {BOUND}: {'met' if median <= BOUND else 'MISSED'}")
    sys.exit(1 if median > BOUND else 0)


if __name__ == "__main__":
    main()
