import DurableLog
import QueueProof
import Queues
import TestSupport

/// A store that was closed in order, and what may befall its files.
struct RottenStore: Sendable {
    private static let page = 4096
    private static let sector = 512

    /// What of a store is harmed.
    enum Part: CaseIterable {
        case log, snapshots
    }

    /// One harm to one place, or to two that change places.
    struct Harm: Sendable, CustomStringConvertible {
        let kind: String
        let changes: [Change]

        var description: String { "\(kind) of \(changes.map { "\($0.name) at \($0.offset)" }.joined(separator: ", "))" }
    }

    struct Change: Sendable {
        let folder: String
        let name: String
        let offset: Int
        let bytes: [UInt8]

        /// Whether the file is one that cannot be made anew.
        var isOfLog: Bool { name.hasSuffix(".seg") || name == "CURRENT" }
    }

    /// What a start made of a harm.
    enum Verdict {
        /// Refused as damage, nothing changed on disk.
        case damage
        /// Opened; the bytes were cut off behind the last acknowledged record, and kept.
        case tail
        /// Opened, nothing missing, and the start says that the log does not end with its mark.
        case unmarked
        /// Opened, nothing missing; no more is asked of what can be made anew.
        case whole
        /// Opened, nothing missing: the start says which snapshots it passed over.
        case passedOver
        /// Opened, and what cannot be read is refused when it is asked for.
        case refused
        case missed(String)

        var isMiss: Bool {
            if case .missed = self { true } else { false }
        }

        var text: String {
            switch self {
            case .damage: "noticed as damage"
            case .tail: "noticed as a tail, the cut bytes kept"
            case .unmarked: "noticed as a mark that is not there"
            case .whole: "nothing missing"
            case .passedOver: "nothing missing, the snapshot passed over"
            case .refused: "noticed when it was read"
            case .missed(let text): text
            }
        }
    }

    private static let logFolder = "journal/log"
    private static let snapshotFolder = "journal/snapshots"

    private let image: DiskImage
    /// What is harmed.
    private let files: [(folder: String, name: String, bytes: [UInt8])]
    private let reference: ReferenceQueue
    private let now: Int64
    private let seed: UInt64

    /// A store of two segments, closed in order, of which the log or the snapshots are harmed.
    static func make(seed: UInt64, harming part: Part) async -> RottenStore? {
        guard let bench = try? await QueueBench.open() else { return nil }
        var reference = ReferenceQueue(now: bench.now)
        var maker = StepMaker(seed: seed, crashes: false)
        while segments(of: bench.storage.image).count < 2 || reference.order.count < 12 {
            let step = maker.next(reference)
            // A segment of its own size would be of no more use here.
            switch step {
            case .accept(let name, _, _, _), .cancel(let name, _, _, _, _):
                if name.payloadCount > 60_000 { continue }
            // What retention has thinned cannot be opened without its snapshots.
            case .retain: continue
            default: break
            }
            guard reference.follow(step, await bench.perform(step)) == nil else { return nil }
        }
        await bench.queue.close()
        if part == .log {
            // A start from a snapshot looks at what lies behind it: here the whole log is to be looked at.
            for name in bench.storage.names(inFolder: snapshotFolder) {
                bench.storage.remove(name, inFolder: snapshotFolder)
            }
        }
        // With `LOCK`, or a start would make it.
        let image = bench.storage.crashed(.everything).image
        let folder = part == .log ? logFolder : snapshotFolder
        return RottenStore(
            image: image, files: image.allFiles.filter { $0.folder == folder && !$0.name.hasSuffix(".tmp") },
            reference: reference.restarted(), now: bench.now, seed: seed)
    }

    /// Bytes that are harmed, by the endings of the files' names.
    var bytes: [String: Int] {
        Dictionary(files.map { (String($0.name.drop { $0 != "." }), $0.bytes.count) }, uniquingKeysWith: +)
    }

    private static func segments(of image: DiskImage) -> [String] {
        image.allFiles.map(\.name).filter { $0.hasSuffix(".seg") }
    }

