/// Who sends a message.
package struct Sender: Sendable {
    /// The sending unit.
    package let unit: UnitID
    /// The name of the unit as the sender writes it.
    package let unitName: String?
    /// Where the unit is reached.
    package let phone: String?
    /// The person who answers for the message, with the members of the part `Person`.
    package let person: Record?
    /// The computer program that made the message, with `name` and `version`.
    package let system: Record?

    /// Reads the head's `sender`; nil without a unit.
    package init?(_ record: Record) {
        guard let unit = record.text("unit").flatMap({ UnitID($0) }) else { return nil }
        self.unit = unit
        self.unitName = record.text("unitName")
        self.phone = record.text("phone")
        self.person = record.record("person")
        self.system = record.record("system")
    }
}
