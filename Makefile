# Everything runs in the project's own .venv; every target can be repeated.
.DEFAULT_GOAL := help
.PHONY: help system setup demo annotate test check static format lint types layers bench clean

VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml
DEMO := demo
WORKERS ?= auto
# numba compiles what librosa needs at its first import: once, here, and not in the first video.
WARM := $(BIN)/python -c 'import librosa.util'

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

system: ## install or name the system packages that are missing
	@sh .ci/system-packages

$(VENV)/bin/pip: | system
	@python=$$(sh .ci/find-python) && "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.base: $(SOURCES) $(VENV)/bin/pip
	@echo "installing avisbuild into $(VENV) (a minute or so)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(WARM)
	@touch $@

$(VENV)/.annotator: $(SOURCES) $(VENV)/bin/pip
	@sh .ci/system-packages annotator
	@echo "installing avisbuild with the annotator and SAM into $(VENV) (some minutes: torch is 5 GB)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[gui,sam]'
	@$(WARM)
	@touch $@ $(VENV)/.base

$(VENV)/.dev: $(SOURCES) $(VENV)/bin/pip
	@sh .ci/system-packages annotator
	@echo "installing avisbuild and its development tools into $(VENV) (some minutes: torch is 5 GB)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,gui,sam,onnx]'
	@$(WARM)
	@touch $@ $(VENV)/.base $(VENV)/.annotator

setup: $(VENV)/.dev ## install avisbuild with its development tools into .venv

annotate: $(VENV)/.annotator ## open the annotator on the demo project (make demo first)
	@$(BIN)/avisbuild annotate --project $(DEMO)/project

demo: $(VENV)/.base ## see the whole way run on rendered scenes: into ./demo
	@$(BIN)/avisbuild demo $(DEMO)

test: $(VENV)/.dev ## install everything that is needed and run the tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -q

check: static test ## format, lint, types, import layers and tests

static: format lint types layers

format: $(VENV)/.dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy

layers: $(VENV)/.dev
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## run every benchmark and write benchmarks/results/*.json
	@for script in $$(grep -l 'write_result(' benchmarks/*.py | grep -v harness); do \
	  (cd benchmarks && ../$(BIN)/python $$(basename $$script)) || exit 1; done

clean: ## remove .venv, the demo and every cache
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
