#!/bin/sh
# Compiles the stand-in libraries into a folder; without a C compiler the tests that need them say so and are skipped.
set -eu
here=$(dirname "$0")
out=$1
# The folder must be there before the test JVM starts: the loader forgets search folders that were absent once.
mkdir -p "$out"

compiler=${CC:-cc}
if [ "$(uname -s)" != Linux ] || ! command -v "$compiler" >/dev/null 2>&1; then
    echo "stand-in driver: no C compiler for Linux ($compiler); tests that need it are skipped"
    rm -f "$out"/lib*.so.1
    exit 0
fi

# build SONAME SOURCE [LINKER ARGUMENT...]
build() {
    name=$1
    source=$here/$2
    shift 2
    if [ "$out/$name" -nt "$source" ] && [ "$out/$name" -nt "$0" ]; then
        return
    fi
    "$compiler" -std=gnu11 -O1 -Wall -Wextra -shared -fPIC -pthread -Wl,-soname,"$name" \
        -o "$out/$name.part" "$source" "$@"
    mv "$out/$name.part" "$out/$name"
}

build libcuda.so.1 stand_in_driver.c
build libnvidia-ml.so.1 stand_in_management.c -L"$out" -l:libcuda.so.1
