#!/usr/bin/env bash
# Runs a command with a real, unlocked and throw-away Secret Service: its own session bus, its own gnome-keyring with
# its own files. The keyring of whoever runs the tests is neither read nor changed.
#   scripts/with-keychain.sh command [arguments]
# The bus's own chatter is dropped; the command keeps its standard error.
set -euo pipefail

home=$(mktemp -d "${TMPDIR:-/tmp}/vigie-keychain-XXXXXX")
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/data" "$home/run"

# An empty password would leave no default keyring. The daemon must not find another one through these variables.
# NO_AT_BRIDGE: the tests look at the accessibility tree through Chromium, not through a bus.
env -u GNOME_KEYRING_CONTROL -u SSH_AUTH_SOCK -u WAYLAND_DISPLAY XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home/run" NO_AT_BRIDGE=1 \
  dbus-run-session -- bash -c '
    set -uo pipefail
    gnome-keyring-daemon --foreground --unlock --components=secrets <<<"vigie" >/dev/null 2>&1 &
    daemon=$!
    trap "kill $daemon 2>/dev/null; wait $daemon 2>/dev/null" EXIT
    for _ in $(seq 100); do
      dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
        string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true" && break
      sleep 0.05
    done
    "$@" 2>&3 3>&-
  ' with-keychain "$@" 3>&2 2>/dev/null
