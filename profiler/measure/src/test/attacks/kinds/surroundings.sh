# Surroundings that take something away: one line with the remedy, or the work is done.
model around.safetensors 100000

# WORD COMMAND...: one line of Berth's that names the word, and no trace
told() {
    local word=$1 said
    shift
    said=$("$@" 2>&1 >/dev/null)
    one_line "$said" && grep -q -- "$word" <<<"$said" && return
    echo "$said"
    return 1
}

no_proc() {
    unshare -m bash -c 'umount -l /proc && exec "$@"' - "$@"
}

# ARGUMENTS...: Berth with a read-only home and a temporary folder that nothing can be run from, wherever Berth lies
bare() {
    mkdir -p home berth
    HOME=$PWD/home unshare -m bash -c 'mount --bind "${0%/*}" berth && mount -t tmpfs -o noexec tmpfs /tmp &&
        mount -t tmpfs -o ro tmpfs "$HOME" && exec berth/berth "$@"' "$berth" "$@"
}

# COMMAND...: what is taken away does not matter to it
done_in_silence() {
    said=$("$@" 2>&1 >/dev/null) && [ -z "$said" ] || { echo "$said"; return 1; }
}

try "locale" told "not installed" env LC_ALL=xx_XX.UTF-8 "$berth" models around.safetensors
try "ulimit -v" told "ulimit -v" bash -c 'ulimit -v 1000000; exec "$@"' - "$berth" models around.safetensors
if command -v setpriv >/dev/null; then
    try "ulimit -u" told "ulimit -u" setpriv --reuid 65534 --clear-groups --regid 65534 \
        bash -c 'ulimit -u 20; exec "$@"' - "$berth" help
fi
if unshare -m true 2>/dev/null; then
    try "no /proc" told "/proc" no_proc "$berth" models around.safetensors
    try "read-only home, models" done_in_silence bare models around.safetensors
    try "read-only home, profile" done_in_silence bare profile around.safetensors --out bare --device host --runs 2 --quiet
    try "read-only home, self-test" done_in_silence bare self-test
fi
