# kill -9 at fsyncs and renames of a session that puts another one aside: at each of them the next start mends
# what was left, and the files of others in the folder stay as they are.
if ! cc -shared -fPIC -o kill-at.so "$here/kill-at.c"; then
    leave_out "no C compiler"
    return
fi
model syscalls.safetensors 100000
mkdir -p before/.git
echo project >before/.git/HEAD
echo mine >before/package.json
profile before syscalls.safetensors --runs 2 --quiet >/dev/null

# What the attacked session does, in a folder that holds one already.
attacked() {
    local out=$1
    cp -a before "$out"
    shift
    env "$@" LD_PRELOAD="$folder/kill-at.so" \
        "$berth" profile syscalls.safetensors --out "$out" --device host --warm-up 1 --ci 0 --runs 2 --quiet >/dev/null 2>&1
}

# CALL: how often it is called
calls_of() {
    attacked "count-$1" KILL_CALL="$1" KILL_COUNT="$folder/calls-$1"
    stat -c %s "calls-$1"
}

# CALL NUMBER
killed_at() {
    local out=out-$1-$2
    attacked "$out" KILL_CALL="$1" KILL_AT="$2"
    [ $? -eq 137 ] || { echo "was not killed"; return 1; }
    profile "$out" syscalls.safetensors --runs 2 --quiet >/dev/null || return 1
    [ "$(cat "$out/.git/HEAD" "$out/package.json")" = $'project\nmine' ] || { echo "files of others changed"; return 1; }
    [ "$(ls -d "$out"/earlier-* | wc -l)" -ge 1 ] || { echo "nothing was put aside"; return 1; }
    "$berth" validate "$out" "$out"/earlier-* --quiet || return 1
    [ "$(find "$out" -name '*.tmp' | wc -l)" -eq 0 ] || { echo "left over:"; find "$out" -name '*.tmp'; return 1; }
}

# CALL POINTS: the first, the last, and others evenly between them; points >= 2
killed_at_points() {
    local call=$1 points=$2 calls number
    calls=$(calls_of "$call")
    for number in $(for ((i = 0; i < points; i++)); do echo $((1 + i * (calls - 1) / (points - 1))); done | uniq); do
        try "$call $number of $calls" killed_at "$call" "$number"
    done
}

killed_at_points rename 8
killed_at_points fsync 8
