# What can be done with a checkout. `make` alone lists it.
#
# Needs make and Python 3.11 or newer; everything else is set up on first use, in folders that
# git ignores (.venv and its like), from the lock files, with each package's hash checked.
# After that, nothing here needs the network.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
	done)
ARGS ?=
REPORTS ?=
DATA ?= ../shared/data
RUN ?= runs/claims

BIN := .venv/bin
PIP := -m pip --disable-pip-version-check -qq install
# The locks are complete, so nothing is left to resolve; Python compiles what it imports.
LOCKED := $(PIP) --require-hashes --no-deps --no-compile
export PYTHONPATH =

# A stamp's name holds a checksum of what it was made from, and of where: when a lock changes
# or the folder moves, the name is another and the environment is made anew.
sum = $(shell { cat $(1) && pwd; } | cksum | cut -d' ' -f1)
RUNTIME := .venv/.runtime-$(call sum,requirements.lock requirements-build.lock)
PACKAGE := .venv/.package-$(call sum,pyproject.toml requirements.lock)
DEV := .venv/.dev-$(call sum,requirements-dev.lock requirements.lock)
BENCH := .venv-bench/.made-$(call sum,benchmarks/requirements.lock)
TRAIN := .venv-train/.made-$(call sum,pyproject.toml requirements.lock)
LOCK := .venv-lock/.made-0.13.8
# For Linux, macOS and Windows, Python 3.11 and newer, from one file; no registry is named in it.
COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check quality bench train lock readme docs web shots clean

help:  ## list what can be done
	@echo "make TARGET, one of:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1 \2/p' Makefile | \
		while read -r name words; do printf '  %-9s %s\n' "$$name" "$$words"; done
	@echo
	@echo "Settings: REPORTS='a.html folder/' for demo, ARGS='-k words' for test, QUICK=1 for bench,"
	@echo "DATA=folder for train, PYTHON=python3.12 for the first set-up."

setup: $(PACKAGE)  ## install sayso from this checkout into .venv
	@echo "sayso is in $(BIN)/sayso"

demo: $(PACKAGE)  ## code twelve invented reports (and REPORTS) and show what comes out
	@sh demo/run.sh $(REPORTS)

test: $(DEV)  ## run the tests
	@$(BIN)/python -m pytest $(ARGS)

check: $(DEV)  ## format, lint, types, layers, and pages made from other files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python -m sayso.base.ontology | cmp - docs/codebook.md || \
		{ echo "docs/codebook.md is not what the ontology says: make docs"; exit 1; }
	@$(BIN)/python -m sayso.record.checks | cmp - docs/checks.md || \
		{ echo "docs/checks.md is not what the rules say: make docs"; exit 1; }
	@$(BIN)/python -m sayso.record.release | cmp - docs/release-columns.md || \
		{ echo "docs/release-columns.md is not what columns.toml says: make docs"; exit 1; }
	@$(BIN)/python -m sayso.serve.api_page | cmp - docs/api.md || \
		{ echo "docs/api.md is not what the routes say: make docs"; exit 1; }
	$(BIN)/python demo/make_reports.py --check
	$(BIN)/python demo/make_readme.py --check
	@$(BIN)/python web/built.py --check

quality: $(DEV)  ## measure the model against the floors that are kept in quality/
	$(BIN)/python -m quality $(ARGS)
	@for what in tempeval:tempeval3 geocoding:geocoding; do \
		folder="$(DATA)/bench/$${what#*:}"; \
		if [ -d "$$folder" ]; then $(BIN)/python "benchmarks/$${what%:*}.py" "$$folder" || exit 1; \
		else echo "$$folder: not there, not measured"; fi; \
	done
	@for what in stories:stories copies:clusters; do \
		folder="$(DATA)/bench/$${what#*:}"; \
		if [ -d "$$folder" ]; then \
			$(BIN)/python "benchmarks/$${what%:*}.py" --data "$$folder" || exit 1; \
		else echo "$$folder: not there, not measured"; fi; \
	done

