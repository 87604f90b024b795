internal import HTTPDoors
internal import Messages
internal import Queues
internal import Routing

/// What is asked of a message by which a receiver passes another one on, or says that it was not for it.
///
/// Paths are JSON Pointers. Source: catalogue, Forwarded and MisdirectedNotice.
struct HandingOnChecks {
    private let message: Message
    private let directory: Directory

    /// Takes the message, and what knows the units.
    init(_ message: Message, directory: Directory) {
        self.message = message
        self.directory = directory
    }

    /// Refuses what the sending unit may not do with the message that it refers to.
    func check(against original: MessageStatus) throws(Rejection) {
        guard message.type == .forwarded || message.type == .misdirectedNotice else { return }
        guard original.isAt(message.sender.unit) else {
            throw Rejection(.notItsMessage, "the sending unit did not get that message", path: "/refersTo")
        }
        if message.type == .forwarded { try checkReceiver(of: original) }
    }

    /// The new receiver is of the same organisation, and one that the original itself may go to.
    private func checkReceiver(of original: MessageStatus) throws(Rejection) {
        guard case .unit(let id)? = message.receivers.first, let unit = directory.units[id] else { return }
        let path = "/receivers/0"
        guard unit.organisation == directory.units[message.sender.unit]?.organisation else {
            throw Rejection(.forwardedToOthers, "the new receiver is of another organisation", path: path)
        }
        guard let type = MessageCatalogue.standard.type(named: original.type, version: original.version) else { return }
        guard unit.kind.takes(type) else {
            throw Rejection(.typeNotTaken, "the unit does not take messages of the original's type", path: path)
        }
        guard unit.highestSensitivity >= type.sensitivity else {
            throw Rejection(
                .sensitivityTooHigh, "the unit takes less sensitive messages than the original only", path: path)
        }
    }
}

extension MessageStatus {
    /// Whether a unit has the message: it was sent to it and not cancelled unread, or passed on to it.
    fileprivate func isAt(_ unit: UnitID) -> Bool {
        forwardings.contains { $0.to == unit }
            || deliveries.contains {
                $0.destination.unit == unit && ($0.state != .cancelled || $0.firstOfferedAt != nil)
            }
    }
}
