#!/usr/bin/env bash
# Runs Rolestream from a checkout. Builds it first where that has not been done since the sources last changed.
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
lib=$home/cli/target/dist/lib
built=$home/cli/target/dist/built

say() { printf 'rolestream: %s\n' "$*" >&2; }

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || { say "no Java found: install a JDK, 17 or newer, or set JAVA_HOME"; exit 1; }
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
[ "${version:-0}" -ge 17 ] || { say "Java 17 or newer is needed; $java is ${version:-of unknown version}"; exit 1; }

changed() {
  [ ! -f "$built" ] ||
    [ -n "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main -newer "$built" -print -quit 2>/dev/null)" ]
}
if changed; then
  command -v mvn >/dev/null || { say "Maven 3.8 or newer is needed to build (mvn was not found)"; exit 1; }
  say "building, which takes a minute or two the first time"
  mvn -B -q -f "$home/pom.xml" -pl cli -am -DskipTests package >&2 || { say "the build failed; see above"; exit 1; }
  touch "$built"
fi

flags=(-XX:+UseParallelGC)
[ "$version" -lt 22 ] || flags+=(--enable-native-access=ALL-UNNAMED)
[ "$version" -lt 24 ] || flags+=(--sun-misc-unsafe-memory-access=allow)
[ ! -t 2 ] || flags+=(-Drolestream.stderr.terminal=true)
# shellcheck disable=SC2086 # JAVA_OPTS holds several options
exec "$java" "${flags[@]}" ${JAVA_OPTS:-} -cp "$lib/*" io.rolestream.cli.Rolestream "$@"
