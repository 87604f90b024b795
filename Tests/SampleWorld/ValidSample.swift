internal import MessageFormats
package import Messages
internal import TestSupport

/// Messages to test with: the valid samples of the repository, and what tests make of them.
package enum ValidSample {
    /// The bytes of a file of `samples/valid`: `AdmissionNotice.xml`.
    package static func bytes(_ name: String) throws -> [UInt8] {
        try RepositoryFiles.bytes("samples/valid/\(name)")
    }

    /// A valid sample, read: `AdmissionNotice`.
    package static func read(_ name: String) throws -> Message {
        try MessageReader().read(bytes("\(name).json"), as: .json).message
    }

    /// A type that the catalogue does not have, which may be one of compulsory care.
    package static let unknownType = MessageType(
        name: "UnknownTest", title: "Prov", summary: "A message of another version.", process: .compulsoryCare,
        sensitivity: 3, legalBasis: "LPT", receipts: [.transport], fields: [])
}

extension Message {
    /// The same message with a member of the head changed, or taken away.
    package func head(_ name: String, _ value: Value?) -> Message {
        changed(type, record.setting(name, to: value))
    }

    /// The same message with a member of the content changed, or taken away.
    package func content(_ name: String, _ value: Value?) -> Message {
        head("content", .record(content.setting(name, to: value)))
    }

    /// The same message under another type.
    package func typed(_ type: MessageType) -> Message {
        changed(type, record.setting("type", to: .text(type.name)))
    }

    /// The same message addressed to these.
    package func addressed(to receivers: ReceiverAddress...) -> Message {
        head("receivers", .list(receivers.map { .record($0.record) }))
    }

    /// The same message from another unit.
    package func sent(by unit: UnitID) -> Message {
        head("sender", record.record("sender").map { .record($0.setting("unit", to: .text(unit.text))) })
    }

    private func changed(_ type: MessageType, _ record: Record) -> Message {
        guard let message = Message(type: type, record: record) else {
            preconditionFailure("the test took away what the envelope needs")
        }
        return message
    }
}

extension ReceiverAddress {
    fileprivate var record: Record {
        switch self {
        case .unit(let unit): Record([.init("unit", .text(unit.text))])
        case .function(let function, let code):
            Record([.init("function", .text(function.rawValue)), .init("municipalityCode", .text(code))])
        case .organisationFunction(let function, let organisation):
            Record([.init("function", .text(function.rawValue)), .init("organisation", .text(organisation.text))])
        case .listedHealthCentre: Record([.init("function", .text("listedHealthCentre"))])
        case .caseParties: Record([.init("caseParties", .boolean(true))])
        }
    }
}
