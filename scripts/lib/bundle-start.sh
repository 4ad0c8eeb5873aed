#!/bin/sh
# Starts Handgrad from its own folder with the bundled Java runtime: ./handgrad COMMAND [OPTIONS].
# HANDGRAD_JAVA_OPTIONS: further JVM options, separated by blanks.
# Needs only the shell, and readlink if started through a link.
set -eu

self=$0
case $self in
    */*) ;;
    *) self=$(command -v -- "$self") ;;
esac
if [ -L "$self" ]; then self=$(readlink -f "$self"); fi
home=$(cd "${self%/*}" && pwd -P)

# Whether a library folder of the system or of a driver has file $1.
has_library() {
    old_separator=$IFS
    IFS=:
    for folder in ${LD_LIBRARY_PATH:-} /usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64 /usr/lib /lib \
        /usr/local/lib /usr/local/lib64 /usr/lib/wsl/lib /usr/local/nvidia/lib64 /usr/local/cuda/lib64 \
        /run/opengl-driver/lib; do
        if [ -n "$folder" ] && [ -e "$folder/$1" ]; then
            IFS=$old_separator
            return 0
        fi
    done
    IFS=$old_separator
    return 1
}

# Whether folder $1 lists a driver.
has_vendors() {
    for file in "$1"/*.icd; do
        if [ -e "$file" ]; then return 0; fi
    done
    return 1
}

# A machine with only a driver lacks the loader, the list of drivers, or both.
if [ -e "$home/opencl/libOpenCL.so.1" ] && ! has_library libOpenCL.so.1; then
    export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$home/opencl"
fi
if [ -z "${OCL_ICD_VENDORS:-}" ] && ! has_vendors /etc/OpenCL/vendors && has_library libnvidia-opencl.so.1; then
    export OCL_ICD_VENDORS="$home/opencl/vendors"
fi
if [ -z "${HANDGRAD_DATA:-}" ] && [ -d "$home/data" ]; then
    export HANDGRAD_DATA="$home/data"
fi

# The commit of the build, which run folders record.
commit=
if [ -r "$home/lib/commit" ]; then read -r commit <"$home/lib/commit"; fi

# Keeps the JVM's signal handlers ahead of those of a driver's compiler.
if [ -e "$home/runtime/lib/libjsig.so" ]; then
    export LD_PRELOAD="$home/runtime/lib/libjsig.so${LD_PRELOAD:+:$LD_PRELOAD}"
fi

# shellcheck disable=SC2086  # the options are meant to be split
exec "$home/runtime/bin/java" "@$home/lib/jvm.options" \
    "-Dhandgrad.launcher=$home/${self##*/}" "-Dhandgrad.commit=$commit" \
    ${HANDGRAD_JAVA_OPTIONS:-} -jar "$home/lib/handgrad.jar" "$@"
