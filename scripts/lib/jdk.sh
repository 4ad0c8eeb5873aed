# Sourced by other scripts: finds a JDK 25 or newer and sets JAVA_HOME, or says in one line what to install.

readonly handgrad_java_wanted=25

# Prints the major version of the JDK in folder $1, or nothing if there is none. Reads the release file, since starting
# each candidate would take a second.
handgrad_java_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the folders where JDKs are usually installed, the user's choice first.
handgrad_java_candidates() {
    [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
    local java
    if java=$(command -v java); then
        java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
        printf '%s\n' "${java%/bin/java}"
    fi
    local folder
    for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/java/* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.m2/jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ -d "$folder" ] && printf '%s\n' "$folder"
    done
}

# Finds a JDK that is new enough, or of exactly version $1 if given.
handgrad_find_jdk() {
    local folder version
    while IFS= read -r folder; do
        version=$(handgrad_java_version "$folder")
        if [ -n "$version" ] && [ "$version" -ge "$handgrad_java_wanted" ] && [ "$version" = "${1:-$version}" ]; then
            export JAVA_HOME=$folder
            return 0
        fi
    done < <(handgrad_java_candidates)
    echo "handgrad: no JDK $handgrad_java_wanted or newer found; install one" \
        "(for example Eclipse Temurin $handgrad_java_wanted) or point JAVA_HOME at it" >&2
    return 1
}

# Keeps the JVM's signal handlers in place. The JVM relies on SIGSEGV (null checks, safepoints), but a compiler in the
# same process, such as the LLVM in PoCL, installs its own handlers, which sometimes end the process silently. The JDK's
# signal chaining library calls them after those of the JVM.
handgrad_chain_signals() {
    local library=$JAVA_HOME/lib/libjsig.so
    [ -e "$library" ] || return 0
    case ":${LD_PRELOAD:-}:" in
        *":$library:"*) ;;
        *) export LD_PRELOAD="$library${LD_PRELOAD:+:$LD_PRELOAD}" ;;
    esac
}

handgrad_need_maven() {
    # Suppresses warnings of new JDKs about libraries in older versions of Maven.
    export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
    command -v mvn >/dev/null 2>&1 && return 0
    echo "handgrad: building needs Maven 3.8 or newer: install it so that 'mvn' is on the PATH" \
        "(for example: apt-get install maven)" >&2
    return 1
}
