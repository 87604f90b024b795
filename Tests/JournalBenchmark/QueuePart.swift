import Digests
import DurableLog
import Foundation
import Messages
import Queues

/// What waiting deliveries take of memory, and how long a start takes with them: messages of 256 bytes, each of a lane of its
/// own.
///
/// Each step is a process of its own. The files are in the page cache, as after a restart of the program.
struct QueuePart {
    private static let payloadBytes = 256
    private static let callers = 2048

    let options: BenchmarkOptions

    func run() async throws {
        report(
            "queue: messages of \(Self.payloadBytes) bytes, lanes all distinct; memory is RssAnon, at once and rested")
        report(" waiting  filled at/s   bytes each | start s   bytes each | full scan s  MB/s   bytes each")
        var known = 0.0
        for waiting in options.waiting {
            let (needed, available) = (known * Double(waiting), Self.availableBytes)
            guard needed < available * 0.8 else {
                report(
                    "\(waiting)  skipped: would take \(Int(needed) >> 20) MiB of memory, \(Int(available) >> 20) are free"
                )
                continue
            }
            known = try measure(waiting)
        }
    }

    /// Measures with so many waiting, and returns the bytes of memory of each.
    private func measure(_ waiting: Int) throws -> Double {
        let folder = options.folder + "/queue"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let empty = try StepFigures(running: .open(folder: folder))
        try FileManager.default.removeItem(atPath: folder + "/journal")
        let filled = try StepFigures(running: .fill(folder: folder, waiting: waiting))
        let each = { (figures: StepFigures) in (figures.memory - empty.memory) / Double(waiting) }
        let memory = { (figures: StepFigures) in
            String(format: "%6.1f %5.1f", each(figures), (figures.restedMemory - empty.restedMemory) / Double(waiting))
        }
        let started = try StepFigures(running: .open(folder: folder))
        // Without its snapshots a store starts from its records alone.
        try? FileManager.default.removeItem(atPath: folder + "/journal/snapshots")
        let scanned = try StepFigures(running: .open(folder: folder))
        let rate = Self.bytes(below: folder + "/journal/log") / 1e6 / scanned.seconds
        report(
            String(
                format: "%8d  %11.0f %@ | %7.2f %@ | %11.2f  %4.0f %@", waiting,
                Double(waiting) / filled.seconds, memory(filled), started.seconds, memory(started), scanned.seconds,
                rate, memory(scanned)))
        return max(each(filled), each(scanned))
    }

    private static var availableBytes: Double {
        let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
        return StepFigures.kibibytes("MemAvailable", in: text) * 1024
    }

    private static func bytes(below folder: String) -> Double {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".seg") }.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return sum + ((attributes?[.size] as? Double) ?? 0)
        }
    }

    // MARK: In a process of its own

    /// Does a step and prints its figures.
    static func run(_ step: QueueStep) async throws {
        let start = ContinuousClock.now
        let queue: MessageQueue
        let measured: Duration
        switch step {
        case .open(let folder):
            queue = try await MessageQueue.open(at: folder + "/journal")
            measured = ContinuousClock.now - start
        case .fill(let folder, let waiting):
            queue = try await MessageQueue.open(at: folder + "/journal")
            try await fill(queue, waiting)
            measured = ContinuousClock.now - start
        }
        report(StepFigures.line(measured))
        await queue.close()
    }

    private static func fill(_ queue: MessageQueue, _ waiting: Int) async throws {
        let callers = min(callers, waiting)
        let payload = [UInt8](repeating: 0x20, count: payloadBytes)
        let (sender, receiver) = (UnitID("SE0000000001-AVD52"), UnitID("SE0000000002-SOC1"))
        guard let sender, let receiver else { return }
        let recipient = Recipient(
            destination: Destination(receiver), name: "Socialtjänsten", why: "addressed", state: .queued)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: caller, to: waiting, by: callers) {
                        try await accept(
                            UInt64(number), from: sender, for: recipient, payload: payload, into: queue)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func accept(
        _ number: UInt64, from sender: UnitID, for recipient: Recipient, payload: [UInt8], into queue: MessageQueue
    ) async throws {
        // Spread over the whole range, as ids and lanes of real messages are.
        let spread = (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        _ = try await queue.accept(
            IncomingMessage(
                id: MessageID(UUIDBytes(high: spread, low: number)), transmissionID: nil,
                digest: Digest128(high: spread, low: number), type: "AdmissionNotice", version: 1, senderUnit: sender,
                senderSystem: .gateway, lane: LaneKey(spread), sentAt: Timestamp(microseconds: 1),
                recipients: [recipient], form: .xml, contentType: "application/xml", payload: payload))
    }
}
