package import Messages

/// A care or social-care unit as the directory knows it.
///
/// It owns one queue. A class, though it never changes: it is looked up many times for each message, and copying a value of so
/// many parts costs more than reading them.
package final class Unit: Sendable {
    /// Whom to call about a unit's deliveries.
    package struct Contact: Hashable, Sendable {
        /// Who answers, as a person asks for them.
        package let name: String
        /// The number to call.
        package let phone: String
        /// When somebody answers, in words.
        package let hours: String?
        /// The number to call when nobody answers.
        package let reservePhone: String?

        /// Takes what a caller needs.
        package init(name: String, phone: String, hours: String? = nil, reservePhone: String? = nil) {
            self.name = name
            self.phone = phone
            self.hours = hours
            self.reservePhone = reservePhone
        }
    }

    /// The unit's HSA-id, which is also its queue's name.
    package let id: UnitID
    /// The name people know it by.
    package let name: String
    /// What kind of unit it is; addresses by function look for it.
    package let kind: UnitKind
    /// The organisation the unit belongs to.
    package let organisation: OrganisationID
    /// The HSA-id of the care giver (vårdgivare); social services have none.
    package let careGiver: UnitID?
    /// The HSA-id of the care unit (vårdenhet) that 1177 and the blocking service (spärr) know.
    package let careUnit: UnitID?
    /// The SCB codes of the municipalities whose people the unit serves.
    package let municipalityCodes: Set<String>
    /// The highest sensitivity the unit takes: 1 identity and contact, 2 health or social data, 3 compulsory care.
    package let highestSensitivity: Int
    /// The versions that the unit reads of the types named here; of any other type it reads all.
    package let reads: [String: Set<Int>]
    /// Whom to call about its deliveries.
    package let contact: Contact?
    /// The administrative unit that it belongs to, of the same organisation, when given.
    package let partOf: UnitID?
    /// Which units look after its messages, and when.
    package let onCall: [OnCallDuty]
    /// The unit takes deliveries from this moment, when given.
    package let validFrom: Timestamp?
    /// The unit takes no new deliveries from this moment, when given.
    package let validTo: Timestamp?

    /// Makes an entry of the directory.
    package init(
        id: UnitID, name: String, kind: UnitKind, organisation: OrganisationID, careGiver: UnitID? = nil,
        careUnit: UnitID? = nil, municipalityCodes: Set<String> = [], highestSensitivity: Int,
        reads: [String: Set<Int>] = [:],
        contact: Contact? = nil, partOf: UnitID? = nil, onCall: [OnCallDuty] = [], validFrom: Timestamp? = nil,
        validTo: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.organisation = organisation
        self.careGiver = careGiver
        self.careUnit = careUnit
        self.municipalityCodes = municipalityCodes
        self.highestSensitivity = highestSensitivity
        self.reads = reads
        self.contact = contact
        self.partOf = partOf
        self.onCall = onCall
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// Whether the unit is in force at a moment.
    package func isValid(at moment: Timestamp) -> Bool {
        if let validFrom, moment < validFrom { return false }
        if let validTo, moment >= validTo { return false }
        return true
    }
}

extension Unit: Equatable {
    package static func == (left: Unit, right: Unit) -> Bool {
        left === right
            || left.id == right.id && left.name == right.name && left.kind == right.kind
                && left.organisation == right.organisation && left.careGiver == right.careGiver
                && left.careUnit == right.careUnit && left.municipalityCodes == right.municipalityCodes
                && left.highestSensitivity == right.highestSensitivity && left.reads == right.reads
                && left.contact == right.contact && left.partOf == right.partOf && left.onCall == right.onCall
                && left.validFrom == right.validFrom && left.validTo == right.validTo
    }
}
