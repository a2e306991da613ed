#!/usr/bin/env bash
# make bench: run every benchmark, one after the other.
source "$(dirname "$0")/common.sh"
STEPS=2

step "Python packages in .venv"
find_python
make_environment
install_locked requirements.txt
install_locked requirements-dev.txt
link_project

step "Benchmarks"
shopt -s nullglob
found=(benchmarks/bench_*.py)
[[ ${#found[@]} -gt 0 ]] || stop "There is no benchmark: benchmarks/bench_*.py matches nothing."
for file in "${found[@]}"; do
    say "$file"
    .venv/bin/python -m "benchmarks.$(basename "$file" .py)"
done
