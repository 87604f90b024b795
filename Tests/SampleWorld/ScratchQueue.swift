package import DurableLog
internal import LinuxSystem
internal import MessageFormats
package import Messages
package import Queues
package import TestSupport

/// A queue on a disk in memory unless told otherwise, with a clock that stands still, and short ways to put something into it.
package final class ScratchQueue: Sendable {
    package let queue: MessageQueue
    package let time: ManualClock
    package let fingerprints = Fingerprints(key: Array(0..<16))

    package init(
        policy: DeliveryPolicy = DeliveryPolicy(jitter: 0), at path: String = "journal",
        storage: any Storage = FaultyStorage()
    ) async throws {
        time = ManualClock()
        queue = try await MessageQueue.open(
            at: path, storage: storage, clock: time.clock, policy: policy,
            options: JournalOptions(segmentBytes: 1 << 20, preparesSpare: false, idleSeconds: nil),
            random: { 1 << 63 })
    }

    /// The wall clock, as endpoints ask for it.
    package var now: @Sendable () -> Timestamp {
        let clock = time.clock
        return { Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    /// A message as the queue takes it, in the lane `lane`.
    package func incoming(
        _ message: Message, to destinations: [Destination], lane: String = "l", form: MessageForm = .json
    ) -> IncomingMessage {
        IncomingMessage(
            id: message.id, transmissionID: nil,
            digest: fingerprints.digest(of: MessageWriter().canonicalBytes(of: message)), type: message.type.name,
            version: message.version, senderUnit: message.sender.unit, senderSystem: .ehr, caseID: message.caseID,
            refersTo: message.refersTo, lane: fingerprints.lane([lane]), sentAt: message.sentAt,
            recipients: destinations.map {
                Recipient(destination: $0, name: $0.name, why: "addressed as unit", state: .queued)
            },
            warnings: [], form: form,
            contentType: form == .xml ? "application/xml" : "application/json",
            payload: MessageWriter().write(message, as: form == .xml ? .xml : .json), isReceipt: message.type.isReceipt)
    }

    /// Accepts a message.
    package func accept(_ message: Message, to destinations: [Destination], lane: String = "l") async throws {
        _ = try await queue.accept(incoming(message, to: destinations, lane: lane))
    }

    /// Leases the one next delivery of a destination.
    package func lease(_ destination: Destination, by system: SystemID = .municipal) async throws -> LeasedDelivery? {
        try await queue.lease(from: [destination], by: system, maximum: 1, duration: 60).first
    }

    /// Leases the next delivery of a destination and rejects it for good.
    @discardableResult
    package func bury(_ destination: Destination, code: String = "X-1") async throws -> DeliveryID? {
        guard let leased = try await lease(destination) else { return nil }
        _ = try await queue.reject(
            leased.lease, by: .municipal, failure: DeliveryFault(code: code, reason: "no"), permanent: true,
            receipt: { _ in nil })
        return leased.facts.delivery
    }
}

/// Waits until a condition holds that somebody else's work will bring about; the test's time limit ends it otherwise.
///
/// Looks again each millisecond: a loop that only yields could keep work of lower priority from the processor for ever.
package func until(_ holds: () throws -> Bool) async rethrows {
    while try !holds(), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
}
