import DurableLog
import QueueProof
import Queues
import TestSupport

/// A disk that gives back what it had before a write: a batch of an earlier life, sound and of the same place and number.
///
/// Only the chain from batch to batch tells it from the one that was acknowledged.
enum StalePage {
    private static let folder = "journal/log"
    private static let page = 4096

    static func judge() async -> RottenStore.Verdict {
        do {
            return try await attempt()
        } catch {
            return .missed("the store could not be made: \(error)")
        }
    }

    private static func attempt() async throws -> RottenStore.Verdict {
        let bench = try await QueueBench.open()
        _ = await bench.perform(accept(1))
        let common = bench.storage.crashed(.nothing).image
        // In one life the second batch is this, and is lost; in the other it is another, and a third follows.
        let former = try await live([2], on: common)
        let latter = try await live([3, 4], on: common)
        guard let name = latter.allFiles.map(\.name).first(where: { $0.hasSuffix(".seg") }) else {
            return .missed("there is no segment")
        }
        let place = 2 * page
        let stale = former.bytes(in: place..<place + page, of: name, inFolder: folder)
        guard stale != latter.bytes(in: place..<place + page, of: name, inFolder: folder) else {
            return .missed("the two lives wrote the same")
        }
        do throws(QueueFailure) {
            _ = try await QueueBench.open(latter.changing(name, inFolder: folder, at: place, to: stale).storage())
            return .missed("not noticed before the mark")
        } catch {
            guard case .notOpened(.damaged) = error else { return .missed("refused as \(error)") }
            return .damage
        }
    }

    private static func accept(_ number: Int) -> QueueStep {
        .accept(MessageName(number), at: [0], lane: 0, transmission: nil)
    }

    private static func live(_ numbers: [Int], on image: DiskImage) async throws -> DiskImage {
        let bench = try await QueueBench.open(image.storage())
        for number in numbers { _ = await bench.perform(accept(number)) }
        // With a mark, which says that all before it was acknowledged.
        await bench.queue.close()
        return bench.storage.image
    }
}
