/// The types of message that are known: as a value, so that a test can add one to those that the gateway has.
package struct MessageCatalogue: Sendable {
    /// The types, in the order of the documentation; several versions of one type stand side by side.
    package let types: [MessageType]
    private let byName: [String: [MessageType]]
    private let byElementName: [String: MessageType]

    /// Makes a catalogue of some types.
    package init(_ types: [MessageType]) {
        self.types = types
        byName = Dictionary(grouping: types, by: \.name)
        byElementName = Dictionary(types.map { ($0.elementName, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The type of a name in its newest version; nil when the catalogue has none.
    package func type(named name: String) -> MessageType? {
        byName[name]?.max { $0.version < $1.version }
    }

    /// The type of a name in a version; nil when the catalogue has none.
    package func type(named name: String, version: Int) -> MessageType? {
        byName[name]?.first { $0.version == version }
    }

    /// Whether some type's content stands in an element of this name in XML.
    package func hasContent(inElement name: String) -> Bool {
        byElementName[name] != nil
    }
}

extension MessageCatalogue {
    /// The types that the gateway knows, by process: discharge, open care, compulsory care, general, receipts.
    ///
    /// A new type is its own file and one entry here.
    package static let standard = MessageCatalogue([
        .admissionNotice,
        .estimatedDischargeChanged,
        .readyForDischarge,
        .readyForDischargeWithdrawn,
        .dischargeMessage,
        .dischargeSipInvitation,
        .sipDeclined,
        .consentRegistered,
        .consentWithdrawn,
        .coordinatorAssigned,
        .sipEstablished,
        .sipClosed,
        .generalMessage,
        .messageCancelled,
        .misdirectedNotice,
        .forwarded,
        .partyChanged,
        .patientIDChanged,
        .accessBlockChanged,
        .readReceipt,
        .applicationReceipt,
    ])
}
