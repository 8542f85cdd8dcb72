#!/usr/bin/env bash
# Sends the resumes of a file to Rolestream as JSON. Needs kcat and jq.
#
# The file has one JSON object on each line: resumeId, and skills, text or both; other members are left out. All that is sent
# under one id must go to one partition, whoever sends it; kcat's own partitioner differs from that of Java's client, which
# `rolestream produce` uses.
#
# With FORGET as the last argument, their labels and all that is known of them are deleted instead (-Z sends null for nothing).
#
# Usage: produce_resumes.sh FILE HOST:PORT [FORGET]
set -euo pipefail

file=$1 brokers=${2:-localhost:9092} what=${3:-}

# A tab stands between key and value: in compact JSON, tabs within texts are written as \t.
if [ "$what" = FORGET ]; then
  pairs='[.resumeId, ""] | join("\t")'
else
  pairs='[.resumeId, ({skills, text} | with_entries(select(.value)) | tojson)] | join("\t")'
fi
# Descriptor 3 leads to the count of what is sent.
sent=$({ jq -r "$pairs" "$file" | tee /dev/fd/3 |
  kcat -P -b "$brokers" -t resumes -K "$(printf '\t')" -Z -X topic.partitioner=murmur2_random -X enable.idempotence=true \
    3>&- >&2; } 3>&1 | wc -l)
echo "$((sent)) sent"
