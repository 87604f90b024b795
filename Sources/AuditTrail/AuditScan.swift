internal import DurableLog
internal import LinuxSystem
internal import Messages

/// Reads the trail from its first line to its last, piece by piece.
struct AuditScan {
    private let folder: any StorageFolder

    init(_ folder: any StorageFolder) {
        self.folder = folder
    }

    /// The name of the file that a moment's entries stand in, by its month in UTC: `2026-11.jsonl`.
    static func fileName(for moment: Timestamp) -> String {
        "\(moment.rfc3339.prefix(7)).jsonl"
    }

    /// The trail's files among some names, oldest first.
    static func files(among names: [String]) -> [String] {
        names.filter { $0.wholeMatch(of: /[0-9]{4}-[0-9]{2}\.jsonl/) != nil }.sorted()
    }

    /// Follows the chain through all files.
    func follow() throws(SystemError) -> AuditChain {
        var chain = AuditChain()
        let files = Self.files(among: try folder.names())
        for name in files {
            chain.begin(name)
            let tail = try follow(try folder.open(name, creating: false), isNewest: name == files.last, &chain)
            guard let tail else { continue }
            if name == files.last {
                chain.noteTail(at: tail.offset, count: tail.count)
            } else {
                // An older file was left whole when the next one was begun.
                chain.take(nil)
            }
        }
        return chain
    }

    /// Follows one file, and returns what stands behind its last whole line.
    private func follow(
        _ file: any StorageFile, isNewest: Bool, _ chain: inout AuditChain
    ) throws(SystemError) -> (offset: UInt64, count: UInt64)? {
        var splitter = LineSplitter()
        while true {
            let chunk = try file.readAll(Limits.chunkBytes, at: splitter.offset)
            guard !chunk.isEmpty else { break }
            for byte in chunk {
                if let line = splitter.take(byte) { chain.take(line.bytes) }
            }
        }
        let size = splitter.offset
        // The last line feed can be on disk when what stood before it is not: zeros then, which no line has.
        guard let last = splitter.held else { return size > 0 ? (0, size) : nil }
        if isNewest, last.bytes?.contains(0) == true { return (last.offset, size - last.offset) }
        chain.take(last.bytes)
        return splitter.lineStart < size ? (splitter.lineStart, size - splitter.lineStart) : nil
    }
}

/// Cuts bytes into lines, and holds the last whole one back until the next is whole.
private struct LineSplitter {
    /// A whole line without its line feed; no bytes when it is too long.
    struct Line {
        let bytes: [UInt8]?
        let offset: UInt64
    }

    /// How many bytes were taken.
    private(set) var offset: UInt64 = 0
    /// Where the line begins that is not whole yet.
    private(set) var lineStart: UInt64 = 0
    /// The last whole line.
    private(set) var held: Line?
    private var line: [UInt8] = []

    /// Takes a byte, and returns the line before the one that it makes whole.
    mutating func take(_ byte: UInt8) -> Line? {
        offset += 1
        guard byte == UInt8(ascii: "\n") else {
            if line.count <= Limits.lineBytes { line.append(byte) }
            return nil
        }
        defer {
            held = Line(bytes: line.count <= Limits.lineBytes ? line : nil, offset: lineStart)
            line.removeAll(keepingCapacity: true)
            lineStart = offset
        }
        return held
    }
}
