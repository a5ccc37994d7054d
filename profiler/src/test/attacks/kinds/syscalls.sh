# kill -9 at the n-th fsync, rename and unlink of a session that is put aside for another: at each of them the next start
# mends what was left, and the files of others in the folder stay as they are.
if ! command -v strace >/dev/null; then
    leave_out "strace is not installed"
    return
fi
model syscalls.safetensors 100000

# SYSCALL NUMBER
killed_at() {
    local call=$1 number=$2 out=out-$1-$2
    mkdir -p "$out/.git"
    echo project >"$out/.git/HEAD"
    echo mine >"$out/package.json"
    profile "$out" syscalls.safetensors --runs 2 --quiet >/dev/null || return 1
    strace -f -qq -o /dev/null -e trace="$call" -e inject="$call:signal=KILL:when=$number" \
        "$berth" profile syscalls.safetensors --out "$out" --device host --warm-up 1 --ci 0 --runs 2 --quiet >/dev/null 2>&1
    profile "$out" syscalls.safetensors --runs 2 --quiet >/dev/null || return 1
    [ "$(cat "$out/.git/HEAD" "$out/package.json")" = $'project\nmine' ] || { echo "files of others changed"; return 1; }
    [ "$(ls -d "$out"/earlier-* | wc -l)" -ge 1 ] || { echo "nothing was put aside"; return 1; }
    local folder
    for folder in "$out" "$out"/earlier-*; do
        "$berth" validate "$folder" --quiet || return 1
    done
    [ "$(find "$out" -name '*.tmp' | wc -l)" -eq 0 ] || { echo "left over:"; find "$out" -name '*.tmp'; return 1; }
}

for number in 1 2 3 5 8 12 16; do
    try "rename $number" killed_at rename "$number"
done
for number in 1 2 4 7 12 40; do
    try "fsync $number" killed_at fsync "$number"
done
