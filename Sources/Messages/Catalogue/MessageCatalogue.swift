/// The types of message that are known: as a value, so that a test can add one to those that the gateway has.
package struct MessageCatalogue: Sendable {
    /// The types, in the order of the documentation; several versions of one type stand side by side.
    package let types: [MessageType]
    private let byName: [String: [MessageType]]
    private let byElementName: [String: MessageType]
    /// For each type that has them, its older versions to which a message can be written down, the newest first.
    private let olderVersions: [MessageType: [MessageType]]

    /// Makes a catalogue of some types.
    package init(_ types: [MessageType]) {
        self.types = types
        let byName = Dictionary(grouping: types, by: \.name).mapValues { $0.sorted { $0.version > $1.version } }
        self.byName = byName
        byElementName = Dictionary(types.map { ($0.elementName, $0) }, uniquingKeysWith: { first, _ in first })
        let older = types.map { type in (type, (byName[type.name] ?? []).filter { type.isCompatible(with: $0) }) }
        olderVersions = Dictionary(older.filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first })
    }

    /// The types, each in its newest version only.
    package var newestTypes: [MessageType] {
        types.filter { byName[$0.name]?.first == $0 }
    }

    /// The types in the versions that have a newer one.
    package var olderTypes: [MessageType] {
        types.filter { byName[$0.name]?.first != $0 }
    }

    /// All versions of a type, the newest first; none when the catalogue does not have it.
    package func versions(named name: String) -> [MessageType] {
        byName[name] ?? []
    }

    /// The older versions of a type by which the rule for compatible change holds, the newest first.
    package func compatibleOlderVersions(of type: MessageType) -> [MessageType] {
        olderVersions[type] ?? []
    }

    /// The type of a name in its newest version; nil when the catalogue has none.
    package func type(named name: String) -> MessageType? {
        byName[name]?.first
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
        .planningBasis,
        .adlAssessment,
        .readyForDischarge,
        .readyForDischargeWithdrawn,
        .dischargeMessage,
        .careContactConfirmed,
        .dischargeSipInvitation,
        .sipDeclined,
        .patientInformation,
        .paymentBasisAnswered,
        .processInterrupted,
        .consentRegistered,
        .consentWithdrawn,
        .careContactAssigned,
        .coordinatorAssigned,
        .regularPhysicianAssigned,
        .needsAssessment,
        .ownPlanning,
        .sipMeetingInvitation,
        .sipMeetingResponse,
        .planningMeetingInvitation,
        .sipEstablished,
        .sipFollowUp,
        .sipEvaluation,
        .sipClosed,
        .compulsoryPlanInvitation,
        .compulsoryPlanEstablished,
        .compulsoryPlanAttested,
        .dischargeToOpenCompulsoryCare,
        .dischargeToOpenForensicCare,
        .compulsoryPlanFollowUp,
        .compulsoryReadmission,
        .compulsoryReadmissionEnded,
        .dischargeToVoluntaryCare,
        .outpatientUnitChanged,
        .outOfEpisodeMessage,
        .generalMessage,
        .interAuthorityTransfer,
        .messageCancelled,
        .misdirectedNotice,
        .forwarded,
        .partyChanged,
        .patientIDChanged,
        .accessBlockChanged,
        .deviation,
        .deviationAnswered,
        .careRequest,
        .readReceipt,
        .applicationReceipt,
    ])
}
