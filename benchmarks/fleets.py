#!/usr/bin/env python3
"""What planning a fleet takes, by the number of its servers.

    benchmarks/fleets.py PROFILES [SERVERS...] [--services N] [--threads N] [--figure FILE.svg]

Servers are drawn as in results/scenarios/fleet-drawn.yaml (96 slots, one link for all, 0.5 MB/s a server), with the
models of the dataset in turn as N services (default: 100). They are planned block by block on N threads (default: 1).
Times are processor times, of all threads, so that others on the machine disturb them less; memory is the largest that
the process had. Prints a row for each number of servers (default: 100 1000 10000), as soon as it is there; --figure
draws them.
"""

import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

from pairs import BERTH

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "results/scenarios/fleet-drawn.yaml"
LINK = "sharedBackhaulBytesPerSecond: "


def scenario(models, services, servers):
    lines = []
    for line in SCENARIO.read_text().splitlines():
        if line.startswith("  count: "):
            line = f"  count: {servers}"
        elif line.startswith(LINK):
            line = f"{LINK}{servers * 500_000}"
        lines.append(line)
    lines.append("services:")
    for number in range(services):
        model = models[number % len(models)]
        lines.append(f"  {json.dumps(f'{model} {number // len(models) + 1}')}: "
                     f"{{variants: [{{model: {json.dumps(model)}}}]}}")
    return "\n".join(lines) + "\n"


def planned(profiles, text, folder, threads):
    """Processor seconds, largest memory in bytes and what was said."""
    file = folder / "fleet.yaml"
    file.write_text(text)
    options = os.environ.get("BERTH_JAVA_OPTS", "") + f" -XX:ActiveProcessorCount={threads}"
    process = subprocess.Popen(
        [BERTH, "plan", "--quiet", "--profiles", profiles, "--scenario", file, "--master", "threads",
         "--out", folder / "fleet"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "BERTH_JAVA_OPTS": options})
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(1)
    gap = next(line.removeprefix("proven gap").strip() for line in said.splitlines() if line.startswith("proven gap"))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, gap


def shown(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def drawn(rows, services):
    """Two lines over the number of servers, which grows tenfold from tick to tick: black, apart by dashes and marks."""
    width, height, left, right, top, bottom = 560, 300, 60, 60, 40, 50
    most = [max(row[column] for row in rows) * 1.15 for column in (1, 2)]
    ends = [math.log10(rows[0][0]), max(math.log10(rows[-1][0]), math.log10(rows[0][0]) + 1)]

    def x(servers):
        return left + (math.log10(servers) - ends[0]) / (ends[1] - ends[0]) * (width - left - right)

    def y(value, axis):
        return height - bottom - value / most[axis] * (height - top - bottom)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
             f"<title>Planning fleets of {services} services over 96 slots</title>",
             f'<rect width="{width}" height="{height}" fill="white"/>',
             f'<path d="M{left} {top}V{height - bottom}H{width - right}V{top}" fill="none" stroke="black"/>',
             f'<text x="{left - 50}" y="20">ms of a processor a server (solid)</text>',
             f'<text x="{width - right + 50}" y="20" text-anchor="end">largest memory, MB (dashed)</text>',
             f'<text x="{(left + width - right) / 2}" y="{height - 10}" text-anchor="middle">servers</text>']
    for row in rows:
        parts.append(f'<text x="{x(row[0]):.0f}" y="{height - bottom + 18}" text-anchor="middle">{row[0]:,}</text>')
    for axis, dashes in ((0, ""), (1, ' stroke-dasharray="6 4"')):
        points = [(x(row[0]), y(row[axis + 1], axis)) for row in rows]
        parts.append(f'<polyline points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in points)}" fill="none"'
                     f' stroke="black" stroke-width="1.5"{dashes}/>')
        for (px, py), row in zip(points, rows):
            parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="{"white" if axis else "black"}" stroke="black"/>')
            parts.append(f'<text x="{px:.1f}" y="{py - 9:.1f}" text-anchor="middle">{shown(row[axis + 1])}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("profiles", type=pathlib.Path)
    options.add_argument("servers", type=int, nargs="*", default=[100, 1000, 10000])
    options.add_argument("--services", type=int, default=100)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--figure", type=pathlib.Path)
    chosen = options.parse_args()
    models = sorted({model["model"]["name"] for model in json.loads(chosen.profiles.read_text())["models"]})
    subprocess.run([BERTH, "--version"], check=True, stdout=subprocess.DEVNULL)
    print(f"{'servers':<10}{'cpu s':>12}{'ms a server':>16}{'most MB':>14}   gap", flush=True)
    rows = []
    for servers in sorted(chosen.servers):
        with tempfile.TemporaryDirectory() as folder:
            text = scenario(models, chosen.services, servers)
            seconds, memory, gap = planned(chosen.profiles, text, pathlib.Path(folder), chosen.threads)
        rows.append((servers, 1000 * seconds / servers, memory / 1e6))
        print(f"{servers:<10}{seconds:>12.1f}{1000 * seconds / servers:>16.1f}{memory / 1e6:>14.0f}   {gap}", flush=True)
    if chosen.figure:
        chosen.figure.write_text(drawn(rows, chosen.services))


if __name__ == "__main__":
    main()
