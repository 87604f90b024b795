/// Every type of message that the gateway knows.
package enum MessageCatalogue {
    /// The types, in the order of the documentation.
    ///
    /// By process: discharge, open care, general, receipts. A new type is its own file and one entry here.
    package static let all: [MessageType] = [
        .admissionNotice, .estimatedDischargeChanged, .readyForDischarge, .readyForDischargeWithdrawn,
        .dischargeMessage,
        .dischargeSipInvitation, .sipDeclined, .sipEstablished, .sipClosed, .generalMessage, .messageCancelled,
        .readReceipt, .applicationReceipt,
    ]

    private static let byName = Dictionary(grouping: all, by: \.name)

    /// The type of a name in its newest version; nil when the catalogue has none.
    package static func type(named name: String) -> MessageType? {
        byName[name]?.max { $0.version < $1.version }
    }

    /// The type of a name in a version; nil when the catalogue has none.
    package static func type(named name: String, version: Int) -> MessageType? {
        byName[name]?.first { $0.version == version }
    }
}
