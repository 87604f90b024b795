import DurableLog
import Foundation

/// The disk without a journal: one write and one `fdatasync` after another into a file of zeros.
struct RawFloor {
    private static let fileBytes = 256 << 20

    private let path: String
    private let file: any StorageFile
    private let filler: RawFiller

    /// Makes the file, synced, so that no later sync pays for its blocks.
    init(folder: String) throws {
        path = folder
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let opened = try DiskStorage().openFolder(folder)
        file = try opened.open("zeros", creating: true)
        try RawFiller.fill(file, 0..<Self.fileBytes)
        try file.sync()
        filler = RawFiller(in: opened)
    }

    /// Writes batches of some bytes for a while, beginning anew at the file's end.
    ///
    /// - Parameters:
    ///   - bytes: of a batch.
    ///   - recordsPerBatch: counted for each batch, to tell records a second.
    ///   - seconds: how long.
    ///   - fills: whether as many bytes of a file of zeros are made meanwhile, as whoever comes to the file's end needs.
    /// - Returns: what was measured.
    func measured(bytes: Int, recordsPerBatch: Double, seconds: Double, fills: Bool) throws -> AppendFigures {
        let batch = [UInt8](repeating: 0xA5, count: bytes)
        var latencies: [UInt64] = []
        var offset = 0
        let start = ContinuousClock.now
        let end = start.advanced(by: .seconds(seconds))
        var now = start
        if fills { filler.begin() }
        while now < end {
            if offset + bytes > Self.fileBytes { offset = 0 }
            try file.writeAll(batch, at: UInt64(offset))
            try file.sync()
            if fills { filler.owe(bytes) }
            offset += bytes
            let done = ContinuousClock.now
            latencies.append((done - now).nanoseconds)
            now = done
        }
        if fills { filler.end() }
        // What is still owed was not done in this time.
        return AppendFigures(
            latencies: latencies, records: Int(Double(latencies.count) * recordsPerBatch),
            duration: ContinuousClock.now - start)
    }

    /// Gives the room back.
    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
