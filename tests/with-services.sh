#!/usr/bin/env bash
# Runs a command with Chromium, PostgreSQL and npm's oracle at hand: uses what is there, installs it with apt where it may
# (root on Debian), and otherwise says plainly what will be skipped and how to get it.
set -uo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} with apt …"
  if apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1; then
    missing=()
  fi
fi
for name in "${missing[@]+"${missing[@]}"}"; do
  echo "Skipped: tests that need $name. To run them: apt-get install $name"
done
command -v npm >/dev/null && make -s .venv/.oracle

if [ -z "${TEST_POSTGRES:-}" ] && ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  folder=$(mktemp -d "${TMPDIR:-/tmp}/pb-postgres.XXXXXX")
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
  [ "$(id -u)" = 0 ] && chown postgres "$folder"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  if as "$bin/initdb" -D "$folder/data" -U test -A trust --locale=C.UTF-8 -E UTF8 >/dev/null 2>&1 &&
    as "$bin/pg_ctl" -D "$folder/data" -w -s -o "-p $port -k $folder -h 127.0.0.1 -c fsync=off -c max_connections=120" -l "$folder/log" start; then
    server="postgresql+psycopg://test@127.0.0.1:$port"
    trap 'as "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop; rm -rf "$folder"' EXIT
  else
    echo "PostgreSQL is installed but did not start; its tests will be skipped."
    rm -rf "$folder"
  fi
fi

"$@" && code=0 || code=$?
# The same suite once more on PostgreSQL; tests/conftest.py leaves out what stores nothing.
if [ "$code" = 0 ] && [ -n "${server:-}" ]; then
  echo "Once more, on PostgreSQL:"
  TEST_POSTGRES="$server" "$@" -p no:cacheprovider && code=0 || code=$?
fi
exit "$code"
