import DurableLog
import Foundation

/// The disk without a journal: one write and one `fdatasync` after another into a file of zeros.
struct RawFloor {
    private static let fileBytes = 256 << 20
    private static let fillBytes = 1 << 20

    private let path: String
    private let file: any StorageFile

    /// Makes the file, synced, so that no later sync pays for its blocks.
    init(folder: String) throws {
        path = folder
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        file = try DiskStorage().openFolder(folder).open("zeros", creating: true)
        let zeros = [UInt8](repeating: 0, count: Self.fillBytes)
        for offset in stride(from: 0, to: Self.fileBytes, by: Self.fillBytes) {
            try file.writeAll(zeros, at: UInt64(offset))
        }
        try file.sync()
    }

    /// Writes batches of some bytes for a while, beginning anew at the file's end.
    ///
    /// - Parameter recordsPerBatch: counted for each batch, to tell records a second.
    func measured(bytes: Int, recordsPerBatch: Double, seconds: Double) throws -> AppendFigures {
        let batch = [UInt8](repeating: 0xA5, count: bytes)
        var latencies: [UInt64] = []
        var offset = 0
        let start = ContinuousClock.now
        let end = start.advanced(by: .seconds(seconds))
        var now = start
        while now < end {
            if offset + bytes > Self.fileBytes { offset = 0 }
            try file.writeAll(batch, at: UInt64(offset))
            try file.sync()
            offset += bytes
            let done = ContinuousClock.now
            latencies.append((done - now).nanoseconds)
            now = done
        }
        return AppendFigures(
            latencies: latencies, records: Int(Double(latencies.count) * recordsPerBatch), duration: now - start)
    }

    /// Gives the room back.
    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
