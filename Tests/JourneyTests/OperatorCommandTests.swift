import Foundation
import TestSupport
import Testing

/// What the operators' commands make of a gateway's answers.
struct OperatorCommandTests {
    private let folder = TemporaryFolder()

    /// Runs a command against a gateway that has these answers.
    private func vaxel(_ words: String..., answers: [String: String]) async throws -> BuiltProgram.End {
        let token = "\(folder.path)/token"
        try Data("0123456789abcdef0123".utf8).write(to: URL(filePath: token))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        let gateway = try FixedGateway(answers)
        let end = try await BuiltProgram.run(
            "vaxel", words + ["--url", "http://127.0.0.1:\(gateway.port)", "--token-file", token])
        await gateway.stop()
        return end
    }

    private let social = """
        {"unit":"SE0000000002-SOC1","name":"Socialtjänsten","depth":4,"waiting":3,"leased":1,"retrying":0,"held":0,"dead":2,
        "oldestAvailableAt":"2026-11-22T08:00:00Z","oldestAgeSeconds":93784,"lastPolledAt":"2026-11-23T10:00:00Z","heldBytes":5300000,"bytesPerDay":100,"daysToFull":41,
        "pause":{"since":"2026-11-23T10:00:00Z","by":"operator","reason":"flytt"},"replay":{"replayId":"7"}}
        """
    private let quiet = """
        {"unit":"publisher1177","depth":0,"waiting":0,"leased":0,"retrying":0,"held":0,"dead":0,
        "heldBytes":0,"bytesPerDay":0,"replay":{"replayId":"7","endedAt":"2026-11-23T10:00:00Z"}}
        """

