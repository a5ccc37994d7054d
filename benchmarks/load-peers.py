#!/usr/bin/env python3
"""Times how long PyTorch and Berth take to bring the same checkpoint into host memory, in alternating pairs.

    benchmarks/load-peers.py [--pairs 11] [--python /usr/bin/python3] FILE.pt

Each pair is one process of Python with torch (imported, and warmed up on a small checkpoint, before anything is timed:
torch.load(FILE, map_location="cpu"), cold and warm) and one session of 'berth profile' (one run cold, one warm, after a
warm-up run). Which of the two comes first alternates. Cold: the file is synced and evicted, and fincore (util-linux) must
then find no page of it in the page cache; Berth proves the same by itself. Prints every pair's ratio (torch / berth), their
median and its 95 % interval from order statistics.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

from pairs import BERTH, interval, processor, words

TORCH = """
import json, os, subprocess, sys, time, torch
file = sys.argv[1]
small = sys.argv[2]
torch.save({"w": torch.zeros(1000)}, small)
torch.load(small, map_location="cpu")

def load():
    begin = time.perf_counter()
    state = torch.load(file, map_location="cpu")
    return time.perf_counter() - begin

descriptor = os.open(file, os.O_RDONLY)
os.fsync(descriptor)
os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
os.close(descriptor)
pages = int(subprocess.run(["fincore", "--noheadings", "--output", "PAGES", file], capture_output=True, text=True).stdout)
cold = load() if pages == 0 else None
load()
print(json.dumps({"cold": cold, "warm": load(), "version": torch.__version__}))
"""
TIERS = {"storage-cold": "cold", "page-cache-warm": "warm"}


def fail(line):
    sys.exit("load-peers: " + line)


def torch(python, file, folder):
    """Seconds of a cold load, None where it was not cold, and of a warm one."""
    done = subprocess.run([python, "-c", TORCH, file, f"{folder}/small.pt"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(f"{python}: {(done.stderr or done.stdout).strip().splitlines()[-1]}; name one that has torch with --python")
    return json.loads(done.stdout)


def berth(file, folder):
    """The same of one session."""
    out = tempfile.mkdtemp(dir=folder)
    done = subprocess.run([BERTH, "profile", file, "--device", "host", "--cache", "both", "--runs", "1", "--warm-up", "1",
                           "--out", out, "--quiet"], capture_output=True, text=True, check=False)
    runs = pathlib.Path(out, "raw", "runs.jsonl")
    if not runs.exists():
        fail(f"berth failed: {done.stderr.strip()}")
    found = {"cold": None, "warm": None}
    for line in runs.read_text().splitlines():
        row = json.loads(line)
        if row["failure"]:
            fail(f"berth: {row['failure']}")
        if row["key"]["repetition"] >= 0 and row["tier"] in TIERS:
            found[TIERS[row["tier"]]] = row["totalNanos"] / 1e9
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a checkpoint of PyTorch's zip format")
    parser.add_argument("--pairs", type=int, default=11, help="default: 11; fewer than 6 give no interval")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python that has torch; default: the system's")
    options = parser.parse_args()
    size = os.path.getsize(options.file)
    ratios = {"cold": [], "warm": []}
    with tempfile.TemporaryDirectory(prefix="load-peers-") as folder:
        version = torch(options.python, options.file, folder)["version"]
        berth(options.file, folder)  # builds where needed
        print(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC  {processor()}, {os.cpu_count()} "
              f"processors, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}\ntorch {version}\n"
              f"command: benchmarks/load-peers.py --pairs {options.pairs} FILE of {size} bytes\n")
        for pair in range(1, options.pairs + 1):
            ours = berth(options.file, folder) if pair % 2 == 0 else None
            theirs = torch(options.python, options.file, folder)
            ours = ours or berth(options.file, folder)
            for state, found in ratios.items():
                if theirs[state] is None or ours[state] is None:
                    print(f"{pair:4} {state}: not proven, left out", flush=True)
                    continue
                found.append(theirs[state] / ours[state])
                print(f"{pair:4} {state:4}  torch {theirs[state]:7.3f} s  berth {ours[state]:7.3f} s  "
                      f"ratio {found[-1]:.2f}", flush=True)
    print()
    for state, found in ratios.items():
        if found:
            print(f"{state}: torch takes {statistics.median(found):.2f} times as long, 95 % interval "
                  f"{words(interval(found), 2)}, {len(found)} of {options.pairs} pairs")
    sys.exit(0 if all(len(found) == options.pairs for found in ratios.values()) else 1)


if __name__ == "__main__":
    main()
