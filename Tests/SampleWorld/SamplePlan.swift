package import Messages

/// The messages that one plan is made of, after the sample `SipEstablished`: versions, closings, cancellations.
///
/// Each is sent so many minutes after eight o'clock, and has an id of its own by that.
package enum SamplePlan {
    /// The `planId` of the sample.
    package static let planID = "2e0f68e9-7ab9-5098-aed2-501945071527"

    /// A message that never comes.
    private static let unknown = "00000000-0000-4000-8000-000000000000"

    /// A version of the plan, to be shown unless it is not wished for.
    package static func version(_ number: Int, minute: Int, wanted: Bool = true) throws -> Message {
        let sample = try ValidSample.read("SipEstablished")
        let publication = sample.content.record("publication")?.setting("wanted", to: .boolean(wanted))
        return sample.sent(at: minute)
            .head("status", .text(number == 1 ? "new" : "replaces"))
            .head("replaces", number == 1 ? nil : .text(unknown))
            .content("planVersion", .integer(number))
            .content("publication", publication.map { .record($0) })
    }

    /// A closing of the plan by its coordinator.
    package static func closing(
        minute: Int, refersTo: Message? = nil, reason: String = "goalsMet"
    ) throws -> Message {
        let sample = try ValidSample.read("SipEstablished")
        let content = Record([
            .init("planId", .text(planID)), .init("closedAt", .text("2026-12-18T09:45:00+01:00")),
            .init("closedBy", .record(Self.person(hsaID: "SE0000000001-P0101"))),
            .init("reason", .record(Record([.init("code", .text(reason))]))),
            .init("reasonText", .text("Ord till kollegerna.")),
        ])
        return sample.sent(at: minute).typed(.sipClosed).head("content", .record(content))
            .head("refersTo", .text(refersTo?.id.description ?? unknown))
    }

    /// The naming of a coordinator from eight o'clock on, for the plan or for every plan of the case.
    package static func assignment(
        of person: Record, in unit: UnitID = .socialService, minute: Int, isForPlan: Bool = true
    ) throws -> Message {
        let unit = Record([
            .init("hsaId", .text(unit.text)), .init("name", .text("Enheten")),
            .init("principal", .text("municipality")),
        ])
        let content = Record([
            .init("coordinator", .record(person.setting("unit", to: .record(unit)))),
            .init("from", .text("2026-11-21T08:00:00+01:00")),
        ])
        return try ValidSample.read("SipEstablished").sent(at: minute).typed(.coordinatorAssigned)
            .head("content", .record(content.setting("planId", to: isForPlan ? .text(planID) : nil)))
    }

    /// The taking back of a message.
    package static func cancellation(of original: Message, minute: Int) throws -> Message {
        let content = Record([
            .init("reason", .record(Record([.init("code", .text("wrongContent"))]))),
            .init("cancelledAt", .text("2026-12-18T10:00:00+01:00")),
            .init("cancelledBy", .record(Self.person(hsaID: "SE0000000001-P0101"))),
        ])
        return try ValidSample.read("SipEstablished").sent(at: minute).typed(.messageCancelled)
            .head("content", .record(content)).head("refersTo", .text(original.id.description))
    }

    /// A member of staff, with the ids that are given.
    package static func person(
        hsaID: String? = nil, localID: String? = nil, name: String = "Testperson Fem"
    ) -> Record {
        Record([.init("name", .text(name)), .init("role", .text("Distriktssköterska"))])
            .setting("hsaId", to: hsaID.map { .text($0) }).setting("localId", to: localID.map { .text($0) })
    }
}

extension Message {
    /// The same message with an id of its own, sent so many minutes after eight o'clock.
    fileprivate func sent(at minute: Int) -> Message {
        let digits = "\(minute < 10 ? "0" : "")\(minute)"
        return head("messageId", .text("00000000-0000-4000-8000-0000000000\(digits)"))
            .head("sentAt", .text("2026-11-21T08:\(digits):00+01:00"))
    }

    /// The same message about another patient.
    package func about(_ patient: String) -> Message {
        head("patient", record.record("patient").map { .record($0.setting("id", to: .text(patient))) })
    }
}
