# What `run` and `long` share. Sourced, never run.
# shellcheck shell=bash
cd "$(dirname "$0")/.."

export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0
# Ports and a folder of our own: services that a developer left running, or another run, are neither used nor
# stopped. Where a port is taken, `up` refuses.
export KAFKA_PORT=${KAFKA_PORT:-19292} KUBE_PORT=${KUBE_PORT:-16643}
TMPDIR=$(mktemp -d)
export TMPDIR
log=$TMPDIR/tests.log
touch "$log"

step() { printf '\n=== [%4d s] %s\n' "$SECONDS" "$*"; }

# A group of processes that is not to outlive this script.
background=

stop_services() {
  [ -z "$background" ] || kill -- "-$background" 2>/dev/null || true
  deploy/dev/kafka down || true
  deploy/dev/kube down || true
}
trap 'stop_services; rm -rf "$TMPDIR"' EXIT

# Runs a test command and keeps its output, which is added up at the end.
run_tests() { "$@" 2>&1 | tee -a "$log"; }

# The last line: the sum over all test runners. No test at all is a failure, too.
sum() {
  step 'done'
  stop_services
  awk '/^test result:/ { passed += $4; failed += $6 }
       END { printf "tests: %d passed, %d failed\n", passed, failed; exit passed == 0 || failed > 0 }' "$log"
}
