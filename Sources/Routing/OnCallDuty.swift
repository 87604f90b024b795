package import Messages

/// The hours in which another unit looks after a unit's messages (jour).
package struct OnCallDuty: Hashable, Sendable {
    /// The unit that is on call.
    package let unit: UnitID
    /// When it is.
    package let hours: [WeeklyHours]

    /// Puts a unit on call at these hours.
    package init(unit: UnitID, hours: [WeeklyHours]) {
        self.unit = unit
        self.hours = hours
    }

    /// Whether the unit is on call at a moment.
    func covers(_ moment: Timestamp) -> Bool {
        hours.contains { $0.contains(moment) }
    }
}