    /// Every byte flipped, every sector zeroed, every two pages swapped; what changes nothing is left out.
    func harms() -> [Harm] {
        var random = SeededRandom(seed: seed)
        var harms: [Harm] = []
        for file in files {
            for (offset, byte) in file.bytes.enumerated() {
                // Of some bytes each bit, of the others one.
                let masks =
                    offset % 61 == 0 ? (0..<8).map { UInt8(1) << $0 } : [UInt8.random(in: 1...255, using: &random)]
                for mask in masks { harms.append(harm("flipped byte", file, offset, [byte ^ mask])) }
            }
            for start in stride(from: 0, to: file.bytes.count, by: Self.sector) {
                let sector = file.bytes[start..<min(start + Self.sector, file.bytes.count)]
                guard sector.contains(where: { $0 != 0 }) else { continue }
                harms.append(harm("zeroed sector", file, start, [UInt8](repeating: 0, count: sector.count)))
            }
        }
        return harms + swaps()
    }

    private func swaps() -> [Harm] {
        let pages = files.flatMap { file in
            stride(from: 0, to: file.bytes.count - Self.page + 1, by: Self.page).map { start in
                Change(
                    folder: file.folder, name: file.name, offset: start,
                    bytes: Array(file.bytes[start..<start + Self.page]))
            }
        }
        return pages.indices.flatMap { left in
            pages.indices[(left + 1)...].compactMap { right in
                let (one, other) = (pages[left], pages[right])
                guard one.bytes != other.bytes else { return nil }
                return Harm(
                    kind: "swapped pages",
                    changes: [
                        Change(folder: one.folder, name: one.name, offset: one.offset, bytes: other.bytes),
                        Change(folder: other.folder, name: other.name, offset: other.offset, bytes: one.bytes),
                    ])
            }
        }
    }

    private func harm(
        _ kind: String, _ file: (folder: String, name: String, bytes: [UInt8]), _ offset: Int, _ bytes: [UInt8]
    ) -> Harm {
        Harm(kind: kind, changes: [Change(folder: file.folder, name: file.name, offset: offset, bytes: bytes)])
    }

    /// Opens the harmed store.
    func judge(_ harm: Harm) async -> Verdict {
        var harmed = image
        for change in harm.changes {
            harmed = harmed.changing(change.name, inFolder: change.folder, at: change.offset, to: change.bytes)
        }
        let storage = harmed.storage()
        do {
            let bench = try await QueueBench.open(storage, at: now)
            return await judge(harm, opened: bench)
        } catch {
            guard case .notOpened(.damaged) = error else { return .missed("refused as \(error)") }
            guard storage.crashed(.everything).image.digest == harmed.digest else {
                return .missed("damage, and the disk was changed")
            }
            return isBeforeMark(harm) || !isOfLog(harm) ? .damage : .missed("taken for damage behind the mark")
        }
    }

    private func judge(_ harm: Harm, opened bench: QueueBench) async -> Verdict {
        if let difference = await bench.view(of: reference.order).difference(from: reference.view(at: now)) {
            return bench.queue.failedReads > 0 ? .refused : .missed("not noticed, and \(difference)")
        }
        guard isOfLog(harm) else {
            return bench.queue.startReport.unsoundSnapshots.isEmpty ? .whole : .passedOver
        }
        guard !isBeforeMark(harm) else { return .missed("not noticed before the mark") }
        let recovery = bench.queue.recovery
        if recovery.tornBytes == 0, !recovery.endsWithMark { return .unmarked }
        guard recovery.tornBytes > 0, let name = recovery.tornFile else {
            return .missed("not noticed behind the mark")
        }
        let kept = bench.storage.image.allFiles.first { $0.name == name }?.bytes
        return kept?.count == recovery.tornBytes ? .tail : .missed("the cut bytes were not kept")
    }

    private func isOfLog(_ harm: Harm) -> Bool {
        harm.changes.contains(where: \.isOfLog)
    }

    /// Whether a place is harmed that a later batch proves to have been acknowledged: all but the last batch, the mark.
    private func isBeforeMark(_ harm: Harm) -> Bool {
        guard let last = files.last(where: { $0.name.hasSuffix(".seg") }) else { return false }
        let lastByte = last.bytes.lastIndex { $0 != 0 } ?? 0
        let mark = lastByte / Self.page * Self.page
        return harm.changes.contains { $0.isOfLog && ($0.name != last.name || $0.offset < mark) }
    }
}
