#!/usr/bin/env bash
# make lock: compile requirements*.in to exact versions with hashes, for every system.
# Versions stay as they are unless the .in files ask for others; `setup/lock.sh --upgrade`
# takes the newest.
source "$(dirname "$0")/common.sh"
STEPS=2

step "uv in .venv"
find_python
make_environment
install_locked requirements-dev.txt

step "Versions and hashes"
compile=(.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes
    --no-header --quiet "$@")
"${compile[@]}" requirements.in -o requirements.txt
"${compile[@]}" requirements-dev.in -o requirements-dev.txt
say "look at what changed: git diff requirements.txt requirements-dev.txt"
