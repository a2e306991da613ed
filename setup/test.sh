#!/usr/bin/env bash
# make test: install what the tests need, browser included, then run them all.
source "$(dirname "$0")/common.sh"
STEPS=4

step "Python 3.11 or later"
find_python

step "Libraries, fonts and a browser"
system_packages "${SYSTEM_PACKAGES[@]}" "${TEST_PACKAGES[@]}" $(venv_package)

step "Python packages in .venv"
make_environment
install_locked requirements.txt
install_locked requirements-dev.txt
link_project

step "Tests"
exec .venv/bin/python -m pytest
