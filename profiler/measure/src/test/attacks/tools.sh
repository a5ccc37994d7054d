# What kinds share. Sourced by run, which sets berth, work, tried, survived, left_out, cleanups.

# try NAME COMMAND...: one attack; what it says is shown only where it did not survive.
try() {
    local name=$1 said
    shift
    tried=$((tried + 1))
    if said=$("$@" 2>&1); then
        survived=$((survived + 1))
    else
        printf '%s: %s did not survive\n' "$kind" "$name" >&2
        sed 's/^/    /' <<<"$said" | tail -n 12 >&2
    fi
}

# leave_out WHY: what this machine does not allow; told, and neither tried nor survived.
leave_out() {
    left_out+=${left_out:+; }$1
}

# model FILE BYTES: a safetensors file of random weights.
model() {
    python3 - "$1" "$2" <<'PYTHON'
import json, os, struct, sys
size = int(sys.argv[2])
header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header)
    left = size
    while left:
        left -= file.write(os.urandom(min(left, 1 << 20)))
PYTHON
}

# profile OUT MODEL [OPTIONS]: a short session on the host.
profile() {
    local out=$1 models=$2
    shift 2
    "$berth" profile "$models" --out "$out" --device host --warm-up 1 --ci 0 "$@"
}

# The same to be started in the background: the process number is the session's own, as of any launcher.
session() {
    local out=$1 models=$2
    shift 2
    exec "$berth" profile "$models" --out "$out" --device host --warm-up 1 --ci 0 "$@"
}

# one_line TEXT: whether it is one line that begins as Berth's faults do, and no trace.
one_line() {
    [ "$(grep -c . <<<"$1")" -eq 1 ] && grep -q '^berth: ' <<<"$1"
}

# rows OUT: complete rows of single loads.
rows() {
    cat "$1/raw/runs.jsonl" 2>/dev/null | grep -c '}$' || true
}