bench: $(PACKAGE) $(BENCH)  ## measure speed and memory beside spaCy, and growing records
	$(BIN)/python benchmarks/bench.py --peer .venv-bench/bin/python $(if $(QUICK),--quick) $(ARGS)
	$(BIN)/python benchmarks/growth.py --sizes 10000 $(if $(QUICK),,100000)

train: $(TRAIN)  ## train the model by its recipe, from DATA (hours; resumes in RUN)
	.venv-train/bin/python -m sayso.train recipes/claims --data "$(DATA)" --run "$(RUN)" $(ARGS)

docs: $(DEV)  ## write again the pages that are made from other files
	$(BIN)/python -m sayso.base.ontology > docs/codebook.md.partial
	mv docs/codebook.md.partial docs/codebook.md
	$(BIN)/python -m sayso.record.checks > docs/checks.md.partial
	mv docs/checks.md.partial docs/checks.md
	$(BIN)/python -m sayso.record.release > docs/release-columns.md.partial
	mv docs/release-columns.md.partial docs/release-columns.md
	$(BIN)/python -m sayso.serve.api_page > docs/api.md.partial
	mv docs/api.md.partial docs/api.md
	$(BIN)/python demo/make_reports.py

readme: $(DEV)  ## run the README's example again and put in what comes out
	$(BIN)/python demo/make_readme.py

shots: $(DEV)  ## take the pictures of docs/images/ (needs Chromium)
	$(BIN)/python demo/make_shots.py

web: $(PACKAGE)  ## build the page of the workbench from web/ (needs Node 20 and the network)
	@command -v npm >/dev/null || { echo "make web needs Node 20 or newer, with npm"; exit 1; }
	cd web && npm ci --no-audit --no-fund
	$(BIN)/python -m sayso.serve.openapi > web/openapi.json.partial
	cd web && npx openapi-typescript openapi.json.partial -o src/lib/types.ts
	rm web/openapi.json.partial
	cd web && npm run check && npm run build
	$(BIN)/python web/built.py

lock: $(LOCK)  ## write the lock files (needs the network; UPGRADE=1 takes newer versions)
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra dev --constraint requirements.lock -o requirements-dev.lock
	printf 'hatchling\neditables\n' | $(COMPILE) - --constraint requirements-dev.lock -o requirements-build.lock
	$(COMPILE) benchmarks/requirements.in -o benchmarks/requirements.lock

clean:  ## remove what was set up and made here
	rm -rf .venv .venv-bench .venv-train .venv-lock out

$(RUNTIME):
	@test -n "$(PYTHON)" || { echo "sayso needs Python 3.11 or newer; name it: make PYTHON=..."; exit 1; }
	@echo "Setting up .venv: once, a minute or two"
	@"$(PYTHON)" -m venv --clear .venv || \
		{ echo "No environment could be made; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python $(LOCKED) -r requirements.lock -r requirements-build.lock
	@touch $@

$(PACKAGE): $(RUNTIME)
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(PACKAGE)
	@echo "Setting up .venv for tests"
	@$(BIN)/python $(LOCKED) -r requirements-dev.lock
	@touch $@

$(BENCH):
	@echo "Setting up .venv-bench: spaCy and its small English pipeline"
	@"$(PYTHON)" -m venv --clear .venv-bench
	@.venv-bench/bin/python $(LOCKED) -r benchmarks/requirements.lock
	@touch $@

# torch stands in no lock: its builds differ by machine (CPU, CUDA). Its version is pinned in
# pyproject.toml, and the rest of the environment is the locked one.
$(TRAIN):
	@echo "Setting up .venv-train: torch is large"
	@"$(PYTHON)" -m venv --clear .venv-train
	@.venv-train/bin/python $(LOCKED) -r requirements.lock -r requirements-build.lock
	@.venv-train/bin/python $(PIP) --no-build-isolation --editable '.[train]'
	@touch $@

$(LOCK):
	@"$(PYTHON)" -m venv --clear .venv-lock
	@.venv-lock/bin/python $(PIP) uv==0.13.8
	@touch $@
