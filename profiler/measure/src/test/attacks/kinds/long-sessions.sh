# A session of ROWS rows, a million unless told otherwise, is calibrated in 512 MB, all memory of the process counted.
rows=${ROWS:-1000000}
model long.safetensors 100000
profile long long.safetensors --runs 20 --cache cold --quiet >/dev/null

grow() {
    python3 - long/raw/runs.jsonl "$rows" <<'PYTHON'
import hashlib, json, pathlib, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
counted = [row for row in rows if row["key"]["repetition"] >= 0]
wanted = int(sys.argv[2])
parts = []
for row in counted:
    row["sequence"] = row["key"]["repetition"] = -7
    row["totalNanos"] = "TOTAL"
    row["phaseNanos"] = {"storageRead": "TOTAL"}
    del row["seal"]
    text = json.dumps(row, separators=(",", ":"))
    parts.append(text.replace("-7", "%d").replace('"TOTAL"', "%d"))
head = pathlib.Path(sys.argv[1]).with_name("session.json").read_text()
seal = hashlib.sha256(head[: head.index('\n  "ceilings"')].encode()).hexdigest()
with open(sys.argv[1], "w", buffering=1 << 22) as file:
    for i in range(wanted):
        total = 1000000 + (i * 7919) % 1000003
        line = parts[i % len(parts)] % (i, i, total, total)
        seal = hashlib.sha256((seal + line).encode()).hexdigest()
        file.write(line[:-1] + ',"seal":"' + seal + '"}\n')
PYTHON
}

calibrated() {
    local seconds peak
    BERTH_JAVA_OPTS= /usr/bin/env time -f '%e %M' -o took "$berth" calibrate long --out long.json --quiet >/dev/null || return 1
    read -r seconds peak < <(tail -n 1 took)
    echo "$rows rows of $(stat -c %s long/raw/runs.jsonl) bytes: $seconds s, $peak KiB at most" >took
    [ "$peak" -le 524288 ] || { cat took; return 1; }
    "$berth" validate long.json --quiet
}

if ! command -v time >/dev/null && ! [ -x /usr/bin/time ]; then
    leave_out "time is not installed"
elif [ "$(df --output=avail -k . | tail -n 1)" -lt $((rows * 2)) ]; then
    leave_out "no room for $rows rows"
else
    grow
    try "$rows rows" calibrated
    cat took
    rm -rf long
fi
