#!/usr/bin/env bash
# Counts the labels that there are now by role. Options go to `rolestream consume`, such as -b kafka:9092.
# Needs `rolestream` on the PATH; `rolestream consume labels` alone prints each label as a line of JSON as it comes.
set -euo pipefail

rolestream consume labels --until-end "$@" |
  sed -n 's/.*"role":"\([^"]*\)".*/\1/p' |
  sort | uniq -c | sort -rn
