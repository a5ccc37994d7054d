#!/usr/bin/env python3
"""Times how long a peer and Berth take to bring the same file into host memory, in alternating pairs.

    benchmarks/load-peers.py [--pairs 11] [--python /usr/bin/python3] FILE.pt      torch.load(FILE, map_location="cpu")
    benchmarks/load-peers.py [--pairs 11] [--llama FOLDER] FILE.gguf               llama_model_load_from_file

Each pair is one process of the peer a way of loading (Python with torch, or with llama.cpp's libraries, imported and ready
before anything is timed: cold, then warm) and one session of 'berth profile' (one run cold, one warm, after a warm-up run).
Which of the two comes first alternates. Cold: the file is synced and evicted, and fincore (util-linux) must then find no
page of it in the page cache; Berth proves the same by itself. Warm: all of it is there.

llama.cpp loads with mmap, with reads (its load mode "none") and with direct reads, and repacks weights for the processor where
it would by itself. By mmap little need be in memory when it says that it is done: how much the process took (of no file, of
mapped files) and how much of the file lies in the page cache is printed after each load. Its libraries are those of npm's
@node-llama-cpp/linux-x64@3.22.1: in FOLDER, else where the recipe node-llama has them, else fetched with npm.

Prints every pair's ratio (peer / berth), their median and its 95 % interval from order statistics.
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

# What processes of peers share: arguments are FILE and STATE, then the peer's own; one line of JSON is the answer.
STATES = """
import json, os, subprocess, sys, time

def cached(file):
    told = subprocess.run(["fincore", "--bytes", "--noheadings", "--output", "RES", file], capture_output=True, text=True)
    return int(told.stdout)

def prepare(file, state):
    descriptor = os.open(file, os.O_RDONLY)
    if state == "cold":
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    else:
        while os.read(descriptor, 1 << 20):
            pass
    os.close(descriptor)
    return cached(file) == (0 if state == "cold" else os.path.getsize(file) + 4095 & ~4095)

def timed(file, state, load):
    proven = prepare(file, state)
    begin = time.perf_counter()
    kept = load(file)
    seconds = time.perf_counter() - begin
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    memory = {key: int(status[key].split()[0]) << 10 for key in ("RssAnon", "RssFile")}
    del kept
    return {"seconds": seconds if proven else None, "cached": cached(file), **memory}
"""

TORCH = STATES + """
import torch
file, small = sys.argv[1:3]
torch.save({"w": torch.zeros(1000)}, small)
load = lambda name: torch.load(name, map_location="cpu")
load(small)
print(json.dumps({"version": torch.__version__, "cold": timed(file, "cold", load), "warm": timed(file, "warm", load)}))
"""

LLAMA = STATES + """
import ctypes
file, libraries, mode = sys.argv[1:4]

class Parameters(ctypes.Structure):
    '''llama_model_params of llama.h, v0.5.0: handed over by value, so another version may lay it out otherwise.'''
    _fields_ = [("devices", ctypes.c_void_p), ("overrides", ctypes.c_void_p), ("gpu_layers", ctypes.c_int32),
                ("split_mode", ctypes.c_int), ("load_mode", ctypes.c_int), ("lazy_mode", ctypes.c_int),
                ("main_gpu", ctypes.c_int32), ("tensor_split", ctypes.c_void_p), ("progress", ctypes.c_void_p),
                ("progress_data", ctypes.c_void_p), ("kv_overrides", ctypes.c_void_p)] \\
        + [(name, ctypes.c_bool) for name in ("vocab_only", "check", "extra_bufts", "no_host", "no_alloc", "load_mtp")]

ctypes.CDLL(f"{libraries}/libggml-base.so", ctypes.RTLD_GLOBAL)
ggml = ctypes.CDLL(f"{libraries}/libggml.v0.5.0.so", ctypes.RTLD_GLOBAL)
llama = ctypes.CDLL(f"{libraries}/libllama.v0.5.0.so")
quiet = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)(lambda level, text, data: None)
llama.llama_log_set(quiet, None)
ggml.ggml_backend_load_all_from_path(libraries.encode())
llama.llama_backend_init()
llama.llama_version.restype = ctypes.c_char_p
assert llama.llama_version().startswith(b"0.5.0"), "another version than 0.5.0: llama_model_params may be laid out otherwise"
llama.llama_model_default_params.restype = Parameters
llama.llama_model_load_from_file.argtypes = [ctypes.c_char_p, Parameters]
llama.llama_model_load_from_file.restype = ctypes.c_void_p
llama.llama_model_size.argtypes = [ctypes.c_void_p]
llama.llama_model_size.restype = ctypes.c_uint64
llama.llama_model_free.argtypes = [ctypes.c_void_p]

class Loaded:
    def __init__(self, name):
        parameters = llama.llama_model_default_params()
        parameters.gpu_layers, parameters.load_mode = 0, int(mode)
        assert not parameters.vocab_only and not parameters.no_alloc, "llama_model_params is laid out otherwise"
        self.model = llama.llama_model_load_from_file(name.encode(), parameters)
        assert self.model and llama.llama_model_size(self.model) > 0, "llama.cpp cannot load it"

    def __del__(self):
        llama.llama_model_free(self.model)

