# `make run` and `make test` are all one needs; `make help` lists the rest.
.DEFAULT_GOAL := help
PY := .venv/bin/python
T ?= tests
FLAGS ?=
JOBS ?= auto

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/.installed: requirements.lock pyproject.toml
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.developing: .venv/.installed requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Another's blind signatures, to compare ours with.
.venv/.oracle: .venv/.installed tests/oracle/package-lock.json
	@mkdir -p .venv/oracle && cp tests/oracle/package.json tests/oracle/package-lock.json .venv/oracle/
	@npm ci --silent --no-audit --no-fund --prefix .venv/oracle
	@touch $@

.venv/bin/pb: .venv/.installed
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/.venv/bin/python" -m pb "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $@
	@chmod +x $@

.venv/.languages: .venv/.installed $(wildcard pb/translations/*/LC_MESSAGES/messages.po)
	@$(PY) -m babel.messages.frontend --quiet compile -d pb/translations --statistics >/dev/null 2>&1 || \
	  $(PY) -m babel.messages.frontend compile -d pb/translations
	@touch $@

run: .venv/bin/pb .venv/.languages ## build the demo city once and serve it with its sandbox bank
	.venv/bin/pb demo

test: .venv/bin/pb .venv/.developing .venv/.languages ## every test (T=tests/booth for one folder)
	@tests/with-services.sh $(PY) -m pytest -n $(JOBS) --dist loadfile $(T) $(FLAGS)

walk: .venv/bin/pb .venv/.languages ## one whole budget, from the first idea to the certificates
	.venv/bin/pb walk --voters 50

bench: .venv/.developing ## measure the sealed vote, the count and its publication (FLAGS="--on sqlite")
	PYTHONPATH=. $(PY) -m bench.casting $(FLAGS)
	PYTHONPATH=. $(PY) -m bench.whole
	PYTHONPATH=. $(PY) -m bench.browser
	PYTHONPATH=. $(PY) -m bench.verifying
	PYTHONPATH=. $(PY) -m bench.similar
	PYTHONPATH=. $(PY) -m bench.tally
	PYTHONPATH=. $(PY) -m bench.tally_publication

linkability: .venv/.developing ## steal everything that is stored and try to link voters with ballots
	PYTHONPATH=. $(PY) -m bench.linkability $(FLAGS)

languages: .venv/.developing ## collect new texts into the catalogues and compile them
	$(PY) -m babel.messages.frontend --quiet extract -F babel.cfg -k _l -o pb/translations/messages.pot --no-location --sort-output --project=participatory-budget --version=1 .
	$(PY) -m babel.messages.frontend --quiet update -i pb/translations/messages.pot -d pb/translations --no-fuzzy-matching --ignore-obsolete
	$(PY) -m babel.messages.frontend --quiet compile -d pb/translations

migration: .venv/.developing ## write the next migration: make migration N=0002 M="Add a column"
	PYTHONPATH=. $(PY) migrations/write.py "$(N)" "$(M)"

css: ## compile the stylesheets (needs npm's sass, see assets/build.sh)
	assets/build.sh

lock: .venv/.developing ## pin every library anew
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra postgres pyproject.toml -o requirements.lock
	$(PY) -m uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra postgres --group dev pyproject.toml -o requirements-dev.lock

.PHONY: help run test walk bench linkability languages migration css lock
