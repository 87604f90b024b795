import DurableLog
import QueueProof
import Queues
import TestSupport

/// A disk that gives back what it had before a write: a batch of an earlier life, sound and of the same place and number.
///
/// Only the chain from batch to batch tells it from the one that was acknowledged.
struct StalePage: Sendable, CustomStringConvertible {
    private static let folder = "journal/log"
    private static let snapshots = "journal/snapshots"
    private static let page = 4096
    /// The message before both lives, and that of the life that is lost.
    private static let (before, lost) = (1, 2)

    static let all: [StalePage] = [[3], [3, 4], [32], [32, 33]].flatMap { later in
        [true, false].map { StalePage(later: later, startsFromSnapshot: $0) }
    }

    /// The messages of the later life: one of a batch as long as the lost one's, or of several pages.
    let later: [Int]
    /// Whether the batches before the end are passed over at start, and read when somebody asks for them.
    let startsFromSnapshot: Bool

    var description: String {
        "a stale page with \(later.count + 1) batches behind it"
            + (startsFromSnapshot ? " under a snapshot" : "")
    }

    func judge() async -> RottenStore.Verdict {
        do {
            return try await attempt()
        } catch {
            return .missed("the store could not be made: \(error)")
        }
    }

    private func attempt() async throws -> RottenStore.Verdict {
        let bench = try await QueueBench.open()
        _ = await bench.perform(Self.accept(Self.before))
        let common = bench.storage.crashed(.nothing).image
        // In one life the second batch is this, and is lost; in the other it is another, and more follow.
        let former = try await live([Self.lost], on: common)
        let latter = try await live(later, on: common)
        guard let name = latter.allFiles.map(\.name).first(where: { $0.hasSuffix(".seg") }) else {
            return .missed("there is no segment")
        }
        let place = 2 * Self.page
        let stale = former.bytes(in: place..<place + Self.page, of: name, inFolder: Self.folder)
        guard stale != latter.bytes(in: place..<place + Self.page, of: name, inFolder: Self.folder) else {
            return .missed("the two lives wrote the same")
        }
        return await judge(latter.changing(name, inFolder: Self.folder, at: place, to: stale).storage())
    }

    private func judge(_ storage: FaultyStorage) async -> RottenStore.Verdict {
        if !startsFromSnapshot {
            for name in storage.names(inFolder: Self.snapshots) { storage.remove(name, inFolder: Self.snapshots) }
        }
        do throws(QueueFailure) {
            let bench = try await QueueBench.open(storage)
            let names = ([Self.before, Self.lost] + later).map { MessageName($0) }
            let found = await bench.view(of: names).messages.map(\.name)
            guard startsFromSnapshot, bench.queue.failedReads > 0, !found.contains(MessageName(Self.lost)) else {
                return .missed("not noticed before the mark: \(found)")
            }
            return .refused
        } catch {
            guard case .notOpened(.damaged) = error else { return .missed("refused as \(error)") }
            return .damage
        }
    }

    private static func accept(_ number: Int) -> QueueStep {
        .accept(MessageName(number), at: [0], lane: 0, transmission: nil)
    }

    private func live(_ numbers: [Int], on image: DiskImage) async throws -> DiskImage {
        let bench = try await QueueBench.open(image.storage())
        for number in numbers { _ = await bench.perform(Self.accept(number)) }
        // With a mark, which says that all before it was acknowledged.
        await bench.queue.close()
        return bench.storage.image
    }
}
