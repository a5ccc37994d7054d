# INT, TERM and HUP to the launcher's own process number end any command within two seconds, whatever it is doing.
model signals.safetensors 3000000
mkdir -p models
model models/a.safetensors 50000000
profile measured signals.safetensors --runs 3 --quiet >/dev/null

# SIGNAL DELAY COMMAND...: ends within two seconds, not by the signal to a child alone
ends() {
    local signal=$1 delay=$2 pid began
    shift 2
    set -m
    "$@" >said 2>&1 </dev/null &
    pid=$!
    set +m
    sleep "$delay"
    if kill -"$signal" "$pid" 2>/dev/null; then
        began=$(date +%s%N)
        wait "$pid" 2>/dev/null
        [ $((($(date +%s%N) - began) / 1000000)) -le 2000 ] || { echo "took more than two seconds"; return 1; }
    fi
    # What the launcher had just asked, such as java -version, ends by itself.
    for _ in $(seq 20); do
        pgrep -g "$pid" -r D,R,S,T >/dev/null || break
        sleep 0.1
    done
    ! pgrep -g "$pid" -r D,R,S,T >/dev/null || { echo "left running:"; pgrep -ag "$pid"; return 1; }
    ! grep -q 'Exception\|^	at ' said || { cat said; return 1; }
}

for signal in INT TERM HUP; do
    for delay in 0.05 0.4 1.1 2.7; do
        try "profile $signal after $delay s" ends "$signal" "$delay" \
            "$berth" profile models --out "signals-$signal" --device host --runs 1000 --ci 0
        try "models $signal after $delay s" ends "$signal" "$delay" "$berth" models models
        try "self-test $signal after $delay s" ends "$signal" "$delay" "$berth" self-test
    done
    try "plan $signal" ends "$signal" 1.2 \
        "$berth" plan --profiles measured/profiles.json --derive-scenario scenario.yaml --out plan.json
    try "calibrate $signal" ends "$signal" 0.8 "$berth" calibrate measured --out "calibrated-$signal.json"
    try "run $signal" ends "$signal" 2.5 "$berth" run --models signals.safetensors --out "run-$signal" --device host --runs 2
done

# Weights that become a device or a pipe that never ends.
becomes() {
    local what=$1 pid i
    rm -rf turned turned-out
    mkdir turned
    model turned/m.safetensors 1000000
    session turned-out turned --runs 300 --quiet >said 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null && [ "$(rows turned-out)" -lt 3 ]; do
        sleep 0.05
    done
    rm turned/m.safetensors
    case $what in
        zero) ln -s /dev/zero turned/m.safetensors ;;
        pipe) mkfifo turned/m.safetensors ;;
        gone) ;;
    esac
    for i in $(seq 300); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    if kill -9 "$pid" 2>/dev/null; then
        echo "still running after 30 s"
        return 1
    fi
    wait "$pid"
    [ $? -eq 3 ] || { cat said; return 1; }
}
for what in zero pipe gone; do
    try "weights become $what" becomes "$what"
done
