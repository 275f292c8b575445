# Trame. Each target does its own set-up; `make run` and `make test` are all that a fresh machine needs.

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8501
PYTEST_ARGS ?= -n 3 --no-loadscope-reorder
BIN    := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: run setup setup-dev test fuzz check bench demo lock screenshots clean

run: setup  ## the application, with the demonstration if the library is empty
	$(BIN)/trame serve --demo-if-empty --host $(HOST) --port $(PORT)

setup: .venv/.runtime node_modules/.installed  ## environment and browser libraries

setup-dev: setup .venv/.tools

test: setup-dev  ## every test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

fuzz: setup-dev  ## damaged files at random, FUZZ_ARGS="--seconds 3600 --seed 7"; what fails is kept in tests/corpus
	$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

check: setup-dev  ## style, types, directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev  ## the figures, measured against their peers
	$(BIN)/python -m bench $(BENCH_ARGS)

demo: setup  ## rebuilds the demonstration from its generator
	$(BIN)/python -m demonstration

screenshots: setup-dev  ## the pictures of the README and of docs/
	$(BIN)/python -m docs.screenshots
	$(BIN)/python -m docs.layouts
	$(BIN)/python -m docs.fact_sheets

lock: setup-dev  ## renews requirements.txt and requirements-dev.txt
	$(BIN)/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --strip-extras --upgrade -o requirements.txt pyproject.toml
	$(BIN)/pip-compile -q --no-header --no-emit-index-url --no-emit-find-links --strip-extras --upgrade --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean:
	rm -rf .venv node_modules var

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/.tools: requirements-dev.txt .venv/.runtime
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

node_modules/.installed: package.json package-lock.json .venv/.runtime
	$(BIN)/npm ci --no-progress --loglevel=error
	touch $@
