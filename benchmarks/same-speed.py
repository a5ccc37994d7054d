#!/usr/bin/env python3
"""Times the hot path of two built source trees in turn (A/B/A/B) and prints the ratio of what they take.

    same-speed.py BEFORE AFTER [--rounds 6] [--benchmarks REGEX] [-- OPTIONS OF JMH]

A round is one fork of each tree, the first of them by turns. Per benchmark: medians over all iterations and their ratio; the ratio
of the shortest iterations, which other work on the machine lengthens least; the lowest and highest ratio of a round. Ends with
status 1 where both ratios are above 1.03.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HOT_PATH = "DecisionBenchmark.slotDecision|DecisionBenchmark.move|SweepBenchmark|MultiplierBenchmark"
BOUND = 1.03


def class_path(tree):
    """What to start: older trees packed everything into one jar."""
    jar = tree / "benchmarks/target/benchmarks.jar"
    lib = tree / "benchmarks/target/lib"
    if lib.is_dir():
        return f"{lib}/*"
    if jar.is_file():
        return str(jar)
    sys.exit(f"{tree}: not built; run ./berth --version there")


def measure(tree, regex, options):
    """Iterations of one fork of each benchmark in ns/op: name with parameters -> list."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "jmh.json"
        command = ["java", "-cp", class_path(tree), "org.openjdk.jmh.Main", regex, "-f", "1", "-rf", "json", "-rff", str(out)]
        done = subprocess.run(command + options, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0 or not out.is_file():
            sys.exit(f"{tree}: JMH ended with status {done.returncode}:\n{done.stdout[-2000:]}")
        rows = json.loads(out.read_text())
    found = {}
    for row in rows:
        name = row["benchmark"].rsplit(".", 2)[-2] + "." + row["benchmark"].rsplit(".", 1)[-1]
        params = ",".join(f"{key}={value}" for key, value in row.get("params", {}).items())
        found[f"{name} {params}"] = row["primaryMetric"]["rawData"][0]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=pathlib.Path)
    parser.add_argument("after", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--benchmarks", default=HOT_PATH)
    given = sys.argv[1:]
    end = given.index("--") if "--" in given else len(given)
    words = parser.parse_args(given[:end])
    options = given[end + 1:] or ["-wi", "3", "-w", "500ms", "-i", "4", "-r", "500ms", "-p", "models=10,100,1000"]
    rounds = {"before": [], "after": []}
    for number in range(words.rounds):
        order = ["before", "after"] if number % 2 == 0 else ["after", "before"]
        for side in order:
            rounds[side].append(measure(getattr(words, side), words.benchmarks, options))
        print(f"round {number + 1} of {words.rounds}", file=sys.stderr)
    slower = False
    print(f"{'benchmark':<48} {'before ns':>12} {'after ns':>12} {'ratio':>7} {'shortest':>9}   of rounds, n = {words.rounds}")
    for name in rounds["before"][0]:
        if name not in rounds["after"][0]:
            print(f"{name:<48} not in {words.after}")
            continue
        medians = {side: statistics.median(value for found in rounds[side] for value in found[name]) for side in rounds}
        ratio = medians["after"] / medians["before"]
        shortest = {side: min(value for found in rounds[side] for value in found[name]) for side in rounds}
        least = shortest["after"] / shortest["before"]
        each = [
            statistics.median(after[name]) / statistics.median(before[name])
            for before, after in zip(rounds["before"], rounds["after"])
        ]
        slower |= min(ratio, least) > BOUND
        print(f"{name:<48} {medians['before']:>12.1f} {medians['after']:>12.1f} {ratio:>7.3f} {least:>9.3f}   {min(each):.3f} to {max(each):.3f}")
    sys.exit(1 if slower else 0)


if __name__ == "__main__":
    main()
