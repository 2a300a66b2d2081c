# `make demo` and `make test` are all that a newcomer needs; both leave .venv/bin/kg.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 = 1

.PHONY: demo test test-slow lint types clean

demo: .venv/installed
	$(BIN)/kg build --graph kg-graph
	$(BIN)/kg sparql --graph kg-graph 'SELECT ?title ?level (COUNT(?m) AS ?measures) WHERE { ?m a :Measure ; :inDocument ?d . ?d :title ?title ; :level ?level } GROUP BY ?title ?level ORDER BY DESC(?measures)'
	$(BIN)/kg show --graph kg-graph zj-2023/2.1.3

test: .venv/tested
	$(BIN)/python -m pytest -m "not slow"

test-slow: .venv/tested
	$(BIN)/python -m pytest -m slow

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/tested
	$(BIN)/mypy

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=python3.11 demo")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/tested: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

clean:
	rm -rf .venv build dist *.egg-info kg-graph
