#!/usr/bin/env python3
"""Holds Berth's ceilings of a file against fio's on the same file, in alternating pairs.

    benchmarks/fio-ratio.py [--pairs 21] FILE

Each pair is one pass of fio (psync 1M, psync 1M in two jobs, io_uring 1M depth 2) and one of
'berth machine --ceilings FILE --repeats 1', direct and buffered warm; both read the file afresh with what was best,
since a rate that won is too good. Which of the two comes first alternates. Prints every pair's ratio (berth / fio), their median and its 95 % interval from order
statistics. Exit status 1 where a median is below its bound (direct 0.97, buffered warm 0.9) or pairs are missing.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import signal
import statistics
import subprocess
import sys

from pairs import BERTH, interval, processor, warm, words

HUGE_PAGES = pathlib.Path("/proc/sys/vm/nr_hugepages")
HUGE_PAGES_NEEDED = 32
MIN_BYTES = 2 << 30
JOBS = {
    "psync 1M": ["--ioengine=psync"],
    "psync 1M, 2 jobs": ["--ioengine=psync", "--numjobs=2", "--group_reporting"],
    "io_uring 1M, depth 2": ["--ioengine=io_uring", "--iodepth=2"],
}
KINDS = {"direct": ("directRead", 0.97), "buffered warm": ("bufferedWarmRead", 0.90)}


def fail(line):
    sys.exit("fio-ratio: " + line)


def fio_once(file, bytes_read, direct, memory, job):
    """Bytes per second of one job."""
    jobs = 2 if "--numjobs=2" in job else 1
    share = bytes_read // jobs // 4096 * 4096
    command = ["fio", "--name=read", f"--filename={file}", "--rw=read", "--bs=1m", "--readonly",
               f"--direct={int(direct)}", "--invalidate=0", f"--size={share}", f"--offset_increment={share}",
               f"--mem={memory}", "--output-format=json", *job]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(f"fio failed: {' '.join(command)}: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
    read = json.loads(done.stdout[done.stdout.index("{"):])["jobs"][0]["read"]
    if read["io_bytes"] < share * jobs:
        fail(f"fio read {read['io_bytes']} of {share * jobs} bytes")
    # Its own time for the slower of two jobs, in whole milliseconds.
    return read["io_bytes"] * 1000 / read["runtime"]


def fio(file, bytes_read, direct, memory):
    """The best of the jobs, once more, as (bytes per second, job)."""
    best = max(JOBS, key=lambda name: fio_once(file, bytes_read, direct, memory, JOBS[name]))
    return fio_once(file, bytes_read, direct, memory, JOBS[best]), best


def berth(file):
    """Ceilings by kind."""
    done = subprocess.run([BERTH, "machine", "--ceilings", file, "--repeats", "1", "--json", "--quiet"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(f"berth failed: {done.stderr.strip()}")
    return {ceiling["kind"]: ceiling for ceiling in json.loads(done.stdout)["ceilings"]}


def huge_pages():
    """Reserves huge pages; returns (fio's kind of memory, what to set back, what they are)."""
    try:
        before = int(HUGE_PAGES.read_text())
        if before < HUGE_PAGES_NEEDED:
            HUGE_PAGES.write_text(str(HUGE_PAGES_NEEDED))
        if int(HUGE_PAGES.read_text()) >= HUGE_PAGES_NEEDED:
            return "mmaphuge", before, "fio's buffers on reserved huge pages"
        HUGE_PAGES.write_text(str(before))
        reason = "the kernel found no free ones"
    except OSError as refused:
        reason = str(refused)
    return "malloc", None, f"fio's buffers on ordinary pages, which slow it down: no huge pages ({reason})"


def measure(file, pairs, memory, ratios):
    size = os.path.getsize(file)
    for pair in range(1, pairs + 1):
        ours = berth(file) if pair % 2 == 0 else None
        theirs = {"direct": fio(file, min(size, 8 << 30), True, memory)}
        warm(file)
        theirs["buffered warm"] = fio(file, min(size, 8 << 30), False, memory)
        ours = ours or berth(file)
        for name, (kind, _) in KINDS.items():
            rate, how = theirs[name]
            ratios[name].append(ours[kind]["bytesPerSecond"] / rate)
            print(f"{pair:4} {name:14} fio {rate / 1e9:7.3f} GB/s ({how:20})  "
                  f"berth {ours[kind]['bytesPerSecond'] / 1e9:7.3f} GB/s ({ours[kind]['setting'][:44]})  "
                  f"ratio {ratios[name][-1]:.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a file of 2 GiB or more on the file system in question; made where it is missing")
    parser.add_argument("--pairs", type=int, default=21, help="default: 21; fewer than 6 give no interval")
    options = parser.parse_args()
    if options.pairs < 1:
        parser.error("--pairs: expected 1 or more")
    if not os.path.exists(options.file):
        print(f"making {options.file}, {MIN_BYTES} random bytes", file=sys.stderr)
        with open(options.file, "wb") as stream:
            for _ in range(MIN_BYTES >> 20):
                stream.write(os.urandom(1 << 20))
            os.fsync(stream.fileno())
    if os.path.getsize(options.file) < MIN_BYTES:
        fail(f"{options.file}: {os.path.getsize(options.file)} bytes, expected {MIN_BYTES} or more")
    try:
        version = subprocess.run(["fio", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        fail("no fio on the PATH; install it, for example by 'apt-get install fio'")
    berth(options.file)  # builds where needed
    # Huge pages are given back however the script ends, also in the background, where SIGINT is ignored at first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    memory, before, pages = huge_pages()
    load = os.getloadavg()
    print(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC  {processor()}, {os.cpu_count()} "
          f"processors, Linux {platform.release()}, load {load[0]:.1f}\n{version}, {pages}\n"
          f"command: benchmarks/fio-ratio.py --pairs {options.pairs} FILE of {os.path.getsize(options.file)} bytes\n")
    ratios = {name: [] for name in KINDS}
    try:
        measure(options.file, options.pairs, memory, ratios)
    except KeyboardInterrupt:
        print("\ninterrupted: what follows is of the pairs made so far")
    finally:
        if before is not None:
            HUGE_PAGES.write_text(str(before))
    missed = False
    print()
    for name, (_, bound) in KINDS.items():
        if not ratios[name]:
            fail("no pair was made")
        median = statistics.median(ratios[name])
        print(f"{name}: median ratio {median:.3f}, 95 % interval {words(interval(ratios[name]))}, {len(ratios[name])} of {options.pairs} pairs; "
              f"wanted at least {bound}: {'met' if median >= bound else 'MISSED'}")
        missed |= median < bound
    sys.exit(1 if missed or len(ratios["direct"]) < options.pairs else 0)


if __name__ == "__main__":
    main()
