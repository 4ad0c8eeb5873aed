# Sourced after jdk.sh: finds a TornadoVM SDK in TORNADOVM_HOME.

# Prints the version of the SDK, such as 5.2.0-jdk25, by its API jar; nothing if there is none.
handgrad_tornado_version() {
    local jar
    for jar in "$TORNADOVM_HOME"/share/java/tornado/tornado-api-*.jar; do
        [ -f "$jar" ] || continue
        jar=${jar##*/tornado-api-}
        printf '%s' "${jar%.jar}"
        return
    done
}

# Finds the SDK. If it can be used, sets handgrad_tornado to its version and JAVA_HOME to the JDK that it needs. If not,
# unsets TORNADOVM_HOME, sets handgrad_tornado to "none", and explains in one line in handgrad_tornado_problem.
handgrad_find_tornado() {
    local get="install a TornadoVM SDK, 5.2 or newer, for JDK $handgrad_java_wanted (www.tornadovm.org/downloads)"
    get+=" and point TORNADOVM_HOME at its folder"
    local sdk="the TornadoVM SDK in TORNADOVM_HOME"
    local version jdk
    handgrad_tornado=none
    handgrad_tornado_problem=
    if [ -z "${TORNADOVM_HOME:-}" ]; then
        handgrad_tornado_problem="TORNADOVM_HOME is not set: $get"
        unset TORNADOVM_HOME
        return
    fi
    version=$(handgrad_tornado_version)
    jdk=${version##*-jdk}
    if [ -z "$version" ] || [ ! -f "$TORNADOVM_HOME/tornado-argfile" ]; then
        handgrad_tornado_problem="no TornadoVM SDK is in TORNADOVM_HOME=$TORNADOVM_HOME"
        handgrad_tornado_problem+=" (its tornado-argfile or API jar is missing): $get"
    elif [ "$(printf '%s\n' 5.2 "$version" | sort -V | head -n 1)" != 5.2 ]; then
        handgrad_tornado_problem="$sdk is version $version, which is too old: $get"
    elif ! [[ "$jdk" =~ ^[0-9]+$ ]] || [ "$jdk" -lt "$handgrad_java_wanted" ]; then
        handgrad_tornado_problem="$sdk is version $version, which is not for JDK $handgrad_java_wanted: $get"
    elif [ "$(handgrad_java_version "$JAVA_HOME")" != "$jdk" ] && ! handgrad_find_jdk "$jdk" 2>/dev/null; then
        handgrad_tornado_problem="$sdk wants JDK $jdk, and none is found: install one, or point JAVA_HOME at it"
    fi
    if [ -z "$handgrad_tornado_problem" ]; then
        handgrad_tornado=$version
    else
        unset TORNADOVM_HOME
    fi
}

# Installs the SDK's API jar in the local Maven repository, unless it is there.
handgrad_install_tornado_api() {
    [ "$handgrad_tornado" = none ] && return
    local name=tornado-api-$handgrad_tornado
    [ -f "$HOME/.m2/repository/io/github/beehive-lab/tornado-api/$handgrad_tornado/$name.pom" ] && return
    mvn -B -q install:install-file -Dfile="$TORNADOVM_HOME/share/java/tornado/$name.jar" \
        -DgroupId=io.github.beehive-lab -DartifactId=tornado-api -Dversion="$handgrad_tornado" \
        -Dpackaging=jar -DgeneratePom=true >&2
}

# Prints Maven's options for the SDK, one a line.
handgrad_tornado_maven_options() {
    [ "$handgrad_tornado" = none ] || printf '%s\n' "-Dtornadovm.version=$handgrad_tornado"
}