    @Test func `queues stand in columns, a line each`() async throws {
        let end = try await vaxel("queues", answers: ["/v1/queues": "{\"queues\":[\(social),\(quiet)]}"])
        #expect(end.status == 0, "\(end.errors)")
        #expect(
            end.output == """
                unit               waiting  leased  retrying  held  dead  oldest   size   full in  last polled           state           name
                SE0000000002-SOC1  3        1       0         0     2     1 d 2 h  5 MiB  41 d     2026-11-23T10:00:00Z  paused, replay  Socialtjänsten
                publisher1177      0        0       0         0     0     -        0 B    -        never                 -

                """)
    }

    @Test func `one queue is asked for by its unit`() async throws {
        let end = try await vaxel(
            "queues", "SE0000000002-SOC1", "--output", "json", answers: ["/v1/queues/SE0000000002-SOC1": social])
        #expect(end.status == 0, "\(end.errors)")
        #expect(end.output.contains(#""waiting":3"#))
        #expect(try await vaxel("queues", "SE0000000009-X", answers: [:]).status == 1)
        #expect(try await vaxel("queues", "publisher1177", answers: ["/v1/queues/publisher1177": quiet]).status == 0)
    }

    @Test func `a queue is paused, resumed and replayed by its unit`() async throws {
        let unit = "SE0000000002-SOC1"
        let answers = [
            "/v1/queues/\(unit)/pause": "", "/v1/queues/\(unit)/resume": "",
            "/v1/queues/\(unit)/replay": #"{"replayId":"17"}"#,
        ]
        let paused = try await vaxel("queues", "pause", unit, "--reason", "flytt", answers: answers)
        #expect(paused.output == "\(unit): paused\n", "\(paused.errors)")
        let resumed = try await vaxel("queues", "resume", unit, answers: answers)
        #expect(resumed.output == "\(unit): resumed\n", "\(resumed.errors)")
        let times = ["--from", "2026-11-22T08:00:00Z", "--to", "2026-11-22T09:00:00+01:00"]
        let replay = try await vaxel(
            "queues", "replay", unit, times[0], times[1], times[2], times[3], "--reason", "r", answers: answers)
        #expect(replay.output == "\(unit): replay 17 is ordered\n", "\(replay.errors)")
        #expect(try await vaxel("queues", "pause", unit, answers: answers).status == 2)
        let wrong = try await vaxel(
            "queues", "replay", unit, "--from", "igår", "--to", times[3], "--reason", "r", answers: answers)
        #expect(wrong.status == 2 && wrong.errors.contains("--from takes a moment"))
    }

    @Test func `a dead letter shows whom to call, and each attempt with its system and code`() async throws {
        let letter = """
            {"deadLetterId":"7-0","unit":"SE0000000002-SOC1","cause":"rejected","code":"EJ-KAND","attempts":[
            {"at":"2026-11-22T08:00:00Z","system":"municipal","outcome":"lapsed"},
            {"at":"2026-11-22T09:00:00Z","system":"municipal","outcome":"rejected","code":"EJ-KAND"}],
            "contact":{"name":"Biståndsenheten","phone":"031-390 06 11","reservePhone":"031-390 06 12"}}
            """
        let end = try await vaxel("dead", "show", "7-0", answers: ["/v1/dead-letters/7-0": letter])
        #expect(end.status == 0, "\(end.errors)")
        #expect(
            end.output == """
                dead letter       7-0
                unit              SE0000000002-SOC1
                cause             rejected
                code              EJ-KAND
                attempt           2026-11-22T08:00:00Z  lapsed  municipal
                attempt           2026-11-22T09:00:00Z  rejected  municipal  EJ-KAND
                contact           Biståndsenheten  031-390 06 11
                reserve phone     031-390 06 12

                """, "\(end.output)")
    }

    @Test func `dead letters are listed by cause`() async throws {
        let answers = ["/v1/dead-letters?cause=timeSpent": #"{"deadLetters":[]}"#]
        let end = try await vaxel("dead", "list", "--cause", "timeSpent", answers: answers)
        #expect(end.status == 0 && end.output.contains("no dead letters"), "\(end.errors)")
        #expect(try await vaxel("dead", "list", "--cause", "tired", answers: answers).status == 2)
    }

    private let id = "0d9c2c5e-6c1c-4d9d-8f0b-0f6f6c0a1b11"
    private let ward = "SE0000000001-AVD52"

    /// The members of an answer of `GET /v1/messages/{messageId}`, as API.md and StatusEndpoint have them.
    private func status(cancelled: String = "", _ deliveries: String...) -> String {
        """
        {"messageId":"\(id)","type":"AdmissionNotice","caseId":"N-2026-000417","sender":"\(ward)",
        "sentAt":"2026-11-22T07:59:00Z","acceptedAt":"2026-11-22T08:00:00Z",\(cancelled)
        "deliveries":[\(deliveries.joined(separator: ","))],
        "skipped":[{"unit":"SE0000000002-SABO1","code":"VX-1305","detail":"too sensitive"}],
        "warnings":[{"path":"/caseId","code":"VX-W101","detail":"take care"}]}
        """
    }

    private func delivery(_ unit: String, _ state: String, _ members: String = "", receipts: String = "") -> String {
        """
        {"unit":"\(unit)","deliveryId":"7-0","state":"\(state)","attempts":1,"availableAt":"2026-11-22T08:00:00Z",
        "firstOfferedAt":"2026-11-22T08:05:00Z"\(members),
        "receipts":{"transport":{"state":"stored","at":"2026-11-22T08:00:00Z"}\(receipts)}}
        """
    }

    @Test func `a trace tells each attempt, the death and the retry`() async throws {
        let social = delivery(
            "SE0000000002-SOC1", "completed",
            """
            ,"settledAt":"2026-11-22T10:01:00Z","diedAt":"2026-11-22T08:07:00Z","redrivenAt":"2026-11-22T09:00:00Z",
            "history":[{"offeredAt":"2026-11-22T08:05:00Z","endedAt":"2026-11-22T08:07:00Z","outcome":"rejected",
            "code":"EJ-KAND"},{"offeredAt":"2026-11-22T10:00:00Z","endedAt":"2026-11-22T10:01:00Z",
            "outcome":"completed"}]
            """)
        let end = try await vaxel("trace", id, answers: ["/v1/messages/\(id)": status(social)])
        #expect(end.status == 0, "\(end.errors)")
        let lines = end.output.split(separator: "\n").filter { $0.contains("SE0000000002-SOC1  ") }.map {
            $0.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.last ?? ""
        }
        #expect(
            lines == [
                "available", "offered", "given up: a dead letter", "rejected, EJ-KAND", "tried again by an operator",
                "offered", "settled", "completed",
            ])
    }

    @Test func `a trace tells every moment in order, and each receipt by its name`() async throws {
        let social = delivery(
            "SE0000000002-SOC1", "completed",
            #","settledAt":"2026-11-22T08:06:00Z","receiverReference":"A-1","somethingNewAt":"2026-11-22T10:00:00Z""#,
            receipts: """
                ,"application":{"outcome":"ok","at":"2026-11-22T08:06:00Z","dueAt":"2026-11-22T08:30:00Z"},
                "kvittens":{"readAt":"2026-11-22T09:00:00+01:00","receivedAt":"2026-11-22T09:01:00Z",
                "by":"SE0000000002-JOUR1","receiptId":"22222222-6c1c-4d9d-8f0b-0f6f6c0a1b11",
                "dueAt":"2026-11-22T11:00:00Z"}
                """)
        let end = try await vaxel("trace", id, answers: ["/v1/messages/\(id)": status(social)])
        #expect(end.status == 0, "\(end.errors)")
        #expect(
            end.output == """
                \(id)  AdmissionNotice  from \(ward)
                  2026-11-22T07:59:00Z                     sent, as its sender says
                  2026-11-22T08:00:00Z                     accepted
                  2026-11-22T08:00:00Z  SE0000000002-SOC1  available
                  2026-11-22T08:00:00Z  SE0000000002-SOC1  read by a person (kvittens): SE0000000002-JOUR1
                  2026-11-22T08:05:00Z  SE0000000002-SOC1  offered for the first time
                  2026-11-22T08:06:00Z  SE0000000002-SOC1  settled
                  2026-11-22T08:06:00Z  SE0000000002-SOC1  application receipt: ok
                  2026-11-22T09:01:00Z  SE0000000002-SOC1  kvittens received
                  2026-11-22T10:00:00Z  SE0000000002-SOC1  something new
                SE0000000002-SOC1 (7-0): completed, 1 attempt, receiver reference: A-1
                SE0000000002-SABO1: left out, VX-1305 too sensitive
                warning VX-W101 /caseId: take care

                """, "\(end.output)")
    }

    @Test func `a trace tells what is due, and nothing that is met or comes no more`() async throws {
        let due = #","application":{"dueAt":"2026-11-22T08:30:00Z"},"kvittens":{"dueAt":"2026-11-22T11:00:00Z"}"#
        let answer = status(
            cancelled: #"""
                "cancelled":{"by":"11111111-6c1c-4d9d-8f0b-0f6f6c0a1b11","at":"2026-11-22T09:30:00Z",
                "reason":"wrongContent"},
                """#,
            delivery("SE0000000002-SOC1", "leased", receipts: due),
            delivery("SE0000000002-SOC2", "cancelled", receipts: due),
            delivery("SE0000000002-SOC3", "completed", receipts: due),
            delivery("SE0000000002-SOC4", "held", #","heldUntil":"2026-11-22T12:00:00Z""#))
        let end = try await vaxel("trace", id, answers: ["/v1/messages/\(id)": answer])
        let lines = end.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let first = try #require(lines.firstIndex { $0.contains("offered") })
        let standing = try #require(lines.firstIndex { $0.contains("(7-0)") })
        #expect(
            lines[(first + 4)..<standing] == [
                "2026-11-22T08:30:00Z  SE0000000002-SOC1  application receipt due",
                "2026-11-22T09:30:00Z                     "
                    + "cancelled by 11111111-6c1c-4d9d-8f0b-0f6f6c0a1b11: wrongContent",
                "2026-11-22T11:00:00Z  SE0000000002-SOC1  kvittens due",
                "2026-11-22T11:00:00Z  SE0000000002-SOC3  kvittens due",
                "2026-11-22T12:00:00Z  SE0000000002-SOC4  held, looked at again",
            ], "\(end.output)")
    }

    @Test(arguments: [
        ["queues", "a b"], ["queues", "SE 1?x=1"], ["dead", "show", "x y"], ["dead", "show", "../queues"],
        ["dead", "retry", "7-0", "7/0"], ["dead", "discard", "7", "--reason", "x"], ["dead", "list", "--unit", "SE Å"],
        ["poll", "SE/1"],
    ])
    func `a name that nothing can have is wrong usage, and nothing is asked`(words: [String]) async throws {
        let end = try await BuiltProgram.run(
            "vaxel", words + ["--url", "http://127.0.0.1:1", "--token-file", "\(folder.path)/none"])
        #expect(end.status == 2, "\(end.errors)")
    }
}
