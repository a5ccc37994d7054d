# What others put into shared folders is not loaded and not measured.
if cc -shared -fPIC -o planted.so -x c - <<'C'
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
__attribute__((constructor)) static void loaded(void) {
    close(open(getenv("PLANTED"), O_CREAT | O_WRONLY, 0600));
}
C
then
    compiled=true
    # With no driver at all JCuda is not asked for.
    "$here/../c/build.sh" driver
else
    compiled=false
fi

# A library under the names by which JCuda, JNA and the driver are asked for, in the temporary, home and working folder.
libraries() {
    local name
    rm -f loaded
    mkdir -p temporary/jna
    for name in $(cd "${berth%/*}/profiler/measure/target/native" && echo *.so) libcuda.so.1 libnvidia-ml.so.1 libOpenCL.so.1 jna/jna1.tmp; do
        cp planted.so "temporary/$name"
    done
    cp -r temporary/. .
    mkdir -p home/.cache/JNA/temp
    cp temporary/*.so home/.cache/JNA/temp
    HOME=$PWD/home PLANTED=$PWD/loaded LD_LIBRARY_PATH=$PWD/driver BERTH_JAVA_OPTS="-Djava.io.tmpdir=$PWD/temporary" \
        "$berth" self-test --json 2>&1 >self-test.json
    [ ! -e loaded ] || { echo "a planted library was loaded"; return 1; }
    grep -q '"cuda:0: ' self-test.json || { echo "JCuda was not loaded at all:"; cat self-test.json; return 1; }
}

# That a library where it is looked for is loaded, and seen by the attack.
in_its_place() {
    mkdir -p place
    cp planted.so place/libJCudaDriver-12.6.0-linux-x86_64.so
    PLANTED=$PWD/loaded LD_LIBRARY_PATH=$PWD/driver BERTH_JAVA_OPTS="-Djava.library.path=$PWD/place" "$berth" self-test >/dev/null 2>&1
    [ -e loaded ]
}

# Weights of the cache replaced by random bytes of the same length and time.
altered_weights() {
    local file said
    cp -a "$1" cache
    file=$(find cache -type f -name '*.bin' | head -n 1)
    cp -a "$file" before
    head -c "$(stat -c %s "$file")" /dev/urandom >"$file"
    touch -r before "$file"
    said=$(BERTH_CACHE=$PWD/cache "$berth" run --dry-run --device host 2>&1)
    grep -q "altered since it was fetched" <<<"$said" || { echo "$said"; return 1; }
}

if $compiled; then
    try "libraries" libraries
    try "a library in its place is noticed" in_its_place
else
    leave_out "no C compiler"
fi
cached=${BERTH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/berth}
if compgen -G "$cached/*/*" >/dev/null; then
    try "weights in the cache" altered_weights "$cached"
else
    leave_out "no models in $cached; fetch them with ./berth run"
fi
