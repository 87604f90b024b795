import MessageFormats
import Messages
import Testing

/// The rules of the types that say who takes part in a case, on what consent, and about whom.
@Suite struct CaseRuleTests {
    @Test func `who cannot take a stand has an assessment of harm, and nobody else needs one`() throws {
        _ = try Sample.edited("ConsentRegistered-refused.json", "\"refused\"", "\"given\"")
        #expect(
            try Sample.problems("ConsentRegistered.json", "\"state\": \"given\"", "\"state\": \"cannot\"")
                == ["VX-1290 /content/harmAssessment"])
        let refused = try Sample.edited("ConsentRegistered-cannot.json", "\"cannot\"", "\"refused\"")
        #expect(refused.warnings.isEmpty)
    }

    @Test func `a change of patient id changes the id, its kind or its rule`() throws {
        #expect(
            try Sample.problems(
                "PatientIdChanged.json",
                "\"id\": \"22950606FH20\",\n      \"idType\": \"nationalReserveNumber\"",
                "\"id\": \"199002222397\",\n      \"idType\": \"personnummer\"") == ["VX-1292 /content/previous/id"])
        let sameDigits = try Sample.edited(
            "PatientIdChanged-local-reserve-number.json", "\"id\": \"991981000010\"", "\"id\": \"200302022389\"")
        #expect(sameDigits.warnings.map(\.code) == [.localReserveCheckDigit])
    }

    @Test func `the previous id is held to the rules of every person id`() throws {
        #expect(
            try Sample.problems("PatientIdChanged.xml", "<id>22950606FH20", "<id>22950606FH21")
                == ["VX-1201 /message/content/patientIdChanged/previous/id"])
        #expect(
            try Sample.problems(
                "PatientIdChanged-local-reserve-number.xml", "<idOid>1.2.752.97.3.1.3</idOid>", "")
                == ["VX-1204 /message/content/patientIdChanged/previous/idOid"])
    }

    @Test func `one change of parties names a unit once`() throws {
        #expect(
            try Sample.problems("PartyChanged.json", "SE0000000002-KHS1", "se0000000002-sabo1")
                == ["VX-1294 /content/removed/0/hsaId"])
    }

    @Test func `a temporary lifting of a block has an end after its start, and no other change has one`() throws {
        let sample = "AccessBlockChanged-temporarily-lifted.json"
        let path = "VX-1296 /content/until"
        #expect(try Sample.problems(sample, "2026-11-20T19:30:00+01:00", "2026-11-20T07:30:00+01:00") == [path])
        #expect(try Sample.problems(sample, "\"temporarilyLifted\"", "\"lifted\"") == [path])
        #expect(
            try Sample.problems("AccessBlockChanged.json", "\"change\": \"set\"", "\"change\": \"temporarilyLifted\"")
                == [path])
    }

    @Test func `a message is forwarded to one unit, and not to oneself`() throws {
        let receiver = "\"unit\": \"SE0000000002-KHS1\""
        for other in [
            "\"unit\": \"SE0000000002-SOC1\"", "\"caseParties\": true", "\"function\": \"listedHealthCentre\"",
        ] {
            #expect(try Sample.problems("Forwarded.json", receiver, other) == ["VX-1297 /receivers"])
        }
        let both = "\(receiver) }, { \"unit\": \"SE0000000002-SABO1\""
        #expect(try Sample.problems("Forwarded.json", receiver, both) == ["VX-1297 /receivers"])
    }

    @Test func `a person number in what is said about a misdirected message is refused`() throws {
        #expect(
            try Sample.problems("MisdirectedNotice.json", "Folkbokförd i Grannby", "Är 19121212-1212,")
                == ["VX-1236 /content/reasonText"])
        #expect(
            try Sample.problems(
                "MisdirectedNotice.json", "\"code\": \"notResident\"", "\"code\": \"x\", \"text\": \"121212-1212\"")
                == ["VX-1236 /content/reason/text"])
    }

    @Test func `what happened is not later than the sending, give or take five minutes`() throws {
        for (name, member, time) in [
            ("Forwarded", "forwardedAt", "2026-11-22T11:20:00+01:00"),
            ("MisdirectedNotice", "noticedAt", "2026-11-22T10:05:00+01:00"),
            ("PatientIdChanged", "changedAt", "2026-11-22T13:30:00+01:00"),
            ("ConsentRegistered", "decidedAt", "2026-11-16T09:30:00+01:00"),
        ] {
            let late = try Sample.edited(
                "\(name).json", "\"\(member)\": \"\(time)\"", "\"\(member)\": \"2026-11-30T12:00:00Z\"")
            #expect(late.warnings.map { "\($0.code) \($0.path ?? "")" } == ["VX-W121 /content/\(member)"], "\(name)")
        }
    }
}
