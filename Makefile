# Each target does its own set-up; the stamps in .venv keep a second run from installing again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?= -n 2 --dist worksteal
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
# As an installed package is: else a start compiles a hundred files, each time where Python may not keep them.
COMPILE := $(BIN)/python -m compileall -q readnow

.PHONY: demo run test check bench docs clean

demo: $(RUN_STAMP)
	@$(BIN)/readnow --demo

run: $(RUN_STAMP)
	@$(BIN)/readnow

test: $(DEV_STAMP)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks

docs: $(DEV_STAMP)
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.gallery

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist build

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(COMPILE)
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) for development (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(COMPILE)
	@touch $@ $(RUN_STAMP)
