import DurableLog
import Dispatch
import LinuxSystem
import Foundation
import Synchronization

/// Makes files of zeros beside somebody who writes, as many bytes as that one uses up.
final class RawFiller: Sendable {
    private static let fileBytes = 64 << 20
    private static let chunk = 256 << 10
    private static let zeros = [UInt8](repeating: 0, count: chunk)

    private struct State {
        var owed = 0
        var isEnding = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "raw.filler")
    private let folder: any StorageFolder

    init(in folder: any StorageFolder) {
        self.folder = folder
    }

    /// Writes zeros over a range of a file, a little at a time.
    static func fill(_ file: any StorageFile, _ range: Range<Int>) throws {
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: chunk) {
            try file.writeAll(zeros, at: UInt64(offset))
            try file.writeOut(chunk, at: UInt64(offset))
        }
    }

    func begin() {
        state.withLock { $0 = State() }
        queue.async {
            do { try self.run() } catch { report("no more files of zeros: \(error)") }
        }
    }

    func owe(_ bytes: Int) {
        state.withLock { $0.owed += bytes }
    }

    /// Returns when all that is owed has been made.
    func end() {
        state.withLock { $0.isEnding = true }
        queue.sync {}
    }

    private func run() throws {
        var number = 0
        while true {
            let name = "filled-\(number)"
            let file = try folder.open(name, creating: true)
            defer { try? folder.unlink(name) }
            number += 1
            for offset in stride(from: 0, to: Self.fileBytes, by: Self.chunk) {
                guard awaitTurn() else { return try file.sync() }
                try Self.fill(file, offset..<offset + Self.chunk)
            }
            try file.sync()
        }
    }

    /// False when nothing is owed and nothing more will be.
    private func awaitTurn() -> Bool {
        while true {
            let (isDue, isEnding) = state.withLock { state in
                guard state.owed >= Self.chunk else { return (false, state.isEnding) }
                state.owed -= Self.chunk
                return (true, state.isEnding)
            }
            if isDue { return true }
            if isEnding { return false }
            usleep(200)
        }
    }
}
