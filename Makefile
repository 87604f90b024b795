# Växel's everyday commands; what each does in detail: Sources/GatewayService/Documentation.docc/Working.md

.PHONY: build demo test test-threads torture fuzz bench-formats bench-http bench-idle bench-journal bench-snapshots crash-states proof proofs mutants lint format schemas needs
.DEFAULT_GOAL := build

SWIFT ?= swift
# Flags for builds, so that one folder of results serves them all: make test SWIFT_FLAGS="-Xswiftc -warnings-as-errors"
# Not for test-threads, fuzz, mutants, bench-http and bench-snapshots, which have folders of their own.
SWIFT_FLAGS ?=
# Millions of ids that bench-snapshots writes and loads; they take 35 MB each on disk, and as much again while merging.
BENCH_MILLIONS ?= 10
# Connections of bench-idle; fewer when the system does not let one process open so many files.
IDLE_CONNECTIONS ?= 10000
# Parts of bench-journal, all when empty, and what else it is told: --folder, --rounds, --seconds, --record, --callers, --segment,
# --waiting, --lanes.
BENCH ?=
BENCH_FLAGS ?=
FORMAT = $(SWIFT) format
TESTED = $(if $(VAXEL_CORPUS),with the national schemas of VAXEL_CORPUS,without VAXEL_CORPUS: tests of the national schemas say skipped)

## Builds the two programs: vaxel and vaxel-1177-stub.
build: needs
	$(SWIFT) build $(SWIFT_FLAGS)

## Runs the main job end to end on the embedded queue, and shows it.
demo: build
	@$(SWIFT) run $(SWIFT_FLAGS) --skip-build vaxel demo

# Tests that keep every processor busy for long; beside them, the time limits of the others would measure the machine.
BUSY = MessageFormatsTests|HTTPWireTests|FuzzReplayTests|DurableLogTests|SnapshotFilesTests|OpenDeliveries|AgeHistogram|QueueModelTests|ErrorReturnTests

# Tests that end the real program again and again; beside them nothing else comes to its turn in time.
KILLS = CrashTests

## Runs every test: first those that wait for something, then those that kill, then those that reckon, then the proofs.
test: needs
	@echo "make test: $(TESTED)"
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	$(SWIFT) test --skip-build $(SWIFT_FLAGS) --skip "$(BUSY)|$(KILLS)"
	$(SWIFT) test --skip-build $(SWIFT_FLAGS) --filter "$(KILLS)"
	$(SWIFT) test --skip-build $(SWIFT_FLAGS) --filter "$(BUSY)"
	@$(MAKE) --no-print-directory proof

## Runs the journeys and the transport's tests under the thread sanitizer.
test-threads: needs
	VAXEL_TEST_PATIENCE=10 $(SWIFT) test --sanitize=thread --scratch-path .build-threads --filter "JourneyTests|HTTPTransportTests"

## Crash states, kills, power cuts and failing calls, about an hour: make torture [TORTURE_SEED=N] [TORTURE_PARTS="kills teeth"]
torture: needs
	@SWIFT="$(SWIFT)" SWIFT_FLAGS="$(SWIFT_FLAGS)" Tests/Torture/run

## Fuzzes the parsers, ten minutes each: make fuzz [ENTRY=request-parser] [FUZZ_SECONDS=600] [FUZZ_KEEP=1]
fuzz: needs
	@SWIFT="$(SWIFT)" ENTRY="$(ENTRY)" FUZZ_SECONDS="$(FUZZ_SECONDS)" FUZZ_KEEP="$(FUZZ_KEEP)" Tests/Fuzzing/run

## Measures what ten thousand idle connections cost the server.
bench-idle: needs
	VAXEL_IDLE_CONNECTIONS=$(IDLE_CONNECTIONS) $(SWIFT) test $(SWIFT_FLAGS) --filter IdleConnectionTests

## Measures the journal beside the bare disk, and waiting messages: make bench-journal [BENCH="append queue"] [BENCH_FLAGS="--rounds 9"]
bench-journal: needs
	VAXEL_BENCH=1 $(SWIFT) build $(SWIFT_FLAGS) -c release --scratch-path .build-bench --product JournalBenchmark
	@.build-bench/release/JournalBenchmark $(BENCH) $(BENCH_FLAGS)

## Measures the HTTP door beside nginx and RabbitMQ, as far as they are installed.
bench-http: needs
	VAXEL_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench
	python3 Tests/Benchmarks/bench_http.py .build-bench/release

## Measures what snapshots cost: writing, merging, looking up, loading. make bench-snapshots [BENCH_MILLIONS=10]
bench-snapshots: needs
	VAXEL_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product SnapshotBenchmark
	@folder=$$(mktemp -d) && .build-bench/release/SnapshotBenchmark "$$folder" $(BENCH_MILLIONS); \
	status=$$?; rm -rf "$$folder"; exit $$status

## Holds the sources to one style; any finding fails.
lint:
	$(FORMAT) lint --strict --recursive --parallel --configuration Sources/.swift-format Sources Package.swift
	$(FORMAT) lint --strict --recursive --parallel --configuration Tests/.swift-format Tests

## Rewrites the sources in that style.
format:
	$(FORMAT) format --in-place --recursive --parallel --configuration Sources/.swift-format Sources Package.swift
	$(FORMAT) format --in-place --recursive --parallel --configuration Tests/.swift-format Tests

## Writes schemas/ anew from the declarations in the code.
schemas: build
	$(SWIFT) run $(SWIFT_FLAGS) --skip-build vaxel schemas export schemas

## Times reading and checking a message beside libxml2's and Foundation's own parsing, in one run on one core.
bench-formats: needs
	$(SWIFT) build $(SWIFT_FLAGS) -c release --scratch-path .build-release --product FormatBenchmark
	@.build-release/release/FormatBenchmark

## Says what the machine lacks, and installs libxml2-dev and pkg-config, which a build needs.
needs:
	@.ci/needs

## Proves on a simulated disk that no crash loses what was answered: make crash-states [PROOF="--seed 17 --image 4711"]
crash-states: proofs
	.build-release/release/CrashStates crashes $(PROOF)

## Everything that is proved on a simulated disk: crash states, rot, and random histories against a reference queue.
proof: proofs
	.build-release/release/CrashStates $(PROOF)

## Breaks the journal on purpose, one way after the other, and demands that a proof notices each: make mutants [MUTANT=name]
mutants: needs
	@SWIFT="$(SWIFT)" Tests/Mutants/run $(MUTANT)

proofs: needs
	$(SWIFT) build $(SWIFT_FLAGS) -c release --scratch-path .build-release --product CrashStates
