internal import DurableLog
internal import LinuxSystem

/// The files of a store as text, without their zeros, so that a repository can keep it.
///
/// Lines: `# …` says something; `file NAME LENGTH` begins a file, named within the store's folder; `OFFSET HEX` are
/// bytes of it. All else is zeros.
package struct StoreImage: Sendable {
    /// A file and its contents.
    package struct Entry: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// Zeros that part two runs of bytes.
    private static let gap = 16
    /// Bytes of a line at most.
    private static let width = 60

    package let entries: [Entry]

    /// Reads the files of a folder and of the folders in it, but those that are made anew anyway.
    package init(folder: String, omitting endings: [String] = []) throws {
        var entries: [Entry] = []
        var waiting = [""]
        while let inner = waiting.popLast() {
            for name in try FileBytes.names(in: folder + inner) where !endings.contains(where: name.hasSuffix) {
                let path = "\(inner)/\(name)"
                if try FileMetadata.of(folder + path)?.kind == .directory {
                    waiting.append(path)
                } else {
                    let bytes = try FileBytes.read(folder + path, atMost: 1 << 24)
                    entries.append(Entry(name: String(path.dropFirst()), bytes: bytes))
                }
            }
        }
        self.entries = entries.sorted { $0.name < $1.name }
    }

    /// Reads the text of an image; what is no line of one is left out.
    package init(text: String) {
        var entries: [Entry] = []
        var name = ""
        var bytes: [UInt8] = []
        func finish() { if !name.isEmpty { entries.append(Entry(name: name, bytes: bytes)) } }
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == "file", let length = Int(words[2]) {
                finish()
                (name, bytes) = (String(words[1]), [UInt8](repeating: 0, count: length))
            } else if words.count == 2, let offset = Int(words[0]) {
                let digits = Array(words[1].utf8)
                for index in 0..<digits.count / 2 {
                    let pair = String(decoding: digits[2 * index..<2 * index + 2], as: UTF8.self)
                    bytes[offset + index] = UInt8(pair, radix: 16) ?? 0
                }
            }
        }
        finish()
        self.entries = entries
    }

    /// The image as text, after a remark.
    package func text(remark: String) -> String {
        var text = "# \(remark)\n"
        for entry in entries {
            text += "file \(entry.name) \(entry.bytes.count)\n"
            for run in Self.runs(of: entry.bytes) {
                for start in stride(from: run.lowerBound, to: run.upperBound, by: Self.width) {
                    let part = entry.bytes[start..<min(start + Self.width, run.upperBound)]
                    text += "\(start) " + part.map { Self.hex[Int($0)] }.joined() + "\n"
                }
            }
        }
        return text
    }

    /// Puts a store's files where it is to belong, so that it is not held for a copy.
    package func place(at journal: String) throws {
        try write(to: journal)
        _ = try Journal.release(at: journal)
    }

    /// Puts the files into a folder, which is made.
    package func write(to folder: String) throws {
        for entry in entries {
            let path = "\(folder)/\(entry.name)"
            if let slash = path.lastIndex(of: "/") { try FileBytes.makeFolder(String(path[..<slash])) }
            try FileBytes.replace(path, with: entry.bytes)
        }
    }

    private static let hex: [String] = (0..<256).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }

    private static func runs(of bytes: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (index, byte) in bytes.enumerated() where byte != 0 {
            if let last = runs.last, index - last.upperBound < gap {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }
}
