# What is called cold or warm was so, on every kind of file system, for every user, and whoever else reads the file.
# Truth comes from a disk whose reads are limited for the session alone: nobody's cache makes a cold run faster than that.
truncate -s 96M disk.img
mkdir -p disk memory mine merged
if ! mkfs.ext4 -q -F disk.img 2>/dev/null || ! mount -o loop disk.img disk 2>/dev/null; then
    leave_out "no right to mount a disk here"
    return
fi
cleanups+=("umount -l '$folder/disk' 2>/dev/null")
mount -t tmpfs tmpfs memory
cleanups+=("umount -l '$folder/memory' 2>/dev/null")
weights=20000000
model disk/m.safetensors "$weights"

# OUT TIER WHAT [RATE FROM]: of the counted rows of a tier all, some or none is proven; those proven from sequence FROM on
# took at least what their bytes take at RATE bytes a second
proven() {
    python3 - "$@" <<'PYTHON'
import json, sys
out, tier, what = sys.argv[1:4]
rows = [json.loads(line) for line in open(out + "/raw/runs.jsonl")]
rows = [row for row in rows if row["key"]["requestedTier"] == tier and row["key"]["repetition"] >= 0]
cold = [row for row in rows if row["tier"] == tier]
reasons = {row["failure"] or row["cache"]["reason"] for row in rows if row["tier"] != tier}
if not rows or what == "all" and len(cold) < len(rows) or what == "none" and cold:
    sys.exit("%d of %d runs were proven %s; %s" % (len(cold), len(rows), tier, reasons))
if len(sys.argv) > 4:
    rate, first = float(sys.argv[4]), int(sys.argv[5])
    limited = [row for row in rows if row["sequence"] >= first]
    # A limit lets a fifth of a second's bytes pass at once.
    fast = [row["totalNanos"] for row in cold if row in limited and row["totalNanos"] / 1e9 < row["bytes"] / rate - 0.2]
    if not limited:
        sys.exit("ended before the limit was set")
    if fast:
        sys.exit("called cold, and faster than the disk: %s ns" % fast)
PYTHON
}

# OUT MODEL [OPTIONS]: cold and warm are proven, each of them
both_are_proven() {
    profile "$@" --runs 4 --quiet >/dev/null && proven "$1" storage-cold all && proven "$1" page-cache-warm all
}

# OUT MODEL: no run is called cold
never_cold() {
    profile "$@" --runs 4 --quiet >/dev/null 2>&1
    proven "$1" storage-cold none && proven "$1" page-cache-warm all
}

# OUT MODEL: that none can be is told before the first
never_cold_as_told() {
    local said
    said=$(profile "$@" --runs 4 --dry-run 2>&1)
    grep -q 'no run can be cold' <<<"$said" || { echo "$said"; return 1; }
    never_cold "$@"
}

# FILE PAUSE COMMAND...: while somebody else reads the file over and over, with pauses of up to PAUSE tenths of a second
while_read() {
    local file=$1 pause=$2 reader status
    shift 2
    while :; do
        cat "$file" >/dev/null
        [ "$pause" -eq 0 ] || sleep "0.$((RANDOM % pause + 1))"
    done &
    reader=$!
    "$@"
    status=$?
    kill "$reader"
    wait "$reader" 2>/dev/null
    return "$status"
}

for reader in direct buffered mmap; do
    try "ext4, $reader" both_are_proven "ext4-$reader" disk/m.safetensors --reader "$reader"
done

cp disk/m.safetensors memory/m.safetensors
try "tmpfs" never_cold_as_told tmpfs memory/m.safetensors

# LOWER NAME: an overlay whose files below are those of another file system
overlay() {
    mkdir -p "mine/$2/upper" "mine/$2/work" "merged/$2"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=mine/$2/upper,workdir=mine/$2/work" "merged/$2" || return 1
    cleanups+=("umount -l '$folder/merged/$2' 2>/dev/null")
}
if overlay disk of-disk; then
    try "overlay" both_are_proven overlay merged/of-disk/m.safetensors
    overlay memory of-memory
    mv memory/m.safetensors memory/other.safetensors
    try "overlay over tmpfs" never_cold overlay-memory merged/of-memory/other.safetensors
