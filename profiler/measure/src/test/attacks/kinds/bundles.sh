# A bundle that is interrupted leaves nothing; one that is killed is swept by the next.
interrupted() {
    local signal=$1 delay=$2 pid
    mkdir -p "bundle-$signal-$delay"
    "$berth" bundle --out "bundle-$signal-$delay/b.tar.gz" --quiet >/dev/null 2>&1 &
    pid=$!
    sleep "$delay"
    kill -"$signal" "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ -z "$(ls -A "bundle-$signal-$delay")" ] || { ls -A "bundle-$signal-$delay"; return 1; }
}

killed() {
    local pid
    mkdir -p killed
    "$berth" bundle --out killed/b.tar.gz --quiet >/dev/null 2>&1 &
    pid=$!
    sleep 4
    kill -9 "$pid"
    wait "$pid" 2>/dev/null
    [ -n "$(ls -A killed)" ] || { echo "was not under way"; return 1; }
    "$berth" bundle --out killed/b.tar.gz --quiet >/dev/null || return 1
    [ "$(ls -A killed)" = b.tar.gz ] || { ls -A killed; return 1; }
}

for signal in INT TERM HUP; do
    for delay in 2 5; do
        # A background process of a script ignores INT.
        [ "$signal" = INT ] && set -m
        try "$signal after $delay s" interrupted "$signal" "$delay"
        set +m
    done
done
try "killed" killed
