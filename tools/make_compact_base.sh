#!/usr/bin/env bash
# Makes the compact base that comes with the program (engine/src/main/resources/io/rolestream/engine/base/compact), from made-up
# resumes alone, in two stages: a new model with its tokenizer, then the same model on other resumes. About half an hour on two cores.
# Runs are seeded; another processor or version rounds otherwise, and gives other bytes of a model that is as good.
#
#     tools/make_compact_base.sh DIRECTORY
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
to=${1:?where to write, a directory}
mkdir -p "$to"
common=(--max-tokens 256 --epochs 1 --batch-size 32 --masked-share 0.2 --validation-share 0.01 --evaluations 5 --precision bf16
  --threads 2 --weights bf16)
export OMP_WAIT_POLICY=PASSIVE

"$home/rolestream" generate -n 50000 --seed 11 |
  "$home/rolestream" pretrain - --base new --out "$to/first" --vocabulary 8192 --layers 4 --width 256 \
    --learning-rate 1e-3 --seed 1 "${common[@]}"
"$home/rolestream" generate -n 60000 --seed 12 |
  "$home/rolestream" pretrain - --base "$to/first" --out "$to/compact" --learning-rate 7e-4 --seed 2 "${common[@]}"
