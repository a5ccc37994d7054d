#!/usr/bin/env python3
"""Streams models larger than memory through a small heap: a sparse GGUF and a sparse safetensors file.

    benchmarks/large-stream.py [--gguf-bytes N] [--safetensors-bytes N] [--heap 256m] [--folder DIR]

Both files have real headers and one tensor that is a hole, so that they take no room on the disk; the default sizes
are 20 GB and 40 GB, or 1.1 and 2 times this machine's memory where that is more. Each is preloaded to the host twice
with --allow-fallback, which lets its weights pass through a window of memory. Checks that every row delivered all
bytes without a failure and, where the model is larger than memory, says that it went through a window; prints the
process's largest resident set. Exit status 1 where a check fails.
"""

import argparse
import json
import os
import pathlib
import resource
import struct
import subprocess
import sys
import tempfile

from pairs import BERTH

ROW_BYTES = 4096 * 4


def memory_bytes():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def gguf(file, weight_bytes):
    """Version 3, no metadata, one F32 tensor of rows of 4096 elements; data from the next multiple of 32."""
    name = b"weights"
    header = (b"GGUF" + struct.pack("<IQQ", 3, 1, 0) + struct.pack("<Q", len(name)) + name
              + struct.pack("<IQQIQ", 2, 4096, weight_bytes // ROW_BYTES, 0, 0))
    header += b"\0" * (-len(header) % 32)
    sparse(file, header, weight_bytes)


def safetensors(file, weight_bytes):
    text = json.dumps({"weights": {"dtype": "F32", "shape": [weight_bytes // ROW_BYTES, 4096],
                                   "data_offsets": [0, weight_bytes]}}).encode()
    sparse(file, struct.pack("<Q", len(text)) + text, weight_bytes)


def sparse(file, header, weight_bytes):
    with open(file, "wb") as out:
        out.write(header)
        out.truncate(len(header) + weight_bytes)


def check(name, weight_bytes, rows):
    faults = [] if rows else [f"{name}: no row"]
    for row in rows:
        if row["failure"] is not None:
            faults.append(f"{name}: {row['failure']}")
        elif row["bytes"] != weight_bytes:
            faults.append(f"{name}: {row['bytes']} bytes delivered, expected {weight_bytes}")
        elif weight_bytes > memory_bytes() and not any("window" in fallback for fallback in row["fallbacks"]):
            faults.append(f"{name}: larger than memory, and not passed through a window")
        else:
            seconds = row["totalNanos"] / 1e9
            print(f"{name}: {weight_bytes} bytes in {seconds:.1f} s, {row['tier']}, "
                  f"{row['memory']['requestedBytes']} bytes of memory")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    memory = memory_bytes()
    parser.add_argument("--gguf-bytes", type=int, default=max(20 * 10**9, memory * 11 // 10))
    parser.add_argument("--safetensors-bytes", type=int, default=max(40 * 10**9, memory * 2))
    parser.add_argument("--heap", default="256m", help="largest Java heap; default: 256m")
    parser.add_argument("--folder", help="where the sparse files go; default: the temporary folder")
    options = parser.parse_args()
    environment = dict(os.environ, JDK_JAVA_OPTIONS=f"-Xmx{options.heap}")
    faults = []
    with tempfile.TemporaryDirectory(prefix="large-stream-", dir=options.folder) as folder:
        models = {}
        for name, write, wanted in (("first.gguf", gguf, options.gguf_bytes),
                                    ("second.safetensors", safetensors, options.safetensors_bytes)):
            models[name] = wanted // ROW_BYTES * ROW_BYTES
            write(pathlib.Path(folder, name), models[name])
        done = subprocess.run([BERTH, "profile", *(f"{folder}/{name}" for name in models), "--device", "host",
                               "--cache", "cold", "--reader", "direct", "--threads", "2", "--chunk", "1M", "--runs", "1",
                               "--allow-fallback", "--out", folder + "/out", "--quiet"],
                              capture_output=True, text=True, check=False, env=environment)
        runs = pathlib.Path(folder, "out", "raw", "runs.jsonl")
        if not runs.exists():
            sys.exit("large-stream: berth failed: " + done.stderr.strip())
        rows = [json.loads(line) for line in runs.read_text().splitlines()]
        for name, weight_bytes in models.items():
            faults += check(name, weight_bytes, [row for row in rows if row["key"]["model"].startswith(name.split(".")[0])])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"heap at most {options.heap}, largest resident set {peak >> 20} MiB, memory of the machine {memory >> 20} MiB")
    print("\n".join(faults) if faults else "all rows whole")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
