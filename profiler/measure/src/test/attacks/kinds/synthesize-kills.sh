# kill -9 at drawn moments while files of a layout are written: KILLS of them. Under its own name there is never but a
# whole file, and the same command goes on and ends with the files of one that was never killed.
layout=gpt2
"$berth" synthesize "$layout" --out whole --seed 3 --quiet >/dev/null || { leave_out "no room for $layout"; return; }

# Files that are there under their own names are those of the whole one.
only_whole() {
    local out=$1 file
    while IFS= read -r -d '' file; do
        cmp -s "$out/$file" "whole/$file" || { echo "$file is not what it is to be"; return 1; }
    done < <(cd "$out" 2>/dev/null && find . -type f ! -name '.*' -printf '%P\0')
}

killed_writing() {
    local out=$1 pid i
    rm -rf "$out/$layout"/*
    (exec "$berth" synthesize "$layout" --out "$out" --seed 3 --quiet) >/dev/null 2>&1 &
    pid=$!
    for i in $(seq 600); do
        [ -n "$(find "$out" -name '*.part' -print -quit 2>/dev/null)" ] && break
        sleep 0.05
    done
    sleep "0.$((RANDOM % 1000))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    only_whole "$out"
}

ended_writing() {
    local out=$1
    "$berth" synthesize "$layout" --out "$out" --seed 3 --quiet >/dev/null || return 1
    diff -r "$out" whole >/dev/null || { echo "differs from one that was not killed:"; diff -rq "$out" whole; return 1; }
}

for ((i = 1; i <= KILLS; i++)); do
    try "kill $i" killed_writing out
    if [ $((i % 10)) -eq 0 ] || [ "$i" -eq "$KILLS" ]; then
        try "files after kill $i" ended_writing out
    fi
done
