# Everything starts here: `make demo` for a running system, `make test` for the checks.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
UV ?= uv

.PHONY: help setup setup-dev demo test lint format bench golden mutants soak lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## virtual environment, locked packages, front-end files
	@$(PYTHON) config/set_up.py

setup-dev: ## the same, with what tests and checks need
	@$(PYTHON) config/set_up.py --dev

demo: setup ## a working system with real figures; ARGS=--no-serve, ARGS="--port 9000"
	@exec $(BIN)/python manage.py demo $(ARGS)

test: setup-dev ## all tests this machine can run; with CI=1 an absence is a failure
	@$(BIN)/python tests/run.py $(ARGS)

lint: setup-dev ## style, types, import contracts, templates, Django's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet --configuration pyproject.toml
	find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djhtml --check --tabwidth 2
	find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.prod ALLOWED_HOSTS=localhost \
	  SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	  DATABASE_URL=sqlite:///:memory: REDIS_URL=redis://localhost:6379/0 \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

format: setup-dev ## put code and templates into the form that lint asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2 || true
	find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djhtml --tabwidth 2

bench: setup-dev ## speed against written floors; DATABASE_URL names the PostgreSQL for the big ones
	@for file in tests/bench/bench_*.py; do \
	  echo "== $$file"; $(BIN)/python -m $$(echo $${file%.py} | tr / .) $(ARGS) || exit 1; done

golden: setup-dev ## what people read of a new demonstration, beside the copies in tests/golden/copies
	@rm -rf var/golden && mkdir -p var/golden
	@DATA_DIR=var/golden/data $(BIN)/python manage.py demo --no-serve >/dev/null
	@DATA_DIR=var/golden/data $(BIN)/python -W ignore -m tests.golden.capture var/golden/now
	@diff -r tests/golden/copies var/golden/now && echo "equal"

mutants: setup-dev ## a sample of small faults in the pure code, and which no test notices; ARGS="--each 20"
	@$(BIN)/python -m tests.mutation.sample $(ARGS)

soak: setup-dev ## killed workers, two people at every button: SOAK_SECONDS (600), SOAK_SEED, DATABASE_URL
	@SOAK_SECONDS=$${SOAK_SECONDS:-600} DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} \
	  $(BIN)/python -m pytest -q -s tests/soak $(ARGS)

lock: ## renew the lock files (needs uv and npm); no host name may enter them
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-header requirements.in -o requirements.txt
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-header requirements-sso.in -o requirements-sso.txt
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-header requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-header requirements-node.in -o requirements-node.txt
	npm install --package-lock-only
	$(PYTHON) config/set_up.py --tidy-lock

clean: ## remove what setup and the runs made, the data in var/ apart
	rm -rf .venv static/vendor staticfiles node_modules mutants .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
