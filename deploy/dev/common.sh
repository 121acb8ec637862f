# Functions shared by the scripts of this folder. Sourced, never run.
# shellcheck shell=bash

SCRIPT=${0##*/}
# shellcheck disable=SC2034  # For the scripts that source this.
CACHE=${CLOUDFLOW_DEV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cloudflow-dev}
TEMPORARY=${TMPDIR:-/tmp}
STATES=${TEMPORARY%/}/cloudflow-dev

# Progress goes to standard error: standard output belongs to what a caller asked for.
say() { printf '%s: %s\n' "$SCRIPT" "$*" >&2; }

# fail MESSAGE HELP
fail() {
  printf 'error: %s\nhelp: %s\n' "$1" "$2" >&2
  exit 1
}

# need COMMAND: the machine must have it.
need() {
  command -v "$1" >/dev/null || fail "\`$1\` is not installed" "run deploy/dev/packages as root"
}

# Since 1.21 a Go fetches by itself the newer toolchain that a go.mod asks for.
go_usable() {
  local version
  version=$(go env GOVERSION 2>/dev/null) || return 1
  [[ $version =~ ^go1\.([0-9]+) ]] && ((BASH_REMATCH[1] >= 21))
}

# Prints the comment at the top of the script, which is its manual.
usage() {
  sed -n '2,/^[^#]/ { /^#/ s/^# \{0,1\}//p }' "$0"
}

# need_number VARIABLE VALUE
need_number() {
  [[ $2 =~ ^(0|[1-9][0-9]{0,4})$ ]] || fail "$1 is \`$2\`, not a number" "set it to digits only, or unset it"
}

# lock DIRECTORY: from here to the end of the shell no other run holds it. Programs that outlive
# the script must not inherit the lock: start them with `{lock}>&-`.
lock() {
  mkdir -p "$1"
  exec {lock}<"$1"
  flock --nonblock "$lock" && return
  say "waiting for another run to finish with $1"
  flock "$lock"
}

# new_state DIRECTORY: makes a state folder, private to this user, and marks it as ours.
new_state() {
  (umask 077 && mkdir -p "$1")
  [ -O "$STATES" ] || fail "\`$STATES\` belongs to another user" "set TMPDIR to a folder of your own"
  touch "$1/.cloudflow-dev"
}

# remove_state DIRECTORY: removes only what new_state made.
remove_state() {
  [ -f "$1/.cloudflow-dev" ] || return 0
  rm -rf "$1"
  rmdir --ignore-fail-on-non-empty "$STATES"
}

# sockets_at PORT: the inodes of the sockets that listen on that port, whatever their address.
sockets_at() {
  awk -v port="$(printf ':%04X' "$1")" \
    '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# listens PID PORT: that very process listens there. To reach the port would not do: another program
# may have it.
listens() {
  local sockets socket
  sockets=$(readlink "/proc/$1/fd"/* 2>/dev/null) || true
  for socket in $(sockets_at "$2"); do
    ! grep --quiet --fixed-strings --line-regexp "socket:[$socket]" <<<"$sockets" || return 0
  done
  return 1
}

# listener PORT: prints the process that listens there, unless it is another user's.
listener() {
  local directory
  for directory in /proc/[0-9]*; do
    listens "${directory#/proc/}" "$1" || continue
    echo "process ${directory#/proc/}, \`$(cat "$directory/comm")\`"
    return
  done
  echo "another program"
}

port_taken() { [ -n "$(sockets_at "$1")" ] || (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# need_port PORT VARIABLE: nobody may listen on it yet.
need_port() {
  ! port_taken "$1" || fail "port \`$1\` is taken by $(listener "$1")" \
    "stop that program, or choose another port with $2"
}

# A cluster keeps the settings that it was made with, in files of its state folder.
#
# kept FILE ELSE: prints the setting of the cluster, or ELSE where there is none yet.
kept() { cat "$state/$1" 2>/dev/null || echo "$2"; }

# keep FILE VALUE: unless there is one.
keep() { [ -f "$state/$1" ] || echo "$2" >"$state/$1"; }

# need_kept FILE VARIABLE WANTED: a run that asks for another value means another cluster.
need_kept() {
  local kept
  [ -n "$3" ] || return 0
  kept=$(kept "$1" "$3")
  [ "$kept" = "$3" ] || fail "the cluster on port \`$port\` was made with $2 \`$kept\`, not \`$3\`" \
    "run \`deploy/dev/$SCRIPT down\` first, or choose another port with ${SCRIPT^^}_PORT"
}

# running PID_FILE WORD: prints the process id if that process still runs with WORD on its command
# line. A number that has since gone to another program does not count.
running() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 1
  { tr '\0' ' ' <"/proc/$pid/cmdline" | grep --quiet --fixed-strings -- "$2"; } 2>/dev/null || return 1
  echo "$pid"
}

# gone PID: the process has ended, its last thread too. One that its parent has not yet asked about
# is listed as a zombie, for long where the first process of a container does not care.
gone() {
  local stat threads
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  threads=("/proc/$1/task"/*)
  [[ $stat == *') Z '* ]] && ((${#threads[@]} == 1))
}

# stop PID: asks the process to end, insists after 30 s, returns when it is gone.
stop() {
  local deadline=$((SECONDS + 30))
  kill "$1" 2>/dev/null || return 0
  kill -CONT "$1" 2>/dev/null || true # A paused process would not hear it.
  until gone "$1"; do
    ((SECONDS < deadline)) || kill -KILL "$1" 2>/dev/null || true
    sleep 0.1
  done
}

# paused PID: it was stopped with SIGSTOP.
paused() { [[ $(cat "/proc/$1/stat" 2>/dev/null) == *') T '* ]]; }

resident_mebibytes() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }

# await NAME PID LOG COMMAND...: until COMMAND succeeds, at most 90 s; fails at once, with the end
# of the log, when the process ends before.
await() {
  local name=$1 pid=$2 log=$3 began=$SECONDS told=$SECONDS
  shift 3
  until "$@" >/dev/null 2>&1; do
    if gone "$pid"; then
      tail -n 20 "$log" >&2
      fail "$name ended before it was ready" "its output is above and in $log"
    fi
    ((SECONDS - began < 90)) || fail "$name is not ready after 90 s" "read its log, $log"
    if ((SECONDS - told >= 5)); then
      told=$SECONDS
      say "waiting for $name, $((SECONDS - began)) s"
    fi
    sleep 0.1
  done
}

# watched SECONDS LOG REPORT COMMAND...: runs COMMAND with its output in LOG and every SECONDS says
# what the function REPORT makes of that log. Returns the exit code of COMMAND.
watched() {
  local every=$1 log=$2 report=$3 began=$SECONDS told=$SECONDS code=0 pid
  shift 3
  # A group of its own, so that an interrupted script takes down all that COMMAND started.
  setsid "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  # shellcheck disable=SC2064  # The process id of now is meant.
  trap "kill -- -$pid 2>/dev/null; exit 130" INT TERM
  until gone "$pid"; do
    sleep 0.2
    if ((SECONDS - told >= every)); then
      told=$SECONDS
      say "$("$report" "$log"), $((SECONDS - began)) s"
    fi
  done
  wait "$pid" || code=$?
  trap - INT TERM
  return "$code"
}
