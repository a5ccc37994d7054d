# A memory group: what does not fit is said before the first run; where the kernel ended a run, the next start says so.
if [ -e /sys/fs/cgroup/cgroup.controllers ] && mkdir /sys/fs/cgroup/berth-attacks-$kind 2>/dev/null &&
    [ -e /sys/fs/cgroup/berth-attacks-$kind/memory.max ]; then
    group=/sys/fs/cgroup/berth-attacks-$kind
    limit=memory.max
elif [ -d /sys/fs/cgroup/memory ] && mkdir /sys/fs/cgroup/memory/berth-attacks-$kind 2>/dev/null; then
    group=/sys/fs/cgroup/memory/berth-attacks-$kind
    limit=memory.limit_in_bytes
else
    rmdir /sys/fs/cgroup/berth-attacks-$kind 2>/dev/null
    leave_out "no memory group can be made here"
    return
fi
cleanups+=("rmdir '$group' 2>/dev/null")
model large.safetensors 400000000
model small.safetensors 1000000

in_group() {
    local bytes=$1
    shift
    (
        echo "$bytes" >"$group/$limit" || exit 99
        echo "$BASHPID" >"$group/cgroup.procs" || exit 99
        exec "$@"
    )
}

told_before() {
    local said status
    said=$(in_group "$1" "$berth" profile large.safetensors --out told --device host --quiet "${@:2}" 2>&1)
    status=$?
    [ "$status" -eq 3 ] && grep -q 'in its memory group' <<<"$said" && [ ! -e told/raw/runs.jsonl ] && return
    echo "status $status: $said"
    return 1
}

fits() {
    in_group 400000000 "$berth" profile small.safetensors --out fits --device host --runs 3 --quiet
}

# The group is made smaller than what a load takes. Version 1 refuses a limit below what is held, so it is asked for until
# it falls between two loads; version 2 takes it at once and ends who holds more.
ended_by_the_kernel() {
    local pid said status
    rm -rf ended
    echo 4000000000 >"$group/$limit"
    (
        echo "$BASHPID" >"$group/cgroup.procs"
        session ended large.safetensors --runs 400 --quiet >/dev/null 2>&1
    ) &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ "$(rows ended)" -lt 2 ]; do
        sleep 0.05
    done
    while kill -0 "$pid" 2>/dev/null && ! echo 300000000 2>/dev/null >"$group/$limit"; do
        sleep 0.01
    done
    wait "$pid" 2>/dev/null
    status=$?
    [ "$status" -eq 137 ] || { echo "the kernel did not end it: status $status"; return 1; }
    said=$(profile ended large.safetensors --runs 400 --budget 1s --quiet 2>&1)
    grep -q 'the session before was ended by the kernel for lack of memory' <<<"$said" || { echo "$said"; return 1; }
}

for bytes in 250000000 350000000; do
    try "dry run in $bytes" told_before "$bytes" --dry-run
    try "session in $bytes" told_before "$bytes"
done
try "what fits" fits
try "ended by the kernel" ended_by_the_kernel
