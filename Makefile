# `make help` lists what there is. Everything works from a fresh clone with Python 3.11+ (Debian: python3-venv) and make.
.DEFAULT_GOAL := help
VENV ?= .venv
export VENV
.PHONY: help run test check lint format types contracts schema examples scan sbom mutation coverage lock clean dev bench slowtest fuzz fuzz-parsers sqlmap kill-test outage-test login-times cluster-test soak update-test
SEMGREP = $(VENV)/scan/bin/semgrep scan --metrics=off --disable-version-check
ENGINE_TESTS = tests/triage/engine tests/triage/management/test_bench_triage.py
PUBLISHING_TESTS = tests/articles/publishing tests/triage/publishing tests/articles/management/test_check_integrity.py tests/articles/services tests/articles/admin/test_review_request.py
# Others that go through these two rooms.
NEAR_TESTS = tests/articles/management/test_verify_audit.py tests/articles/api/test_codings.py tests/triage/management tests/triage/models tests/triage/services tests/triage/sheets
PYTEST_ARGS ?= -n auto --dist worksteal

help: ## Show this list
	@sed -n 's|^\([a-z-]*\):.*## |\1\t|p' Makefile | expand -t 12

run: ## Set up, load the demonstration and serve on 127.0.0.1:8000 (PORT=8123 for another port)
	@.ci/serve

test: dev ## Run the tests (PYTEST_ARGS="tests/healthkb -x" for some of them)
	@$(VENV)/bin/pytest $(PYTEST_ARGS)

check: lint types contracts test ## Lint, types, import contracts and tests

lint: dev ## Look for mistakes and wrong format
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

scan: ## Look for what is unsafe: bandit, and semgrep with rules of our own (asks no other host)
	@VENV=$(VENV)/scan .ci/setup requirements-scan.txt
	@$(VENV)/scan/bin/bandit --quiet --configfile pyproject.toml --recursive articles healthkb triage
	@$(SEMGREP) --quiet --test --config .ci/rules/ .ci/rules/ >/dev/null
	@$(SEMGREP) --error --quiet --config .ci/rules/ours.yml articles healthkb triage

sbom: ## Write the list of all parts of the product, with licences, to var/sbom.cdx.json (CycloneDX)
	@.ci/sbom

format: dev ## Write the code in its one format
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .

types: dev ## Check the types
	@$(VENV)/bin/mypy .

contracts: dev ## Check which room imports which
	@$(VENV)/bin/lint-imports --no-cache

schema: dev ## Write docs/openapi.yaml anew
	@$(VENV)/bin/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

screenshots: dev ## Take the pictures in docs/images/ anew (needs Chromium)
	@$(VENV)/bin/python .ci/screenshots

bench: dev ## Measure reading against naive DRF and bare bytes (BENCH_ARGS="--database postgres://…/bench --sizes 100 10000")
	@$(VENV)/bin/python -m tests.bench $(BENCH_ARGS)

slowtest: dev ## See whether the server answers while 60 clients are slow
	@$(VENV)/bin/python -m tests.bench.slow

fuzz: dev ## Ask the API some 3,000 generated questions, as four kinds of askers, and compare with its description (FUZZ_CASES=110 FUZZ_SEED=1 FUZZ_ONLY=/triage/)
	@LONG_TESTS=1 FUZZ_CASES=$${FUZZ_CASES:-17} $(VENV)/bin/pytest -s tests/trust/test_fuzz.py

fuzz-parsers: dev ## Look for inputs that break a parser, with atheris, ten minutes each (FUZZ_SECONDS=60, TARGETS="workbook text_file")
	@VENV=$(VENV)/attack .ci/setup requirements-attack.txt
	@for target in $${TARGETS:-workbook text_file triage_answers query_parameters}; do \
	PYTHONPATH=$$($(VENV)/bin/python -c 'import django, os; print(os.path.dirname(os.path.dirname(django.__file__)))') \
	$(VENV)/attack/bin/python -m tests.fuzzing $${FUZZ_SECONDS:-600} $$target || exit 1; done

sqlmap: dev ## Try to get SQL through every parameter of the demonstration as served, with sqlmap (asks no other host)
	@VENV=$(VENV)/attack .ci/setup requirements-attack.txt
	@$(VENV)/bin/python -m tests.trust.injecting $(VENV)/attack/bin/sqlmap

kill-test: dev ## Kill -9 publishes, imports, undos, schedules, webhooks and migrations at random (KILL_ARGS="--kills 200 --database postgres://…")
	@$(VENV)/bin/python -m tests.kill $(KILL_ARGS)

coverage: dev ## See which branches of publishing and of the triage engine their tests go through (at least 95 %)
	@$(VENV)/bin/coverage run -m pytest -n 0 $(PUBLISHING_TESTS) $(ENGINE_TESTS) $(NEAR_TESTS)
	@$(VENV)/bin/coverage report

mutation: dev ## See whether tests notice small mistakes in those two rooms (MUTATION_ARGS="--sample 200 --seed 2"; hours without)
	@failed=0; $(VENV)/bin/python -m tests.mutation triage/engine $(ENGINE_TESTS) $(MUTATION_ARGS) || failed=1; \
	$(VENV)/bin/python -m tests.mutation articles/publishing $(PUBLISHING_TESTS) $(MUTATION_ARGS) || failed=1; exit $$failed

login-times: dev ## Compare how long signing in takes for names that exist and names that do not
	@$(VENV)/bin/python -m tests.trust.login_times

outage-test: dev ## Read while the database is frozen, silent, slow or read-only, the disk full or read-only, the clock wrong, Redis gone (OUTAGE_ARGS="--seconds 5"; needs PostgreSQL, Redis)
	@$(VENV)/bin/python -m tests.outage $(OUTAGE_ARGS)

soak: dev ## Read, edit, import and publish for a long time, then restart the server under it (SOAK_ARGS="--minutes 60 --database postgres://…")
	@$(VENV)/bin/python -m tests.soak $(SOAK_ARGS)

update-test: dev ## Migrate forward, back and forward under the server of an earlier commit, while it is read (UPDATE_ARGS="--before COMMIT --database postgres://…")
	@$(VENV)/bin/python -m tests.updating $(UPDATE_ARGS)

cluster-test: dev ## Read and publish while parts of a small data centre fail (CLUSTER_ARGS="--minutes 2"; needs PostgreSQL, Redis, nginx)
	@$(VENV)/bin/python -m tests.cluster $(CLUSTER_ARGS)

examples: dev ## Take the examples of the API description anew, from the demonstration
	@$(VENV)/bin/python .ci/examples
	@$(MAKE) --no-print-directory schema

lock: ## Pin the packages of pyproject.toml anew in requirements*.txt (needs uv)
	@uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.txt
	@uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -c requirements.txt -o requirements-dev.txt
	@uv pip compile -q pyproject.toml --extra bucket --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -c requirements.txt -o requirements-bucket.txt
	@uv pip compile -q --group scan --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-scan.txt
	@uv pip compile -q --group attack --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-attack.txt

clean: ## Remove the virtual environment and caches; var/ with your data stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev:
	@.ci/setup requirements-dev.txt
