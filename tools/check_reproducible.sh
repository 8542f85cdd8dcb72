#!/usr/bin/env bash
# Checks that building twice gives the same files: builds the committed sources in two directories and compares everything in the
# distribution. Takes a minute or two.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for copy in first second; do
  git clone -q . "$work/$copy"
  mvn -B -q -ntp -f "$work/$copy/pom.xml" -Pfast,sbom,dist -Dmaven.test.skip=true -pl cli -am package
  (cd "$work/$copy/cli/target" && sha256sum *.jar *-dist.tar.gz dist/sbom.json dist/bin/* dist/lib/*) > "$work/$copy.sums"
done
diff "$work/first.sums" "$work/second.sums" || { echo "FAILED: two builds differ" >&2; exit 1; }
echo "two builds gave the same $(wc -l < "$work/first.sums") files"
