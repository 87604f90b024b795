import MessageFormats
import Messages
import Testing

/// The rules of letters, transfers, deviations and requests that need nothing but the message.
@Suite struct GeneralRuleTests {
    @Test func `a person number in the subject of any letter is a warning`() throws {
        for (name, subject) in [("GeneralMessage.json", "Hemtjänst"), ("OutOfEpisodeMessage.json", "Förnyelse")] {
            let read = try Sample.edited(name, subject, "Om 19121212-1212")
            #expect(read.warnings.map(\.code) == [.subjectHoldsPersonNumber])
        }
    }

    @Test func `a transfer has text, attachments or both`() throws {
        let text = "\"text\": \"Aktuell läkemedelslista inför övertagandet av hemsjukvården.\","
        #expect(try Sample.edited("InterAuthorityTransfer.json", text, "").message.content["text"] == nil)
        #expect(
            try Sample.problems(
                "InterAuthorityTransfer-text-only.json",
                ",\n    \"text\": \"Hemtjänst är beviljad från den 23 november.\"",
                ", \"attachments\": []") == ["VX-1259 /content/text"])
    }

    @Test(arguments: ["consent", "harm-assessment", "lag-1991-1128"])
    func `only another law has to be named`(basis: String) throws {
        let read = try Sample.edited("InterAuthorityTransfer-text-only.json", "\"consent\"", "\"\(basis)\"")
        #expect(read.message.content["legalProvision"] == nil)
    }

    @Test(arguments: [
        ("informationLate", true), ("informationWrong", true), ("informationIncomplete", true), ("wrongReceiver", true),
        ("informationMissing", false), ("availability", false), ("other", false),
    ])
    func `a deviation about a message names it, another need not`(code: String, isNeeded: Bool) throws {
        let name = "Deviation-nothing-came.json"
        if isNeeded {
            #expect(try Sample.problems(name, "informationMissing", code) == ["VX-1261 /refersTo"])
        } else {
            #expect(try Sample.edited(name, "informationMissing", code).warnings.isEmpty)
        }
    }

    @Test(arguments: ["Deviation.json", "DeviationAnswered.json"])
    func `a deviation and its answer tell of what has happened`(name: String) throws {
        let old = name == "Deviation.json" ? "\"2026-11-19T16:00:00+01:00\"" : "\"2026-12-18T08:45:00+01:00\""
        let read = try Sample.edited(name, old, "\"2026-12-18T09:05:01+01:00\"")
        #expect(read.warnings.map(\.code) == [.timeInFuture])
    }

    @Test(arguments: ["refused", "notAsked", "cannot"])
    func `a request rests on consent only when it is given`(state: String) throws {
        #expect(
            try Sample.problems("CareRequest.json", "\"state\": \"given\"", "\"state\": \"\(state)\"")
                == ["VX-1262 /content/consent/state"])
        #expect(throws: Never.self) {
            try Sample.edited("CareRequest-cannot-consent.json", "\"state\": \"cannot\"", "\"state\": \"\(state)\"")
        }
    }

    @Test func `a letter outside of episodes is in no case`() throws {
        #expect(
            try Sample.problems("OutOfEpisodeMessage.json", "\"sentAt\"", "\"caseId\": \"N-1\", \"sentAt\"")
                == ["VX-1119 /caseId"])
    }
}
