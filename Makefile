# Two commands are all a newcomer needs: make run, make test.
# What each step does stands in setup/, one small script a command.

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock

# Where the app is served; HEADWAY_DATABASE_URL (default: sqlite:///data/headway.db) says
# where the data lives. Both may stand before or behind `make run`.
export PORT ?= 8501

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

run: ## Install what is missing, then serve Headway on port 8501 (PORT=9000 for another)
	@bash setup/run.sh

test: ## Install what the tests need, then run them all
	@bash setup/test.sh

check: ## Check format, lint, types, import directions and dependencies
	@bash setup/check.sh

bench: ## Run every benchmark
	@bash setup/bench.sh

lock: ## Write requirements*.txt anew from requirements*.in, exact versions with hashes
	@bash setup/lock.sh
