internal import LinuxSystem
internal import Dispatch
internal import Synchronization

/// All plans, in memory for reading and on disk for ever.
///
/// Changes are made one after the other on a queue of their own, since they wait for the disk; readers never wait.
final class PlanStore: Sendable {
    /// What putting a plan did.
    enum PutOutcome {
        case created
        case replaced
    }

    private let folder: PlanFolder
    private let queue = DispatchQueue(label: "vaxel-1177-stub.store")
    private let plans: Mutex<[String: StoredPlan]>

    /// Reads what the folder holds; a file that cannot be read as a plan is passed over with a word.
    init(folder: PlanFolder) throws(SystemError) {
        self.folder = folder
        var plans: [String: StoredPlan] = [:]
        for name in try folder.names(endingIn: StoredPlan.ending) {
            guard let file = try? folder.read(name), let plan = StoredPlan(file: file) else {
                Console.complain("vaxel-1177-stub: \(name) cannot be read as a plan and is passed over")
                continue
            }
            plans[plan.plan.documentID] = plan
        }
        self.plans = Mutex(plans)
    }

    /// All plans, the newest first; of one second by documentId.
    var all: [StoredPlan] {
        plans.withLock { Array($0.values) }.sorted {
            ($1.receivedAt, $0.plan.documentID) < ($0.receivedAt, $1.plan.documentID)
        }
    }

    /// The plan of that documentId, withdrawn or not.
    func plan(_ documentID: String) -> StoredPlan? {
        plans.withLock { $0[documentID] }
    }

    /// Publishes a plan, or its next version; returns when the disk has it.
    func put(_ plan: StoredPlan) async throws(SystemError) -> PutOutcome {
        try await change { () throws(SystemError) in
            try self.keep(plan) == nil ? .created : .replaced
        }
    }

    /// Withdraws a plan, of which only what the list names is kept; whether there is one.
    func withdraw(_ documentID: String) async throws(SystemError) -> Bool {
        try await change { () throws(SystemError) in
            guard let plan = self.plan(documentID) else { return false }
            _ = try self.keep(plan.withdrawn)
            return true
        }
    }

    private func keep(_ plan: StoredPlan) throws(SystemError) -> StoredPlan? {
        try folder.write(plan.file, to: StoredPlan.fileName(plan.plan.documentID))
        return plans.withLock { $0.updateValue(plan, forKey: plan.plan.documentID) }
    }

    private func change<Outcome: Sendable>(
        _ body: @escaping @Sendable () throws(SystemError) -> Outcome
    ) async throws(SystemError) -> Outcome {
        let result = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { () throws(SystemError) in try body() })
            }
        }
        return try result.get()
    }
}
