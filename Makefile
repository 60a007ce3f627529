# Everything a newcomer needs: `make run` plays, `make test` tests. See CONTRIBUTING.md for the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
# How long the guided part of `make fuzz` takes.
SECONDS ?= 60
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade
# On all cores. A process that is done takes tests from one that is not; each has databases of its own.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test e2e crash-points simulate fuzz fuzz-input chaos check format lock bench bench-bank bench-boards bench-due gallery clean

run: $(VENV)/.for-running
	@$(BIN)/civiquiz run $(ARGS)

test: $(VENV)/.for-developing
	$(PYTEST) $(ARGS)

# The end-to-end stories alone; CHATSIM names another folder with the stand-ins for Discord and Slack.
e2e: $(VENV)/.for-developing
	$(PYTEST) tests/e2e $(ARGS)

# Every story of the bot once more for each of its commits and calls, with the process dying right before and
# right behind it: some minutes.
crash-points: $(VENV)/.for-developing
	$(PYTEST) tests/bot/stories --crash-points --timeout=0 $(ARGS)

# A year of 200 communities in virtual time: half an hour at most. `SEED=7` plays the same run again.
simulate: $(VENV)/.for-developing
	@$(BIN)/python -m tests.simulation $(if $(SEED),--seed $(SEED)) $(ARGS)

# Every property of questions and engine on far more examples, and grading on its whole list of wrong answers.
# The parsers are fuzzed along the lines that run too, where atheris can be installed.
fuzz: $(VENV)/.for-developing
	$(PYTEST) --hypothesis-profile=fuzz --timeout=0 -m "hypothesis or fuzz" tests/questions tests/bot/engine $(ARGS)
	@if $(PIP) -r requirements/fuzz.txt </dev/null 2>/dev/null; \
	then $(BIN)/python -m tests.input.guided $(SECONDS); \
	else echo "atheris cannot be installed here (it comes for CPython 3.11 to 3.13 on Linux): the guided part is left out."; fi

# Ten thousand of everything that could come in: payloads, ids, packs, settings, what is typed.
fuzz-input: $(VENV)/.for-developing
	$(PYTEST) --hypothesis-profile=bulk --timeout=0 --hypothesis-show-statistics tests/input $(ARGS)

# Kills, storms and clock changes against real processes: make chaos ARGS="--database postgresql --seconds 120"
chaos: $(VENV)/.for-developing
	$(BIN)/python -m tests.chaos $(ARGS)

check: $(VENV)/.for-developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/civiquiz check

format: $(VENV)/.for-developing
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.for-developing
	$(BIN)/python -m bench.click_to_ack $(ARGS)

bench-boards: $(VENV)/.for-developing
	$(BIN)/python -m bench.boards $(ARGS)

bench-due: $(VENV)/.for-developing
	$(BIN)/python -m bench.due $(ARGS)

# Draw every card, about as Discord and Slack show it: docs/gallery.html, and pictures if Chromium is there.
gallery: $(VENV)/.for-developing
	$(BIN)/python -m docs.gallery

bench-bank: $(VENV)/.for-developing
	$(BIN)/python -m bench.bank $(ARGS)

# Pin all dependencies anew, with hashes and without naming an index.
lock: $(VENV)/.for-developing
	$(BIN)/uv pip compile $(LOCKING) pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile $(LOCKING) pyproject.toml requirements/build.in --group dev -o requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "civiquiz needs Python 3.11 or later; \
	this is " + sys.version.split()[0] + ". Name another one: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.for-running: $(VENV)/.made requirements/run.txt pyproject.toml
	@echo "Installing civiquiz into $(VENV), once ..." >&2
	@$(PIP) -r requirements/run.txt </dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . </dev/null
	@touch $@

$(VENV)/.for-developing: $(VENV)/.for-running requirements/dev.txt
	@echo "Installing what the tests need into $(VENV), once ..." >&2
	@$(PIP) -r requirements/dev.txt </dev/null
	@touch $@
