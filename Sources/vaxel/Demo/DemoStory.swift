internal import LinuxSystem
internal import MessageFormats
internal import Messages

/// The demonstration step by step: the whole case of one patient.
///
/// Each step is done for real, checked, and told with what a person can check.
struct DemoStory {
    let world: DemoWorld
    let messages: DemoMessages

    init(_ world: DemoWorld) {
        self.world = world
        messages = DemoMessages(
            start: Timestamp(microseconds: SystemClock.system.wallMicroseconds() / 1_000_000 * 1_000_000),
            caseID: "N-DEMO-\(String(SystemRandom.uint64() & 0xFFFF_FFFF, radix: 16))")
    }

    /// Tells the whole story; the first step that does not go as it should ends it.
    func tell() async throws(CommandFailure) {
        Console.write(
            """
            Växel: one patient's whole case / en patients hela ärende
            The gateway listens on http://127.0.0.1:\(world.gateway.port), its data are in \(world.folder)/data.
            1177's publishing side is played by vaxel-1177-stub on http://127.0.0.1:\(world.stub.port)/.

            """)
        try await tellAdmission()
        try await tellReady()
        try await tellPlan()
        try await tellMishaps()
        try await tellDischarge()
        try await step("The case as the municipality sees it", "Ärendet som kommunen ser det") {
            () async throws(CommandFailure) in
            let view = try await world.system("municipal").json("GET", "/v1/cases/\(messages.caseID)")
            let table = DemoCaseTable(view)
            try expect(table.steps == Self.steps, "the case has its milestones, not \(table.steps)")
            try expect(table.unsettled.isEmpty, "nothing is left to do, not \(table.unsettled)")
            for line in table.lines { tell(line) }
        }
        Console.write("\nDone: every step went as it should. / Klart: alla steg gick som de skulle.\n")
    }

    private static let steps = [
        "admitted", "estimate", "estimate", "ready", "readyWithdrawn", "ready", "called", "sip", "discharged",
        "sipClosed",
    ]
}
