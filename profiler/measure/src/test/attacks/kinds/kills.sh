# kill -9 at random moments of a session: nothing that was announced is lost, the same command goes on and ends well.
model kills.safetensors 300000

killed_session() {
    local out=$1 before after pid i
    for i in 1 2 3; do
        before=$(rows "$out")
        session "$out" kills.safetensors --runs 40 --quiet >/dev/null 2>&1 &
        pid=$!
        sleep "$((RANDOM % 3)).$((RANDOM % 1000))"
        kill -9 "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
        after=$(rows "$out")
        [ "$after" -ge "$before" ] || { echo "$before rows, then $after"; return 1; }
    done
    profile "$out" kills.safetensors --runs 40 --quiet >/dev/null || return 1
    "$berth" validate "$out" --quiet || return 1
    [ "$(find "$out" -name '*.tmp' | wc -l)" -eq 0 ] || { echo "left over:"; find "$out" -name '*.tmp'; return 1; }
}

for i in 1 2 3 4 5 6; do
    try "session $i" killed_session "out-$i"
done
