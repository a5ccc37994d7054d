# Surroundings that take something away: one line with the remedy, or the work is done.
model around.safetensors 100000

# WORD COMMAND...: one line of Berth's that names the word, and no trace; the shell may warn of its own locale
told() {
    local word=$1 said
    shift
    said=$("$@" 2>&1 >/dev/null | grep -v '^bash: warning: setlocale')
    one_line "$said" && grep -q -- "$word" <<<"$said" && return
    echo "$said"
    return 1
}

limited() {
    ulimit "$1" "$2"
    shift 2
    exec "$@"
}

other_user() {
    exec setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent "$@"
}

no_proc() {
    unshare -m bash -c 'umount -l /proc && exec "$@"' - "$@"
}

try "locale" told "not installed" env LC_ALL=xx_XX.UTF-8 "$berth" models around.safetensors
try "ulimit -v" told "ulimit -v" bash -c 'ulimit -v 1000000; exec "$@"' - "$berth" models around.safetensors
if command -v setpriv >/dev/null; then
    try "ulimit -u" told "ulimit -u" setpriv --reuid 65534 --clear-groups --regid 65534 \
        bash -c 'ulimit -u 20; exec "$@"' - "$berth" help
fi
if unshare -m true 2>/dev/null; then
    try "no /proc" told "/proc" no_proc "$berth" models around.safetensors
fi
