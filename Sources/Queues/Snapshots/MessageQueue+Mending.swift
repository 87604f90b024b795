internal import Dispatch
internal import DurableLog
internal import LinuxSystem
internal import SnapshotFiles

/// A file of a snapshot that was found not to be as it was written.
package struct UnsoundSnapshotFile: Hashable, Sendable {
    /// The file's name.
    package let name: String
    /// Whether what it held has been written anew, so that no snapshot needs it any more.
    package let isMended: Bool
}

extension MessageQueue {
    /// Reads the files of both snapshots again, and writes anew what is not as it was written, as far as memory has it: pages,
    /// lists of files, and all of a table file but its entries.
    ///
    /// For a task of its own, now and then: it reads every byte, slowly. Everything goes on meanwhile. Without it both
    /// snapshots might come to share what has rotted. A table whose entries cannot be read is left to the next start, which
    /// passes over its snapshots and reads the log.
    ///
    /// - Returns: the files that were not sound.
    /// - Throws: `journalFailed`.
    package func verifySnapshots() async throws(QueueFailure) -> [UnsoundSnapshotFile] {
        guard let keeper, isServing, journal.hold == nil else { return [] }
        let unsound = await onRetention { keeper.verify() }
        guard !unsound.isEmpty else { return [] }
        if unsound.contains(where: { $0.content == .pages }) {
            guarded.withLock { $0.state.open.markAllChanged() }
        }
        let lost = await onRetention { keeper.writeTablesAnew(unsound) }
        do throws(JournalFailure) {
            // Of the two that are kept neither is to have the file.
            for _ in 0..<2 { try await takeSnapshot() }
        } catch {
            if case .failed = error { throw QueueFailure(appending: error) }
        }
        let left = keeper.names
        return unsound.map {
            UnsoundSnapshotFile(name: $0.name, isMended: !lost.contains($0.name) && !left.contains($0.name))
        }
    }

    func onRetention<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Self.retention.async { continuation.resume(returning: body()) }
        }
    }
}

extension SnapshotKeeper {
    /// The files of both snapshots that are not sound.
    fileprivate func verify() -> [UnsoundFile] {
        var pace = VerifyingPace()
        return store.verify { _ = pace.rest(after: $0) }
    }

    /// Writes tables anew of which a file is not sound; the names of those whose entries cannot be read.
    fileprivate func writeTablesAnew(_ unsound: [UnsoundFile]) -> Set<String> {
        var lost: Set<String> = []
        for file in unsound {
            guard case .table(let table) = file.content, let snapshot else { continue }
            do throws(SnapshotFailure) {
                if try !store.mergeAll(of: table, in: snapshot) { lost.insert(file.name) }
            } catch {
                lost.insert(file.name)
                if case .damaged(let name) = error { setAside(name) }
            }
        }
        return lost
    }
}
