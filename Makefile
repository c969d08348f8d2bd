# Two commands set everything up in a fresh clone: `make brief` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN    := $(VENV)/Scripts
endif

.PHONY: brief test lint bench install dev clean

brief: install  ## render the summit brief to out/ in every format, and its one-page summary
	@$(BIN)/briefgen render examples/putin-kim-summit -f pdf -f docx -f html -o out/
	@$(BIN)/briefgen render examples/putin-kim-summit -t one-page -f pdf -o out/
	@echo "The summit brief is in $(CURDIR)/out:" && ls out

test: dev lint  ## ruff, mypy --strict on src, pytest
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: benchmarks/.venv/.installed  ## other tools and briefgen on the same paper -> docs/performance.md; QUICK=1 for a look
	benchmarks/$(BIN)/python benchmarks/run.py

install: $(VENV)/.installed
dev: $(VENV)/.dev

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "briefgen needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV) (about half a minute) …"
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

# pip reads dependency groups from 25.1 on.
$(VENV)/.dev: $(VENV)/.installed
	@echo "Setting up the development tools …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

benchmarks/.venv/.installed: benchmarks/requirements.txt pyproject.toml
	@test -d benchmarks/.venv || $(PYTHON) -m venv benchmarks/.venv
	@benchmarks/$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt -e .
	@touch $@

clean:
	rm -rf out dist build .venv benchmarks/.venv benchmarks/work benchmarks/fonts .mypy_cache .ruff_cache .pytest_cache .hypothesis
