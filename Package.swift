// swift-tools-version: 6.2
import PackageDescription

// The rooms and the doors they may open, read top to bottom: a room names only rooms above it.
// Tests/RepositoryTests holds every `import` in the sources to this table, so a transitive import does not slip through.

/// A room of the program, with its doors.
func room(_ name: String, doors: [String] = []) -> Target {
    .target(name: name, dependencies: doors.map { .target(name: $0) }, swiftSettings: strict)
}

/// A program, with its doors.
func program(_ name: String, path: String? = nil, doors: [String]) -> Target {
    .executableTarget(name: name, dependencies: doors.map { .target(name: $0) }, path: path, swiftSettings: strict)
}

/// What several tests share, with its doors.
func support(_ name: String, doors: [String]) -> Target {
    .target(
        name: name, dependencies: doors.map { .target(name: $0) }, path: "Tests/\(name)", swiftSettings: strict)
}

/// The tests of a room, with whatever else they need.
func tests(_ name: String, doors: [String], resources: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: doors.map { .target(name: $0) }, exclude: resources, swiftSettings: strict)
}

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // Rooms are small and call one another all the time: without this, what is generic or short is called, not inlined,
    // across their doors. SwiftPM has no setting of its own for it. See Decisions, 39.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let package = Package(
    name: "vaxel",
    products: [
        .executable(name: "vaxel", targets: ["vaxel"]),
        .executable(name: "vaxel-1177-stub", targets: ["PublishingStub1177"]),
    ],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CLinux"),
        room("LinuxSystem", doors: ["CLinux"]),
        room("Digests", doors: ["CLinux"]),
        room("HTTPWire"),
        room("Messages"),
        room("Telemetry", doors: ["LinuxSystem"]),
        room("XMLDocuments", doors: ["CLibXML2"]),
        room("DurableLog", doors: ["LinuxSystem", "Digests"]),
        room("SnapshotFiles", doors: ["LinuxSystem", "Digests", "DurableLog"]),
        room("HTTPTransport", doors: ["HTTPWire", "LinuxSystem", "Telemetry"]),
        room("MessageFormats", doors: ["LinuxSystem", "Messages", "XMLDocuments"]),
        room("AccessControl", doors: ["LinuxSystem", "Digests", "Messages"]),
        room("AuditTrail", doors: ["LinuxSystem", "Digests", "Messages", "DurableLog", "MessageFormats"]),
        room("Routing", doors: ["Messages"]),
        room("Plans", doors: ["LinuxSystem", "Messages", "Routing"]),
        room("Queues", doors: ["LinuxSystem", "Digests", "Messages", "DurableLog", "SnapshotFiles"]),
        room(
            "StoreKeeping",
            doors: [
                "LinuxSystem", "Digests", "Messages", "DurableLog", "SnapshotFiles", "MessageFormats", "Queues",
            ]),
        room(
            "HTTPDoors",
            doors: ["LinuxSystem", "HTTPWire", "Messages", "MessageFormats", "AccessControl", "Queues"]),
        room(
            "Intake",
            doors: [
                "HTTPWire", "Messages", "MessageFormats", "AccessControl", "Routing", "Plans", "Queues", "HTTPDoors",
            ]),
        room(
            "Delivery",
            doors: [
                "LinuxSystem", "HTTPWire", "Messages", "Telemetry", "XMLDocuments", "HTTPTransport", "MessageFormats",
                "AccessControl", "Routing", "Plans", "Queues", "HTTPDoors",
            ]),
        room(
            "Operations",
            doors: [
                "LinuxSystem", "Digests", "HTTPWire", "Messages", "Telemetry", "MessageFormats", "AccessControl",
                "AuditTrail", "Routing", "Queues", "HTTPDoors",
            ]),
        room(
            "GatewayService",
            doors: [
                "LinuxSystem", "Digests", "HTTPWire", "Messages", "Telemetry", "DurableLog",
                "HTTPTransport", "MessageFormats", "AccessControl", "AuditTrail", "Routing", "Plans", "Queues",
                "HTTPDoors", "Intake", "Delivery", "Operations",
            ]),
        program(
            "vaxel",
            doors: [
                "LinuxSystem", "HTTPWire", "Messages", "HTTPTransport", "MessageFormats", "StoreKeeping",
                "GatewayService",
            ]),
        program(
            "PublishingStub1177", doors: ["LinuxSystem", "HTTPWire", "Telemetry", "XMLDocuments", "HTTPTransport"]),
        support("HostileHTTP", doors: ["HTTPWire"]),
        program(
            "FormatBenchmark", path: "Tests/FormatBenchmark", doors: ["CLibXML2", "Messages", "MessageFormats"]),
        support("TestSupport", doors: ["LinuxSystem", "DurableLog", "HTTPWire", "HTTPTransport", "Telemetry"]),
        support(
            "QueueProof", doors: ["Digests", "DurableLog", "LinuxSystem", "Messages", "Queues", "TestSupport"]),
        support(
            "SampleWorld",
            doors: [
                "AccessControl", "DurableLog", "HTTPDoors", "HTTPWire", "LinuxSystem", "MessageFormats", "Messages",
                "Queues", "Routing", "TestSupport",
            ]),
        program(
            "CrashStates", path: "Tests/CrashStates", doors: ["DurableLog", "QueueProof", "Queues", "TestSupport"]),
        support("FuzzEntries", doors: ["HTTPWire", "Messages", "MessageFormats", "HostileHTTP"]),
        tests("FuzzReplayTests", doors: ["FuzzEntries", "TestSupport"]),
        tests("LinuxSystemTests", doors: ["LinuxSystem", "TestSupport"]),
        tests("DigestsTests", doors: ["Digests"]),
        tests("HTTPWireTests", doors: ["HTTPWire", "HostileHTTP"]),
        tests("MessagesTests", doors: ["Messages", "TestSupport"]),
        tests("TelemetryTests", doors: ["Telemetry"]),
        tests("XMLDocumentsTests", doors: ["XMLDocuments"]),
        tests(
            "DurableLogTests", doors: ["DurableLog", "Digests", "LinuxSystem", "TestSupport"], resources: ["Stores"]),
        tests("SnapshotFilesTests", doors: ["SnapshotFiles", "Digests", "DurableLog", "LinuxSystem", "TestSupport"]),
        tests(
            "HTTPTransportTests",
            doors: ["HTTPTransport", "HTTPWire", "HostileHTTP", "LinuxSystem", "Telemetry", "TestSupport"]),
        tests("PublishingStub1177Tests", doors: ["HTTPTransport", "HTTPWire"]),
        tests("MessageFormatsTests", doors: ["MessageFormats", "Messages", "XMLDocuments", "TestSupport"]),
        tests("AccessControlTests", doors: ["AccessControl", "Digests", "Messages"]),
        tests(
            "AuditTrailTests", doors: ["AuditTrail", "Digests", "DurableLog", "LinuxSystem", "Messages", "TestSupport"]),
        tests("RepositoryTests", doors: []),
        tests(
            "StoreKeepingTests",
            doors: [
                "StoreKeeping", "Digests", "DurableLog", "LinuxSystem", "MessageFormats", "Messages", "Queues",
                "TestSupport",
            ]),
        tests(
            "QueuesTests",
            doors: [
                "Queues", "DurableLog", "LinuxSystem", "Digests", "Messages", "QueueProof", "SnapshotFiles",
                "TestSupport",
            ],
            resources: ["Stores"]),
        tests(
            "JourneyTests",
            doors: ["GatewayService", "DurableLog", "HTTPTransport", "LinuxSystem", "Telemetry", "TestSupport"],
            resources: ["Snapshots"]),
        tests("CrashTests", doors: ["AuditTrail", "GatewayService", "TestSupport"]),
        tests("RoutingTests", doors: ["Routing", "Messages", "SampleWorld"]),
        tests("PlansTests", doors: ["Plans", "Routing", "Messages", "SampleWorld"]),
        tests(
            "HTTPDoorsTests",
            doors: [
                "HTTPDoors", "HTTPWire", "Messages", "MessageFormats", "AccessControl", "Queues", "TestSupport",
                "SampleWorld",
            ]),
        tests(
            "IntakeTests",
            doors: [
                "Intake", "HTTPDoors", "HTTPWire", "Messages", "MessageFormats", "AccessControl", "Routing", "Plans",
                "Queues", "TestSupport", "SampleWorld",
            ]),
        tests(
            "DeliveryTests",
            doors: [
                "Delivery", "HTTPTransport", "HTTPWire", "LinuxSystem", "Messages", "MessageFormats", "AccessControl",
                "Routing", "Plans", "Queues", "DurableLog", "HTTPDoors", "Telemetry", "XMLDocuments", "TestSupport",
                "SampleWorld",
            ],
            resources: ["Golden"]),
        tests(
            "OperationsTests",
            doors: [
                "Operations", "HTTPDoors", "HTTPWire", "LinuxSystem", "Messages", "MessageFormats", "AccessControl",
                "AuditTrail", "DurableLog",
                "Routing", "Queues", "Telemetry", "TestSupport", "SampleWorld",
            ]),
        tests(
            "GatewayServiceTests",
            doors: [
                "GatewayService", "LinuxSystem", "Digests", "HTTPWire", "HTTPTransport", "Messages", "MessageFormats",
                "AccessControl", "Routing", "Telemetry", "HTTPDoors", "TestSupport", "SampleWorld", "DurableLog",
                "Queues", "Delivery",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// What measures is no part of the product: it is built only when it is asked for.
if Context.environment["VAXEL_BENCH"] != nil {
    package.targets += [
        program("LoadGenerator", path: "Tests/LoadGenerator", doors: ["LinuxSystem"]),
        program("SnapshotBenchmark", path: "Tests/SnapshotBenchmark", doors: ["DurableLog", "SnapshotFiles"]),
        program(
            "IntakeParts", path: "Tests/IntakeParts",
            doors: [
                "AccessControl", "Digests", "HTTPDoors", "HTTPWire", "Intake", "LinuxSystem", "MessageFormats",
                "Messages", "Plans", "Queues", "Routing", "SampleWorld",
            ]),
        program(
            "JournalBenchmark", path: "Tests/JournalBenchmark",
            doors: ["Digests", "LinuxSystem", "Messages", "DurableLog", "Queues"]),
    ]
}

// The fuzzer needs a library that only `make fuzz` links; without it, nothing here would link.
if Context.environment["VAXEL_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
        program("Fuzzing", path: "Tests/Fuzzing/Program", doors: ["CFuzzer", "FuzzEntries"]),
    ]
}
