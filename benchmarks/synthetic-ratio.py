#!/usr/bin/env python3
"""Whether files with made-up weights cost what the real ones cost: both are profiled in one session, in turn.

    benchmarks/synthetic-ratio.py [--runs 64] [--folder DIR] MODELS...

Makes files of the models' layout with 'berth synthesize --like', copies both to fresh files in the same way, and profiles them together, cold
and warm (a session's runs are interleaved in blocks that hold each model once), and pairs each run of an original with the
copy's run of the same block. Prints for each model and cache state the ratio of medians (made up / real), and the median
of the pairs' ratios with its 95 % interval from order statistics; at the end the same of all pairs of a cache state. Exit
status 1 where one of the latter is off by more than 3 %, or a run is missing.
"""

import argparse
import collections
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

from pairs import BERTH, interval, processor, words

BOUND = 0.03
TIERS = {"storage-cold": "cold", "page-cache-warm": "warm"}


def run(*command):
    done = subprocess.run([BERTH, *command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"synthetic-ratio: {' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()}")


def totals(runs_file):
    """Nanoseconds by cache state, weights (real or made up), model and repetition; warm-ups and what was not proven left out."""
    session = json.loads((runs_file.parent / "session.json").read_text())
    synthetic = {model["name"]: model.get("provenance") == "synthetic" for model in session["models"]}
    found = collections.defaultdict(dict)
    for line in runs_file.read_text().splitlines():
        row = json.loads(line)
        key = row["key"]
        if row["failure"] is None and key["repetition"] >= 0 and row["tier"] in TIERS:
            found[TIERS[row["tier"]], synthetic[key["model"]], key["model"]][key["repetition"]] = row["totalNanos"]
    return found


def shown(name, pairs):
    ratios = [made_up / real for made_up, real in pairs]
    of_medians = statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)
    print(f"{name}: ratio of medians {of_medians:.3f}, median of ratios {statistics.median(ratios):.3f}, 95 % interval "
          f"{words(interval(ratios))}, {len(pairs)} pairs")
    return statistics.median(ratios)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", help="model files or folders")
    parser.add_argument("--runs", type=int, default=64, help="of each model and cache state; default: 64")
    parser.add_argument("--folder", help="where the copies go, best beside the models; default: the temporary folder")
    options = parser.parse_args()
    print(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC  {processor()}, {os.cpu_count()} processors, "
          f"Linux {platform.release()}, load {os.getloadavg()[0]:.1f}\n"
          f"command: benchmarks/synthetic-ratio.py --runs {options.runs}, {len(options.models)} paths\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="synthetic-ratio-", dir=options.folder) as folder:
        both = []
        for number, path in enumerate(options.models):
            real = pathlib.Path(path).resolve()
            made_up = pathlib.Path(folder, "made-up", str(number), real.name)
            run("synthesize", "--like", real, "--out", made_up if real.is_dir() else made_up.parent)
            # Written alike and in turn, since where and how files lie on a disk shows in how fast they come from it.
            pair = [("real", real), ("copy", made_up)]
            for kind, source in pair if number % 2 == 0 else reversed(pair):
                target = pathlib.Path(folder, f"{kind}-{number}", real.name)
                target.parent.mkdir()
                (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
                both.append(target)
        os.sync()
        out = pathlib.Path(folder, "out")
        run("profile", *both, "--device", "host", "--cache", "both", "--runs", str(options.runs), "--ci", "0",
            "--budget", "3h", "--out", out, "--quiet")
        found = totals(out / "raw" / "runs.jsonl")
    missed = False
    for state in TIERS.values():
        real = sorted(key for key in found if key[0] == state and not key[1])
        made_up = sorted(key for key in found if key[0] == state and key[1])
        if not real or len(real) != len(made_up):
            sys.exit(f"synthetic-ratio: {len(real)} real models and {len(made_up)} made up ones ran {state}")
        every = []
        for original, copy in zip(real, made_up):
            pairs = [(found[copy][each], found[original][each]) for each in found[original] if each in found[copy]]
            missed |= len(pairs) < options.runs
            shown(f"{state} {original[2]}", pairs)
            every += pairs
        missed |= abs(shown(f"{state}, all models", every) - 1) > BOUND
        print()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
