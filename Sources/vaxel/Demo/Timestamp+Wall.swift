internal import Messages

extension Timestamp {
    /// As people in Sweden write it, to the minute: `2026-11-22 12.00`.
    var swedishMinute: String {
        let (hours, minutes) = (swedishMinuteOfDay / 60, swedishMinuteOfDay % 60)
        return "\(swedishDate.text) \(hours < 10 ? "0" : "")\(hours).\(minutes < 10 ? "0" : "")\(minutes)"
    }
}
