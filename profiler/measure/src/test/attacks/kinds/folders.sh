# A folder with a project in it is named with --out, twice; a live session's folder is named; a folder goes during a run.
model folders.safetensors 100000

project() {
    mkdir -p project/.git project/models
    echo ref >project/.git/HEAD
    model project/models/m.safetensors 100000
    (
        cd project || exit 1
        find . -type f ! -path './raw/*' -exec sha256sum {} + | sort >../before
        for i in 1 2 3; do
            profile . models --runs 2 --quiet >/dev/null || exit 1
        done
        sha256sum -c --quiet ../before || exit 1
        [ "$(ls -d earlier-* | wc -l)" -eq 2 ]
    )
}

live() {
    local pid before
    profile live folders.safetensors --runs 2 --quiet >/dev/null || return 1
    session live folders.safetensors --runs 20000 --quiet >/dev/null 2>&1 &
    pid=$!
    # Those of the session before are put aside first.
    while kill -0 "$pid" 2>/dev/null && { ! compgen -G 'live/earlier-*' >/dev/null || [ "$(rows live)" -lt 3 ]; }; do
        sleep 0.05
    done
    before=$(ls live)
    said=$(profile live folders.safetensors --runs 2 --quiet 2>&1)
    [ $? -eq 3 ] && one_line "$said" && [ "$before" = "$(ls live)" ] && kill -TERM "$pid" || { echo "$said"; return 1; }
    wait "$pid"
    [ $? -eq 143 ]
}

goes() {
    local how=$1 pid said
    session "goes-$how" folders.safetensors --runs 5000 --quiet >said 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ "$(rows "goes-$how")" -lt 3 ]; do
        sleep 0.05
    done
    case $how in
        removed) rm -rf "goes-$how" ;;
        moved) mv "goes-$how" "gone-$how" ;;
        replaced) mv "goes-$how" "gone-$how"; mkdir -p "goes-$how/raw"; : >"goes-$how/raw/runs.jsonl" ;;
    esac
    for i in $(seq 50); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    if kill -9 "$pid" 2>/dev/null; then
        echo "was not noticed within five seconds"
        return 1
    fi
    wait "$pid"
    [ $? -eq 3 ] && one_line "$(cat said)" || { cat said; return 1; }
}

foreign() {
    mkdir -p foreign
    echo '{"profiles": ["of users"]}' >foreign/profiles.json
    said=$(profile foreign folders.safetensors --runs 2 --quiet 2>&1)
    [ $? -eq 3 ] && one_line "$said" && [ "$(ls -A foreign)" = profiles.json ]
}

try "a project" project
try "a live session" live
try "a dataset of others" foreign
for how in removed moved replaced; do
    try "$how during a run" goes "$how"
done
