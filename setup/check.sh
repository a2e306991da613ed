#!/usr/bin/env bash
# make check: format, lint, types, import directions, dependencies. Says everything that is
# wrong, not only the first thing.
source "$(dirname "$0")/common.sh"
STEPS=7

step "Python packages in .venv"
find_python
# shellcheck disable=SC2046  # no package, or one
system_packages $(venv_package)
make_environment
install_locked requirements.txt
install_locked requirements-dev.txt
link_project

failed=()
check() { # check TITLE COMMAND...
    local title=$1 started=$SECONDS
    shift
    step "$title"
    "$@" || failed+=("$title")
    say "$((SECONDS - started)) s"
}

check "Format" .venv/bin/ruff format --check .
check "Lint" .venv/bin/ruff check .
check "Types" .venv/bin/mypy
check "Import directions" .venv/bin/lint-imports
check "Rooms" .venv/bin/python setup/rooms.py
check "Dependency audit" .venv/bin/python setup/audit.py

if [[ ${#failed[@]} -gt 0 ]]; then
    stop "Failed: $(printf '%s; ' "${failed[@]}" | sed 's/; $//')"
fi
say "everything is in order"
