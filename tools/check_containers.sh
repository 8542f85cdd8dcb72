#!/usr/bin/env bash
# Checks docker-compose.yml in a container engine: builds the image, starts everything with two streams and two workers, kills each service
# and the broker, stops and starts all, and recounts the labels. Fails if a label is missing or double, if a service restarts by itself
# or does not stop with 0, or if the image is larger than it should be. Takes about ten minutes; needs an engine with Compose v2 and Buildx
# (DOCKER_HOST) and 8 GB of memory. Uses a project of its own (rolestream-check), takes no port of the host, and removes everything
# it made. A service whose image cannot be pulled is left out if nothing depends on it. Settings for the build: BUILD_NETWORK=host.
set -euo pipefail
cd "$(dirname "$0")/.."

# Beside the image that it is based on, which has some 270.
MOST_MEGABYTES=800
PATIENCE=240
project=rolestream-check
work=$(mktemp -d)
export DASHBOARD_SECRET=check-containers-1

say() { printf '%s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
compose() { docker compose -p "$project" -f docker-compose.yml -f "$work/override.yml" "$@"; }
cleanup() {
  local code=$?
  [ "$code" = 0 ] || compose logs --tail 40 stream worker trainer topics >&2 || true
  compose down -v --timeout 20 >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

{
  echo "services:"
  for service in topics stream worker trainer; do
    echo "  $service:"
    [ -z "${BUILD_NETWORK:-}" ] || echo "    build: {network: $BUILD_NETWORK}"
    [ "$service" != stream ] || echo "    ports: !reset []"
  done
  for service in kafka registry prometheus grafana; do
    image=$(sed -n "/^  $service:/,/^    image:/s/^ *image: *//p" docker-compose.yml)
    echo "  $service:"
    echo "    ports: !reset []"
    docker image inspect "$image" >/dev/null 2>&1 || docker pull -q "$image" >/dev/null 2>&1 || {
      echo "    profiles: [absent]"
      say "left out, since $image can't be pulled: $service" >&2
    }
  done
} > "$work/override.yml"

inspect() { docker inspect -f "$2" "$1"; }
containers() { compose ps -aq "$1"; }
ids() { sed -n 's/.*"resumeId":"\([^"]*\)".*/\1/p'; }
rolestream() { compose exec -T --index 1 stream rolestream "$@"; }
produce() { rolestream generate -n 5000 --seed "$1" | tee -a "$work/resumes" | rolestream produce --strict - >/dev/null; }

# Every resume has one label, and no label is double.
check_labels() {
  local end=$((SECONDS + PATIENCE))
  ids < "$work/resumes" | sort > "$work/in"
  until rolestream consume labels --until-end 2>/dev/null | ids | sort > "$work/out"; cmp -s "$work/in" "$work/out"; do
    [ "$SECONDS" -lt "$end" ] || fail "$1: $(wc -l < "$work/in") resumes, $(wc -l < "$work/out") labels; missing or double"
    sleep 2
  done
  say "$1: $(wc -l < "$work/in") resumes, each with its label"
}

await_healthy() {
  local end=$((SECONDS + PATIENCE)) container
  for container in "$@"; do
    until [ "$(inspect "$container" '{{.State.Health.Status}}')" = healthy ]; do
      [ "$SECONDS" -lt "$end" ] || fail "$(inspect "$container" '{{.Name}}') is not healthy"
      sleep 1
    done
  done
}

kill_one() {
  kill -9 "$(inspect "$1" '{{.State.Pid}}')"
  sleep 3
  await_healthy "$1"
}

compose build -q
image=$(sed -n 's/^ *image: *\(rolestream:.*\)/\1/p' docker-compose.yml)
base=$(sed -n 's/^ARG JAVA_IMAGE=//p' deploy/Dockerfile)
size() { docker image inspect -f '{{.Size}}' "$1"; }
megabytes=$((($(size "$image") - $(size "$base")) / 1000000))
say "$image: $megabytes MB beside $base"
[ "$megabytes" -le "$MOST_MEGABYTES" ] || fail "these are more than $MOST_MEGABYTES MB"

compose up -d --wait --scale stream=2 --scale worker=2
produce 1
check_labels "two streams, two workers"
for container in $(containers stream) $(containers worker) $(containers trainer); do
  [ "$(inspect "$container" '{{.RestartCount}}')" = 0 ] || fail "$(inspect "$container" '{{.Name}}') was restarted"
done

for service in stream worker trainer; do
  kill_one "$(containers "$service" | head -n 1)"
done
produce 2
check_labels "each service killed"

started=$SECONDS
kill_one "$(containers kafka)"
say "the broker, killed, is healthy again after $((SECONDS - started)) s"
produce 3
check_labels "the broker killed"

for container in $(containers stream) $(containers worker) $(containers trainer); do
  docker stop "$container" >/dev/null
  code=$(inspect "$container" '{{.State.ExitCode}}')
  [ "$code" = 0 ] || fail "$(inspect "$container" '{{.Name}}') stopped with $code"
done
compose down
compose up -d --wait
check_labels "down and up"

for container in $(containers worker); do docker restart -t 30 "$container" >/dev/null & done
wait
for container in $(containers worker); do
  sleep 0.3
  docker stop "$container" >/dev/null
  code=$(inspect "$container" '{{.State.ExitCode}}')
  [ "$code" = 0 ] || fail "a worker that was stopped in its first second ended with $code"
done

docker kill "$(containers kafka)" >/dev/null
for container in $(containers stream) $(containers trainer); do
  started=$SECONDS
  docker stop -t 60 "$container" >/dev/null
  code=$(inspect "$container" '{{.State.ExitCode}}')
  took=$((SECONDS - started))
  say "without a broker $(inspect "$container" '{{.Name}}') stops after $took s with $code"
  [ "$code" = 0 ] || fail "it should stop with 0"
done
compose logs stream worker trainer 2>&1 | grep -qF "$DASHBOARD_SECRET" && fail "the dashboard's secret is in the logs"
say "the containers do what they should"
