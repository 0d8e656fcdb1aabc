# Everything runs in the project's own .venv; every target can be repeated.
.DEFAULT_GOAL := help
# Two installations at once into one .venv break it.
.NOTPARALLEL:
.PHONY: help system setup demo annotate test test-machines wheel test-wheel check static format lint types layers \
  map map-check keys fuzz bench clean

VENV := .venv
BIN := $(VENV)/bin
# Says how far it is, and how long a download takes yet; a minute of silence looks like an end.
INSTALL := PYTHONWARNINGS=ignore $(BIN)/python .ci/pip_install.py
# setuptools warns of every editable installation, and pip passes it on.
PIP_INSTALL := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := pyproject.toml
DEMO := demo
WORKERS ?= auto
FUZZ_MINUTES ?= 60
FUZZ_FINDS ?= fuzz-finds
# numba compiles what librosa and the evaluator need at the first import: once, here, and not in the first video.
WARM := echo "compiling what is needed at each start (half a minute, once)" && $(BIN)/python -c 'import librosa.util, librosa.filters, librosa.onset, avisbuild.masks.compiled_runs, avisbuild.masks.compiled_polygons'

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

system: ## install or name the system packages that are missing
	@sh .ci/system-packages

$(VENV)/bin/pip: | system
	@python=$$(sh .ci/find-python) && "$$python" -m venv $(VENV)
	@$(PIP_INSTALL) --upgrade pip

$(VENV)/.base: $(SOURCES) $(VENV)/bin/pip
	@echo "installing avisbuild into $(VENV) (a minute or so)"
	@$(INSTALL) --editable .
	@$(WARM)
	@touch $@

$(VENV)/.annotator: $(SOURCES) $(VENV)/bin/pip
	@sh .ci/system-packages annotator
	@echo "installing avisbuild with the annotator and SAM into $(VENV) (some minutes: torch is 5 GB)"
	@$(INSTALL) --editable '.[gui,sam]'
	@$(WARM)
	@touch $@ $(VENV)/.base

$(VENV)/.dev: $(SOURCES) $(VENV)/bin/pip
	@sh .ci/system-packages annotator
	@echo "installing avisbuild and its development tools into $(VENV) (some minutes: torch is 5 GB)"
	@$(INSTALL) --editable '.[dev,gui,sam,onnx]'
	@$(WARM)
	@touch $@ $(VENV)/.base $(VENV)/.annotator

setup: $(VENV)/.dev ## install avisbuild with its development tools into .venv

# Made only where there is none: it may have been annotated.
$(DEMO)/project/avisbuild.toml: | $(VENV)/.base
	@$(BIN)/avisbuild demo $(DEMO)

annotate: $(VENV)/.annotator $(DEMO)/project/avisbuild.toml ## open the annotator on the demo project, which is made if need be
	@$(BIN)/avisbuild annotate --project $(DEMO)/project

demo: $(VENV)/.base ## see the whole way run on rendered scenes: into ./demo
	@$(BIN)/avisbuild demo $(DEMO)

test: $(VENV)/.dev ## install everything that is needed and run the tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -q

fuzz: $(VENV)/.dev ## changed files for every reader (FUZZ_MINUTES=60), and the tests that draw at random, at length
	@PYTHONPATH=tests $(BIN)/python -m fuzzing.long_run --minutes $(FUZZ_MINUTES) --out $(FUZZ_FINDS)
	@AVISBUILD_FUZZ=1 $(BIN)/python -m pytest -m fuzz -n $(WORKERS) --dist loadgroup -q

test-machines: $(VENV)/.dev ## the tests in which the machine matters: every ffmpeg at hand, each precision, another user
	@bash .ci/test-machines

# What an earlier build left would be packed again, with modules that were removed since.
wheel: $(VENV)/bin/pip ## build the wheel, by way of the source archive, into ./dist
	@$(PIP_INSTALL) 'build>=1.2'
	@rm -rf build dist *.egg-info
	@said=$$($(BIN)/python -m build --outdir dist . 2>&1) || { echo "$$said" >&2; exit 1; }
	@rm -rf build *.egg-info
	@ls dist/*

test-wheel: wheel $(VENV)/.annotator ## install the wheel where nothing else is, and use it: bare, then with its extras
	@$(BIN)/python .ci/test_wheel.py dist/*.whl

check: static test ## format, lint, types, import layers and tests

static: format lint types layers map-check

format: $(VENV)/.dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy

layers: $(VENV)/.dev
	@$(BIN)/lint-imports

map: $(VENV)/.dev ## draw docs/pictures/architecture.svg again, from the imports as they are
	@$(BIN)/python docs/draw_architecture.py

keys: $(VENV)/.dev ## write every key into docs/annotate.md again, from the table of actions
	@$(BIN)/python docs/write_keys.py

map-check: $(VENV)/.dev
	@$(BIN)/python docs/draw_architecture.py --check

bench: $(VENV)/.dev ## run every benchmark and write benchmarks/results/*.json
	@for script in $$(grep -l 'write_result(' benchmarks/*.py | grep -v harness); do \
	  (cd benchmarks && ../$(BIN)/python $$(basename $$script)) || exit 1; done

clean: ## remove .venv, the demo and every cache
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