else
    leave_out "no overlay file system"
fi

# A user who neither owns the file nor may write it is told why before any run, unless it is an older kernel, which lets
# everybody ask cachestat: then what others read is seen.
other_user() {
    local said
    rm -rf others
    mkdir others
    chown 65534:65534 others
    said=$(while_read disk/m.safetensors 0 setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$PWD/others" \
        "$berth" profile disk/m.safetensors --out others/out --device host --warm-up 1 --ci 0 --runs 4 --quiet 2>&1)
    if [ -e others/out/raw/runs.jsonl ]; then
        proven others/out storage-cold none
    else
        grep -q "cannot be told .* run as its owner, or measure a copy" <<<"$said" || { echo "$said"; return 1; }
    fi
}
chmod 711 "$work"
chmod 644 disk/m.safetensors
if setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$berth"; then
    try "file of another user" other_user
else
    leave_out "other users cannot reach $berth"
fi

# Reads of the disk are limited for the processes of a group, once the ceilings are measured.
rate=20000000
disk=$(mountpoint -d disk)
if [ -d /sys/fs/cgroup/blkio ] && mkdir /sys/fs/cgroup/blkio/berth-attacks-$kind 2>/dev/null; then
    group=/sys/fs/cgroup/blkio/berth-attacks-$kind
    limit=$group/blkio.throttle.read_bps_device
    words="$disk "
    unlimited=0
elif grep -qw io /sys/fs/cgroup/cgroup.subtree_control 2>/dev/null && mkdir /sys/fs/cgroup/berth-attacks-$kind 2>/dev/null; then
    group=/sys/fs/cgroup/berth-attacks-$kind
    limit=$group/io.max
    words="$disk rbps="
    unlimited=max
else
    leave_out "no control group that limits reads, so no truth to compare with"
    return
fi
cleanups+=("rmdir '$group' 2>/dev/null")

# OUT MODEL [OPTIONS]: sets from, the first row that is limited for sure
limited() {
    local out=$1 pid
    echo "$words$unlimited" >"$limit"
    (
        echo "$BASHPID" >"$group/cgroup.procs" || exit 99
        session "$@" --runs 5 --quiet
    ) >/dev/null 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ "$(rows "$out")" -lt 1 ]; do
        sleep 0.01
    done
    echo "$words$rate" >"$limit"
    from=$(($(rows "$out") + 1))
    wait "$pid"
}

# OUT MODEL [OPTIONS]: undisturbed, all is proven, and the limit is true: whatever is warm is faster
undisturbed() {
    limited "$@" && proven "$1" storage-cold all "$rate" "$from" && proven "$1" page-cache-warm all || return 1
    ! proven "$1" page-cache-warm all "$rate" "$from" 2>/dev/null || { echo "the disk is not limited"; return 1; }
}

# FILE PAUSE OUT MODEL [OPTIONS]: somebody reads the file meanwhile; what is called cold nevertheless came from the disk
disturbed() {
    local file=$1 pause=$2
    shift 2
    while_read "$file" "$pause" limited "$@" --cache cold
    proven "$1" storage-cold some "$rate" "$from"
}

for reader in direct buffered mmap; do
    try "limited, $reader" undisturbed "limited-$reader" disk/m.safetensors --reader "$reader"
    try "read over and over, $reader" disturbed disk/m.safetensors 0 "over-$reader" disk/m.safetensors --reader "$reader"
done
try "read now and then" disturbed disk/m.safetensors 5 then disk/m.safetensors --reader buffered
if mountpoint -q merged/of-disk; then
    try "read below an overlay" disturbed disk/m.safetensors 5 below merged/of-disk/m.safetensors --reader buffered
    try "read through an overlay" disturbed merged/of-disk/m.safetensors 5 through merged/of-disk/m.safetensors --reader buffered
fi
