# kill -9 at drawn moments of sessions that serve: KILLS of them, several a session. Of what was started nothing runs any
# more a moment later, no row that was announced is lost, and the same command goes on and ends well.
model exec-kills.safetensors 300000
token=86401.$$
cat >exec-kills.yaml <<YAML
schemaVersion: 1
name: exec-kills
about: a shell with a child and a grandchild of another session, which ignores TERM
command: [sh, -c, "(trap '' TERM; exec setsid sleep $token) & env -i setsid sleep $token & cat '{model}' >/dev/null; echo ready; exec sleep $token"]
threads: 1
ready: {output: ^ready}
probe: {command: [sh, -c, "cat '{model}' >/dev/null; sleep 0.02"], requests: 2}
stop: {graceSeconds: 0}
YAML

# engine_rows OUT: complete rows of served runs.
engine_rows() {
    cat "$1/raw/engines.jsonl" 2>/dev/null | grep -c '}$' || true
}

served() {
    local out=$1
    shift
    exec "$berth" profile exec-kills.safetensors --engine exec --recipe exec-kills.yaml --device host --cache warm --ci 0 \
        --out "$out" "$@"
}

killed_serving() {
    local out=$1 before after pid i
    before=$(engine_rows "$out")
    served "$out" --runs 1000 >/dev/null 2>said &
    pid=$!
    # From the first process of the recipe on to some runs later.
    for i in $(seq 600); do
        pgrep -f "sleep $token" >/dev/null && break
        sleep 0.05
    done
    sleep "$((RANDOM % 2)).$((RANDOM % 1000))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    for i in $(seq 100); do
        pgrep -f "sleep $token" >/dev/null || break
        sleep 0.1
    done
    ! pgrep -f "sleep $token" >/dev/null || { echo "left running:"; pgrep -af "sleep $token"; return 1; }
    after=$(engine_rows "$out")
    [ "$((after - before))" -ge "$(grep -c ' of .* runs' said)" ] || { echo "$before rows, then $after, announced:"; cat said; return 1; }
}

ended_serving() {
    local out=$1 rows
    rows=$(engine_rows "$out")
    (served "$out" --runs "$((rows + 3))" --quiet) >/dev/null || return 1
    [ "$(engine_rows "$out")" -ge "$rows" ] || { echo "rows were lost"; return 1; }
    "$berth" validate "$out" --quiet || return 1
    [ "$(find "$out" -name '*.tmp' | wc -l)" -eq 0 ] || { echo "left over:"; find "$out" -name '*.tmp'; return 1; }
}

for ((i = 1; i <= KILLS; i++)); do
    try "kill $i" killed_serving "out-$(((i - 1) / 10))"
    if [ $((i % 10)) -eq 0 ] || [ "$i" -eq "$KILLS" ]; then
        try "session $(((i - 1) / 10)) after its kills" ended_serving "out-$(((i - 1) / 10))"
    fi
done
