import QueueProof
import TestSupport

/// What follows a recovery: senders ask again, late answers come, everything is fetched and taken in order, and the queue is
/// opened once more.
struct LifeAfter {
    private static let rounds = 30

    private let bench: QueueBench
    private var reference: ReferenceQueue
    private var leases: [OfferName]

    init(_ bench: QueueBench, _ reference: ReferenceQueue, at now: Int64) {
        self.bench = bench
        leases = reference.deliveries.values.compactMap(\.openOffer).sorted { "\($0)" < "\($1)" }
        self.reference = reference.restarted()
        // The time that has passed since the last step that is seen.
        _ = self.reference.follow(.wait(seconds: Int((now - reference.now) / 1_000_000)), .done)
    }

    /// Goes on, and returns the first thing that was wrong.
    func go() async -> String? {
        var life = self
        return await life.live()
    }

    private mutating func live() async -> String? {
        // Whether a pause that was on its way is there is not seen: what has been resumed is alike in both.
        for place in Place.names.indices {
            if let complaint = await perform(.resume(place)) { return complaint }
        }
        let known = reference.order.filter { !$0.isReceipt }.suffix(12)
        for name in known {
            if let complaint = await perform(.again(name, transmission: nil)) { return complaint }
        }
        for lease in leases.prefix(3) {
            if let complaint = await perform(.complete(lease, byOther: false)) { return complaint }
        }
        if let complaint = await perform(.accept(MessageName(900_000), at: [0, 1], lane: 0, transmission: nil)) {
            return complaint
        }
        if let complaint = await drain() { return complaint }
        if let complaint = await bench.view(of: reference.order).difference(from: reference.view()) { return complaint }
        do {
            try await bench.reopen(on: bench.storage.crashed(.nothing))
        } catch {
            return "does not open after working on: \(error)"
        }
        return await bench.view(of: reference.order).difference(from: reference.restarted().view())
    }

    /// Fetches and takes until nothing waits: each lane in its order, nothing twice.
    private mutating func drain() async -> String? {
        for _ in 0..<Self.rounds {
            for place in Place.names.indices {
                if let complaint = await perform(.lease(at: place, maximum: 100, seconds: 60)) { return complaint }
            }
            let open = reference.deliveries.values.compactMap(\.openOffer).sorted { "\($0)" < "\($1)" }
            if open.isEmpty { return nil }
            for offer in open {
                if let complaint = await perform(.complete(offer, byOther: false)) { return complaint }
            }
            if let complaint = await perform(.wait(seconds: 60)) { return complaint }
        }
        return nil
    }

    private mutating func perform(_ step: QueueStep) async -> String? {
        let answer = await bench.perform(step)
        return reference.follow(step, answer).map { "\(step) after the recovery: \($0)" }
    }
}
