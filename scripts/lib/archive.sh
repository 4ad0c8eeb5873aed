# Sourced by scripts/handgrad: class data sharing. The archive has the loaded and linked classes of several trainings,
# which later starts map into memory. That saves about 0.15 s of each start, and some JIT compilation. The JVM ignores
# an archive of another jar or JVM, so it affects only speed.

# Makes the archive $2 for the jar $1 with the JVM options that follow. If that fails, leaves an empty file, so that it
# is not tried again for this jar.
handgrad_archive_classes() {
    local jar=$1 archive=$2 folder made
    shift 2
    echo "handgrad: preparing quicker starts (a few seconds, once after a build) ..." >&2
    made=$archive.$$
    folder=$(mktemp -d) || return 0
    "$JAVA_HOME/bin/java" "$@" "-XX:ArchiveClassesAtExit=$made" -jar "$jar" load-classes "$folder" --device cpu \
        >/dev/null 2>&1 || rm -f "$made"
    rm -rf "$folder"
    [ -e "$made" ] || : >"$made"
    mv "$made" "$archive"
}
