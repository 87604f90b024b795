internal import DurableLog
internal import Glibc
internal import LinuxSystem
internal import Queues
package import TestSupport

/// Random work on a queue while one call of its disk fails.
package struct FaultedRun: Sendable {
    /// A call that fails, or does less than it was asked.
    package struct Fault: Sendable, CustomStringConvertible {
        package let call: FaultyDisk.Call
        /// The error number; nil for a transfer cut short.
        package let code: Int32?

        package init(_ call: FaultyDisk.Call, _ code: Int32?) {
            self.call = call
            self.code = code
        }

        package var description: String { "\(call) \(code.map { String(cString: strerror($0)) } ?? "short")" }

        /// Whether nobody may notice.
        package var isInvisible: Bool { code == nil || code == EINTR }

        /// Whether something stored may not be given back once: it is then neither there nor gone.
        var hidesStored: Bool { !isInvisible && (call == .read || call == .open) }

        package func order(on storage: FaultyStorage, after passes: Int) {
            if let code {
                storage.fail(call, after: passes, with: code)
            } else {
                storage.shorten(call, after: passes, to: 100)
            }
        }

        /// Every call with every error that it may return.
        package static let all: [Fault] =
            [.open, .lock, .read, .write, .sync, .rename, .unlink, .syncFolder, .names].map { Fault($0, EIO) }
            + [.open, .lock, .write, .sync, .rename, .syncFolder].map { Fault($0, ENOSPC) }
            + [.open, .lock].map { Fault($0, EMFILE) }
            + [.read, .write].flatMap { [Fault($0, EINTR), Fault($0, nil)] }
    }

    private static let steps = 45

    private let fault: Fault
    /// So many calls work before the one that fails.
    private let passes: Int
    private var reference: ReferenceQueue
    private let bench: QueueBench

    /// Lets a call fail after so many have passed.
    ///
    /// - Returns: whether the fault was met, and what was wrong; nil when nothing was.
    package static func run(_ fault: Fault, after passes: Int, seed: UInt64) async -> (isHit: Bool, complaint: String?)
    {
        let storage = FaultyStorage()
        fault.order(on: storage, after: passes)
        let complaint = await live(on: storage, fault, after: passes, seed)
        let isHit = storage.count(of: fault.call) > passes
        return (isHit, complaint.map { "\(fault) after \(passes): \($0)" })
    }

    private static func live(
        on storage: FaultyStorage, _ fault: Fault, after passes: Int, _ seed: UInt64
    ) async -> String? {
        do {
            let bench: QueueBench
            do {
                bench = try await QueueBench.open(storage)
            } catch {
                // The folder of snapshots is looked at before the log.
                switch error {
                case .notOpened(.unreadable(let reason)) where reason.code == fault.code: break
                case .unreadableSnapshot: break
                default: throw error
                }
                bench = try await QueueBench.open(storage)
            }
            var run = FaultedRun(fault: fault, passes: passes, reference: ReferenceQueue(now: bench.now), bench: bench)
            return try await run.work(StepMaker(seed: seed, crashes: false))
        } catch {
            return "\(error)"
        }
    }

    private mutating func work(_ steps: StepMaker) async throws -> String? {
        var maker = steps
        for _ in 0..<Self.steps {
            let step = maker.next(reference)
            // Those that are not given back expire another time.
            if case .expire = step, fault.hidesStored { continue }
            let wasMet = isMet
            let answer = await bench.perform(step)
            let isHidden = fault.hidesStored && isMet && !wasMet
            if case .failed = answer, fault.isInvisible { return "\(step) was answered \(answer)" }
            switch answer {
            case .failed(.journalFailed): return try await complaintAfterFailure()
            case .failed(.diskFull):
                // Nothing was stored, and after a while all goes on.
                _ = reference.follow(.wait(seconds: 3), await bench.perform(.wait(seconds: 3)))
            case .failed(.unreadable), .failed(.unreadableSnapshot):
                guard step.isRestart else {
                    // Nothing was done: what the step needs could not be looked up, or a file to be thinned out not be written.
                    guard isHidden || step == .retain else { return "\(step) was answered \(answer)" }
                    continue
                }
                try await bench.reopen(on: bench.storage)
                _ = reference.follow(step, .done)
            case .failed(.notOpened(.unreadable)):
                try await bench.reopen(on: bench.storage)
                _ = reference.follow(step, .done)
            default:
                let complaint = reference.follow(step, answer)
                if isHidden, case .lease = step, hasUnreadable { return complaintAfterUnreadable() }
                if let complaint { return "\(step): \(complaint)" }
            }
        }
        if let difference = await difference() { return difference }
        return try await complaintAfterCrash()
    }

    /// How the queue differs from the reference; looked at again when the disk did not give something back meanwhile.
    private func difference() async -> String? {
        let wasMet = isMet
        let difference = await bench.view(of: reference.order).difference(from: reference.view())
        guard difference != nil, fault.hidesStored, isMet, !wasMet else { return difference }
        return await bench.view(of: reference.order).difference(from: reference.view())
    }

    /// Nothing is taken any more; the program starts anew on a machine that stayed up, and what was answered is there, and
    /// nothing else; so is what is taken then, after a crash.
    private mutating func complaintAfterFailure() async throws -> String? {
        let next = await bench.perform(.accept(MessageName(900_000), at: [0], lane: 0, transmission: nil))
        guard case .failed(.journalFailed) = next else { return "answered \(next) after a failure" }
        try await bench.reopen(on: bench.storage)
        _ = reference.follow(.restart(isClosed: false), .done)
        if let difference = await bench.view(of: reference.order).difference(from: reference.view()) {
            return "after a failure and a start: \(difference)"
        }
        let step = QueueStep.accept(MessageName(900_001), at: [0], lane: 0, transmission: nil)
        if let complaint = reference.follow(step, await bench.perform(step)) { return "after a failure: \(complaint)" }
        return try await complaintAfterCrash()
    }

    private func complaintAfterCrash() async throws -> String? {
        try await bench.reopen(on: bench.storage.crashed(.nothing))
        return await bench.view(of: reference.order).difference(from: reference.restarted().view())
    }

    /// Whether a message that the disk did not give back is to be tried again.
    private var hasUnreadable: Bool { bench.queue.unreadDeliveries > 0 }

    private func complaintAfterUnreadable() -> String? {
        bench.queue.conservation().difference == 0 ? nil : "conservation differs"
    }

    /// Whether the call that fails has been made.
    private var isMet: Bool { bench.storage.count(of: fault.call) > passes }
}