print(json.dumps({"version": llama.llama_version().decode(), "cold": timed(file, "cold", Loaded),
                  "warm": timed(file, "warm", Loaded)}))
"""
LLAMA_PACKAGE = "@node-llama-cpp/linux-x64"
LLAMA_VERSION = "3.22.1"
LLAMA_LIBRARIES = f"node_modules/{LLAMA_PACKAGE}/bins/linux-x64"
LLAMA_MODES = {"mmap": 1, "read": 0, "direct": 4}  # enum llama_load_mode
TIERS = {"storage-cold": "cold", "page-cache-warm": "warm"}


def fail(line):
    sys.exit("load-peers: " + line)


def told_by(python, script, *arguments):
    """What a peer's process tells."""
    done = subprocess.run([python, "-c", script, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or [f"status {done.returncode}"]
        fail(f"{python}: {lines[-1]}")
    return json.loads(done.stdout)


def torch(options, folder):
    """The one way to load a checkpoint."""
    return {"torch": told_by(options.python, TORCH, options.file, f"{folder}/small.pt")}


def llama(options, folder):
    """Three ways to load a GGUF, each in a process of its own: a fault of the library ends it."""
    return {f"llama.cpp {name}": told_by(sys.executable, LLAMA, options.file, options.llama, str(mode))
            for name, mode in LLAMA_MODES.items()}


def llama_libraries(folder):
    """Where the recipe has them, else in a folder that npm fills."""
    cache = os.environ.get("BERTH_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "berth")
    for home in [*sorted(pathlib.Path(cache, "engines").glob("node-llama-*")), pathlib.Path(folder, "llama")]:
        described = home / "node_modules" / LLAMA_PACKAGE / "package.json"
        if home.parent == pathlib.Path(folder):
            subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(home),
                            f"{LLAMA_PACKAGE}@{LLAMA_VERSION}"], stdout=subprocess.DEVNULL, check=True)
        if described.exists() and json.loads(described.read_text())["version"] == LLAMA_VERSION:
            return str(home / LLAMA_LIBRARIES)
    return fail(f"no {LLAMA_PACKAGE}@{LLAMA_VERSION}; name the folder of its libraries with --llama")


def berth(file, folder):
    """Seconds of a cold load, None where it was not cold, and of a warm one."""
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


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a checkpoint of PyTorch's zip format, or a GGUF of one file")
    parser.add_argument("--pairs", type=int, default=11, help="default: 11; fewer than 6 give no interval")
    parser.add_argument("--python", default="/usr/bin/python3", help="a Python that has torch; default: the system's")
    parser.add_argument("--llama", metavar="FOLDER", help="with libllama.v0.5.0.so and what it needs")
    return parser.parse_args()


def mebibytes(count):
    return f"{count / (1 << 20):.0f} MiB"


def compare(options, folder):
    peer = llama if options.file.endswith(".gguf") else torch
    if peer is llama:
        options.llama = options.llama or llama_libraries(folder)
    version = next(iter(peer(options, folder).items()))
    berth(options.file, folder)  # builds where needed
    print(f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC  {processor()}, {os.cpu_count()} "
          f"processors, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}\n"
          f"{version[0].split()[0]} {version[1]['version']}\n"
          f"command: benchmarks/load-peers.py --pairs {options.pairs} FILE of {os.path.getsize(options.file)} bytes\n")
    ratios = {}
    for pair in range(1, options.pairs + 1):
        ours = berth(options.file, folder) if pair % 2 == 0 else None
        theirs = peer(options, folder)
        ours = ours or berth(options.file, folder)
        for name, told in theirs.items():
            for state in TIERS.values():
                found = ratios.setdefault((name, state), [])
                load = told[state]
                if load["seconds"] is None or ours[state] is None:
                    print(f"{pair:4} {state}: {name}: not proven, left out", flush=True)
                    continue
                found.append(load["seconds"] / ours[state])
                print(f"{pair:4} {state}  {name:16} {load['seconds']:7.3f} s  berth {ours[state]:7.3f} s  ratio "
                      f"{found[-1]:5.2f}  of no file {mebibytes(load['RssAnon'])}, mapped {mebibytes(load['RssFile'])}, "
                      f"cached {mebibytes(load['cached'])}", flush=True)
    return ratios


def main():
    options = parse()
    with tempfile.TemporaryDirectory(prefix="load-peers-") as folder:
        ratios = compare(options, folder)
    print()
    for (name, state), found in ratios.items():
        if found:
            print(f"{state}: {name} takes {statistics.median(found):.2f} times as long as berth, 95 % interval "
                  f"{words(interval(found), 2)}, {len(found)} of {options.pairs} pairs")
    sys.exit(0 if all(len(found) == options.pairs for found in ratios.values()) else 1)


if __name__ == "__main__":
    main()
