# Thin: each target is a line or two over cargo, npm or pip.
export CARGO_TERM_PROGRESS_WHEN ?= auto
VENV := .venv/bin
# Where nothing is built yet, nothing is kept for building a part of it again: that takes time and a good deal of disk.
ONCE := $(if $(wildcard target/debug/deps),,CARGO_INCREMENTAL=0)

.PHONY: run processes test fetched lint unit pages fuzz bench generate

run: ## Build and start the platform on http://127.0.0.1:8080
	$(MAKE) -j2 target/quick/medilink web/dist
	exec target/quick/medilink

.PHONY: target/quick/medilink
target/quick/medilink:
	cargo build --profile quick -p medilink-local --bin medilink --locked

processes: web/dist ## The same, with every operation as its own bootstrap process
	cargo build --profile quick --workspace --exclude medilink-tests --bins
	exec target/quick/medilink --processes

# Clippy's driver compiles while it checks, and all targets are built together, so the Rust code is built once (by
# `--all-targets` binaries would be built once more, as benchmarks); what pages and fuzzing need is fetched meanwhile.
# Tests wait for the disk and for each other's turn as much as they work: twice as many as there are cores run at a time.
test: ## Everything the project has
	cargo fmt --all --check
	$(ONCE) RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings $(MAKE) -j2 unit fetched
	$(MAKE) pages fuzz

fetched: web/dist $(VENV)/schemathesis

lint: ## What `test` checks of the style, alone
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

unit: ## Rust tests: units, properties, journeys, the checks over the registry
	cargo build --workspace --bins --tests --locked
	RUST_TEST_THREADS=$$((2 * $$(nproc))) cargo test --workspace --locked --quiet

pages: web/dist ## The pages in a real browser
	tools/browser-test

fuzz: $(VENV)/schemathesis ## The API against its own OpenAPI document
	tools/fuzz

bench: ## Speed, with the load generator on the same machine
	cargo build --profile server -p medilink-tests -p medilink-local --bins
	target/server/medilink-bench

generate: ## What is made from the declarations
	cargo run -q -p medilink-local -- generate infra/generated

web/dist: web/node_modules web/build.mjs $(wildcard web/src/*)
	npm run build --silent --prefix web
	touch web/dist

web/node_modules: web/package-lock.json
	npm ci --no-audit --no-fund --silent --prefix web
	touch web/node_modules

$(VENV)/schemathesis: tools/requirements.txt
	python3 -m venv .venv
	$(VENV)/pip install --quiet -r tools/requirements.txt
	touch $@
