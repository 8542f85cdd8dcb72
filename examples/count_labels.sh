#!/usr/bin/env bash
# Counts the labels that there are now by role. Options go to `rolestream consume`, such as -b kafka:9092.
# Needs `rolestream` on the PATH; `rolestream consume labels` alone prints each label as a line of JSON as it comes.
#
# The first role of a line is the label's; those of its votes follow. Records with repeatsDecision are not counted: they only
# add a late vote of an observed labeller to a label.
set -euo pipefail

rolestream consume labels --until-end "$@" |
  awk -F '"role":"' 'NF > 1 && !/"repeatsDecision":true/ { sub(/".*/, "", $2); print $2 }' |
  sort | uniq -c | sort -rn
