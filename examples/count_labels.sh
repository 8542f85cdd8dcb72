#!/usr/bin/env bash
# Counts the labels that there are now by role: the latest of each resume, none of a resume that was deleted.
# Options go to `rolestream consume`, such as -b kafka:9092. Needs `rolestream` on the PATH.
#
# Lines are oldest first, so the last of a resume is its label; records with repeatsDecision only add a late vote to one.
# In a line, the first "role" is the label's; those of its votes follow.
set -euo pipefail

rolestream consume labels --until-end "$@" |
  awk '
    match($0, /"resumeId":"([^"\\]|\\.)*"/) {
      id = substr($0, RSTART, RLENGTH)
      delete roles[id]
      if (match($0, /"role":"[^"]*"/)) roles[id] = substr($0, RSTART + 8, RLENGTH - 9)
    }
    END { for (id in roles) print roles[id] }' |
  sort | uniq -c | sort -rn
