# A disk that is full at different moments: one line, every run on it, and the same command goes on where there is room.
model full.safetensors 100000
truncate -s 24M disk.img
mkdir -p disk
if ! mkfs.ext4 -q -F disk.img 2>/dev/null || ! mount -o loop disk.img disk 2>/dev/null; then
    leave_out "no right to mount a disk here"
    return
fi
cleanups+=("umount '$folder/disk' 2>/dev/null")

# ROWS: after how many the disk is filled
filled_after() {
    local wanted=$1 out=disk/out-$1 pid said status before
    session "$out" full.safetensors --runs 60 --quiet >said 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ "$(rows "$out")" -lt "$wanted" ]; do
        sleep 0.05
    done
    cat /dev/zero >disk/ballast 2>/dev/null
    wait "$pid"
    status=$?
    before=$(rows "$out")
    rm -f disk/ballast
    [ "$status" -eq 3 ] || [ "$status" -eq 0 ] || { echo "status $status"; cat said; return 1; }
    grep -q 'Exception\|^	at ' said && { cat said; return 1; }
    profile "$out" full.safetensors --runs 60 --quiet >/dev/null || return 1
    [ "$(rows "$out")" -eq 122 ] || [ "$status" -eq 0 ] || { echo "$(rows "$out") rows, $before before"; return 1; }
    "$berth" validate "$out" --quiet
}

for wanted in 0 1 5 30 60; do
    try "after $wanted rows" filled_after "$wanted"
done
umount disk
