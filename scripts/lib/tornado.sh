# Sourced after jdk.sh: what the TornadoVM backend needs of this machine. TORNADOVM_HOME is the folder of the SDK.

# The version of the SDK, such as 5.2.0-jdk25, told by its API jar; nothing if there is none.
handgrad_tornado_version() {
    local jar
    for jar in "$TORNADOVM_HOME"/share/java/tornado/tornado-api-*.jar; do
        [ -f "$jar" ] || continue
        jar=${jar##*/tornado-api-}
        printf '%s' "${jar%.jar}"
        return
    done
}

# Finds the SDK. Where it can be used, sets handgrad_tornado to its version and JAVA_HOME to the very JDK that it wants; else unsets TORNADOVM_HOME,
# sets handgrad_tornado to "none" and handgrad_tornado_problem to one line that says why.
handgrad_find_tornado() {
    local get="install a TornadoVM SDK, 5.2 or newer, for JDK $handgrad_java_wanted (www.tornadovm.org/downloads) and point TORNADOVM_HOME at its folder"
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
        handgrad_tornado_problem="no TornadoVM SDK is in TORNADOVM_HOME=$TORNADOVM_HOME (its tornado-argfile or API jar is missing): $get"
    elif [ "$(printf '%s\n' 5.2 "$version" | sort -V | head -n 1)" != 5.2 ]; then
        handgrad_tornado_problem="the TornadoVM SDK in TORNADOVM_HOME is version $version, which is too old: $get"
    elif ! [[ "$jdk" =~ ^[0-9]+$ ]] || [ "$jdk" -lt "$handgrad_java_wanted" ]; then
        handgrad_tornado_problem="the TornadoVM SDK in TORNADOVM_HOME is version $version, which is not for JDK $handgrad_java_wanted: $get"
    elif [ "$(handgrad_java_version "$JAVA_HOME")" != "$jdk" ] && ! handgrad_find_jdk "$jdk" 2>/dev/null; then
        handgrad_tornado_problem="the TornadoVM SDK in TORNADOVM_HOME wants JDK $jdk, and none is found: install one, or point JAVA_HOME at it"
    fi
    if [ -z "$handgrad_tornado_problem" ]; then
        handgrad_tornado=$version
    else
        unset TORNADOVM_HOME
    fi
}

# Puts the SDK's API jar where Maven finds it, unless it is there.
handgrad_install_tornado_api() {
    [ "$handgrad_tornado" = none ] && return
    [ -f "$HOME/.m2/repository/io/github/beehive-lab/tornado-api/$handgrad_tornado/tornado-api-$handgrad_tornado.pom" ] && return
    mvn -B -q install:install-file -Dfile="$TORNADOVM_HOME/share/java/tornado/tornado-api-$handgrad_tornado.jar" -DgroupId=io.github.beehive-lab \
        -DartifactId=tornado-api -Dversion="$handgrad_tornado" -Dpackaging=jar -DgeneratePom=true >&2
}

# What Maven is told of the SDK: each on a line of its own.
handgrad_tornado_maven_options() {
    [ "$handgrad_tornado" = none ] || printf '%s\n' "-Dtornadovm.version=$handgrad_tornado"
}
