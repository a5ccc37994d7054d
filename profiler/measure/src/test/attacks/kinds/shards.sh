# kill -9 at a hundred drawn moments of a run plan in four shards: whole rows stay, the same command goes on, and the
# shards merge to the runs of one process.
KILLS=${KILLS:-100}
SHARDS=4

mkdir -p shards-models
for size in 300000 1000000 3000000; do
    model "shards-models/$size.safetensors" "$size"
done
cat >shards.yaml <<'PLAN'
schemaVersion: 1
name: shards
models: [shards-models]
devices: [host]
cache: [cold, warm, pinned]
readers: [direct, buffered]
threads: [1, 2]
loads: [2]
loadsRuns: 5
runs: 200
warmUp: 1
ci: 0
PLAN

# shard OUT K: goes on with a shard; the process number is the session's own.
shard() {
    exec "$berth" profile --plan shards.yaml --out "$1" --shard "$2/$SHARDS" --quiet
}

# whole FILE: its complete lines.
whole() {
    [ -e "$1" ] && sed -n '/}$/p' "$1"
}

# keys FOLDER...: of all runs below them that were asked for, which those made up for others are not.
keys() {
    find "$@" -name 'runs.jsonl' -o -name 'loads.jsonl' | python3 -c '
import json, sys
keys = set()
for name in sys.stdin:
    with open(name.strip()) as rows:
        for row in rows:
            key = json.loads(row)["key"]
            if key["repetition"] < 200:
                keys.add(json.dumps(key, sort_keys=True))
print("\n".join(sorted(keys)))'
}

# A shard is killed up to forty rows further, or, one time in four, up to three seconds after its start; what was whole
# before is whole, and in its place, afterwards.
killed_shard() {
    local k=$1 pid file goal=$(($(rows "out/shard-$1-of-$SHARDS") + RANDOM % 40))
    for file in runs loads; do
        whole "out/shard-$k-of-$SHARDS/raw/$file.jsonl" >"before-$file"
    done
    shard out "$k" >/dev/null 2>&1 &
    pid=$!
    if ((RANDOM % 4 == 0)); then
        sleep "$((RANDOM % 3)).$(printf %03d $((RANDOM % 1000)))"
    else
        while kill -0 "$pid" 2>/dev/null && [ "$(rows "out/shard-$k-of-$SHARDS")" -lt "$goal" ]; do
            sleep 0.02
        done
        sleep "0.$(printf %03d $((RANDOM % 50)))"
    fi
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    for file in runs loads; do
        whole "out/shard-$k-of-$SHARDS/raw/$file.jsonl" >"after-$file"
        cmp -n "$(stat -c %s "before-$file")" "before-$file" "after-$file" || { echo "$file.jsonl lost rows"; return 1; }
    done
}

finished_shards() {
    local k
    for ((k = 1; k <= SHARDS; k++)); do
        (shard out "$k") >/dev/null || return 1
        "$berth" validate "out/shard-$k-of-$SHARDS" --quiet || return 1
    done
    [ "$(find out -name '*.tmp' | wc -l)" -eq 0 ] || { echo "left over:"; find out -name '*.tmp'; return 1; }
}

# Against one process that nobody killed.
merged_shards() {
    "$berth" profile --plan shards.yaml --out one --quiet >/dev/null || return 1
    "$berth" merge out --out merged.json --quiet >/dev/null || return 1
    "$berth" validate merged.json --quiet || return 1
    diff <(keys one) <(keys out) >differences || { head -n 5 differences; return 1; }
    [ "$(keys out | wc -l)" -gt 4000 ]
}

for ((i = 0; i < KILLS; i++)); do
    try "kill $i" killed_shard "$((1 + i % SHARDS))"
done
try "the shards go on to their end" finished_shards
try "the shards merge to what one process gives" merged_shards
