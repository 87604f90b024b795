internal import AccessControl
internal import HTTPDoors
internal import Messages
internal import Queues
internal import Routing

/// What is asked of a receipt that a system posts itself.
///
/// Source: interfaces, "Who may call"; rules, "Receipts": never a receipt for a receipt, never a negative after a positive.
struct ReceiptChecks {
    private let message: Message
    private let identity: Identity
    private let directory: Directory
    private let moment: Timestamp

    /// Takes the receipt, who posts it, and when.
    init(_ message: Message, from identity: Identity, directory: Directory, at moment: Timestamp) {
        self.message = message
        self.identity = identity
        self.directory = directory
        self.moment = moment
    }

    /// Refuses a receipt in the gateway's name, or for a unit that is not the caller's.
    func checkUnits() throws(Rejection) {
        guard message.content.text("issuedBy") != "gateway" else {
            throw Rejection(
                .gatewayReceiptForged, "only the gateway issues receipts in its own name", path: "/content/issuedBy")
        }
        guard let unit, identity.may(.send, for: unit) else {
            throw Rejection(
                .receiptUnitNotYours, "a receipt names a unit of the system that posts it",
                path: "/content/receiverUnit")
        }
        // Otherwise what the sender may know of would be asked of one organisation, and what is said hold for another.
        guard directory.units[unit]?.organisation == directory.units[message.sender.unit]?.organisation else {
            throw Rejection(
                .receiptUnitNotYours, "the sending unit is of another organisation", path: "/content/receiverUnit")
        }
        let covered = directory.unitsCovered(by: unit, at: moment)
        for (index, other) in others.enumerated() where !identity.may(.send, for: other) && !covered.contains(other) {
            throw Rejection(
                .receiptUnitNotYours, "the unit is neither the system's own nor covered on call now",
                path: "/content/onBehalfOf/\(index)")
        }
    }

    /// Refuses a receipt that contradicts what has become of the message that it is about.
    func check(against original: MessageStatus) throws(Rejection) {
        guard !original.isReceipt else {
            throw Rejection(.receiptOfReceipt, "the message that it refers to is a receipt", path: "/refersTo")
        }
        switch message.type {
        case .readReceipt: try checkKvittens(of: original)
        default: try checkAnswer(to: original)
        }
    }

    /// What the receipt does to the message that it is about; nil when it names none.
    var effect: MessageEffect? {
        guard let original = message.refersTo, let unit else { return nil }
        if message.type == .readReceipt {
            return readAt.map { .reads(original, by: [unit] + others, at: $0) }
        }
        switch message.content.text("outcome") {
        case "ok": return .answers(original, by: unit, .ok)
        case "transient-error": return .answers(original, by: unit, .transient)
        default: return .answers(original, by: unit, .fatal)
        }
    }

    // MARK: Kvittens

    private func checkKvittens(of original: MessageStatus) throws(Rejection) {
        guard MessageCatalogue.standard.type(named: original.type)?.takesKvittens ?? false else {
            throw Rejection(.kvittensNotTaken, "messages of that type are not read out by a person", path: "/refersTo")
        }
        // An on-call unit need not have got the message itself, but whom it stands in for has.
        let own = original.deliveries.filter { $0.destination.unit == unit }
        guard !own.isEmpty || !others.isEmpty else { throw Self.notReceived(path: "/content/receiverUnit") }
        for (index, other) in others.enumerated()
        where !original.deliveries.contains(where: { $0.destination.unit == other }) {
            throw Self.notReceived(path: "/content/onBehalfOf/\(index)")
        }
        let read = original.deliveries.filter { delivery in
            delivery.destination.unit.map { $0 == unit || others.contains($0) } ?? false
        }
        guard read.allSatisfy({ $0.firstOfferedAt != nil && $0.state != .cancelled }) else {
            throw Rejection(
                .kvittensConflict, "the message has not been fetched, so nobody can have read it",
                path: "/content/receiverUnit")
        }
        try checkTime(of: read)
    }

    /// Whole seconds, since a system that writes none smaller must not seem to have read too early.
    private func checkTime(of read: [DeliveryStatus]) throws(Rejection) {
        let available = read.map(\.firstAvailableAt.seconds).max() ?? 0
        guard let readAt, readAt.seconds >= available else {
            throw Rejection(.readBeforeAvailable, "the message was not available before then", path: "/content/readAt")
        }
        guard readAt <= moment.adding(seconds: Double(Limits.clockSkewSeconds)) else {
            throw Rejection(.readBeforeAvailable, "that time has not come yet", path: "/content/readAt")
        }
    }

    private static func notReceived(path: String) -> Rejection {
        Rejection(.receiptUnitNotYours, "that unit did not get the message", path: path)
    }

    // MARK: Application receipts

    private func checkAnswer(to original: MessageStatus) throws(Rejection) {
        guard let delivery = original.deliveries.first(where: { $0.destination.unit == unit }) else {
            throw Self.notReceived(path: "/content/receiverUnit")
        }
        guard delivery.answer?.outcome == .ok else { return }
        guard message.content.text("outcome") == "ok" else {
            throw Rejection(
                .negativeAfterPositive, "that unit has accepted the message before", path: "/content/outcome")
        }
        throw Rejection(.answeredBefore, "that unit has accepted the message before", path: "/content/outcome")
    }

    // MARK: What it says

    private var unit: UnitID? { message.content.text("receiverUnit").flatMap { UnitID($0) } }

    private var others: [UnitID] {
        message.content.items("onBehalfOf").compactMap { $0.text.flatMap { UnitID($0) } }
    }

    private var readAt: Timestamp? { message.content.text("readAt").flatMap { Timestamp(rfc3339: $0) } }
}
