#!/usr/bin/env bash
# make run: from a bare machine to a served app. What is there already is not touched.
source "$(dirname "$0")/common.sh"
STEPS=4

step "Python 3.11 or later"
find_python

step "Libraries and fonts for the PDF"
system_packages "${SYSTEM_PACKAGES[@]}" $(venv_package)

step "Python packages in .venv"
make_environment
install_locked requirements.txt
link_project

step "Headway"
exec .venv/bin/python -m server
