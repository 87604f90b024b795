import Foundation
import Testing

/// What a reviewer would otherwise have to say again and again.
struct TidyTests {
    /// A word that does not stand in the sources, and what to write instead.
    private struct Banned {
        /// A plain text that is in every match: looked for first, since patterns are slow.
        let word: String
        let pattern: Regex<Substring>
        let instead: String
    }

    private static func banned() -> [Banned] {
        [
            Banned(word: "try!", pattern: /\btry!/, instead: "`try` with an error that says what happened"),
            Banned(word: "as!", pattern: /\bas!/, instead: "`as?` and a clear error"),
            Banned(
                word: "fatalError", pattern: /\bfatalError\(/,
                instead: "a typed error, or `precondition` for our own stored data"),
            Banned(
                word: "DispatchQueue.global", pattern: /DispatchQueue\.global\(/, instead: "a queue that the room owns"),
            Banned(word: "URLSession", pattern: /\bURLSession\b/, instead: "HTTPTransport's client"),
            Banned(
                word: "public ", pattern: /\bpublic (?:func|struct|enum|class|let|var|init|protocol)/,
                instead: "`package`"),
            Banned(word: "print(", pattern: /\bprint\(/, instead: "Telemetry's log, or the command's output"),
            Banned(word: "DateFormatter", pattern: /\bDateFormatter\b|\bISO8601DateFormatter\b/, instead: "Timestamp"),
            Banned(
                word: "JSON", pattern: /\bJSONSerialization\b|\bJSONDecoder\b/, instead: "MessageFormats' JSON reader"),
            Banned(word: "xmlRead", pattern: /\bxmlRead\w+/, instead: "XMLDocuments, the one entry point"),
            Banned(
                word: "//", pattern: /\/\/ ?(?:TODO|FIXME|XXX)(?![^\n]*#\d)/, instead: "an issue, and its number here"),
        ]
    }

    /// Rooms whose business a word is, so that it may stand there.
    private static let exceptions: [String: Set<String>] = ["xmlRead": ["XMLDocuments"]]

    @Test func `no file is longer than 600 lines`() throws {
        for file in try Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
            #expect(file.lines.count <= 600, "\(file) has \(file.lines.count) lines: split it by topic")
        }
    }

    @Test func `no function is longer than 70 lines`() throws {
        for file in try Repository.swiftFiles(below: "Sources") {
            var start: (line: Int, indent: Int)?
            for (number, line) in file.lines.enumerated() {
                let indent = line.prefix { $0 == " " }.count
                if start == nil, line.contains("func ") || line.contains("init"),
                    line.contains(/^ *(?:@\w+ )*(?:\w+ )*(?:func \S+|init[?(<])/), !line.hasSuffix("}")
                {
                    start = (number, indent)
                } else if let begun = start, indent == begun.indent, line.dropFirst(indent).hasPrefix("}") {
                    let length = number - begun.line + 1
                    #expect(length <= 70, "\(file):\(begun.line + 1) has a function of \(length) lines")
                    start = nil
                }
            }
        }
    }

    @Test func `banned words do not stand in the sources`() throws {
        let banned = Self.banned()
        for file in try Repository.swiftFiles(below: "Sources") {
            for (number, line) in file.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("///") {
                for word in banned where line.contains(word.word) && line.contains(word.pattern) {
                    let excused = Self.exceptions.contains { line.contains($0.key) && $0.value.contains(file.room) }
                    #expect(excused, "\(file):\(number + 1) write \(word.instead) instead: \(line)")
                }
            }
        }
    }

    @Test func `every package declaration has a documentation comment`() throws {
        let declaration =
            /^ *package (?:static |final |mutating |indirect |internal\(set\) )*(?:func|struct|enum|class|actor|protocol|typealias|let|var|init|subscript)\b/
        let witness = /\bfunc (?:==|<|hash)|\bvar (?:description|debugDescription)\b/
        for file in try Repository.swiftFiles(below: "Sources") {
            let lines = file.lines
            for (number, line) in lines.enumerated()
            where line.contains("package ") && line.contains(declaration) && !line.contains(witness) {
                let before = lines[..<number].last { !$0.drop(while: { $0 == " " }).hasPrefix("@") }
                let documented = before?.drop(while: { $0 == " " }).hasPrefix("///") ?? false
                #expect(documented, "\(file):\(number + 1) has no documentation comment: \(line)")
            }
        }
    }

    @Test func `unchecked claims to the compiler are proved in a comment`() throws {
        for file in try Repository.swiftFiles(below: "Sources") {
            let lines = file.lines
            for (number, line) in lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                let near = lines[max(0, number - 8)..<number]
                #expect(near.contains { $0.contains("//") }, "\(file):\(number + 1) claims without a proof: \(line)")
            }
        }
    }

    @Test func `no type has its room's name and no file is called after nothing`() throws {
        for file in try Repository.swiftFiles(below: "Sources") {
            for kind in ["struct", "enum", "class", "actor"] {
                #expect(
                    !file.text.contains("\(kind) \(file.room) ") && !file.text.contains("\(kind) \(file.room):"),
                    "\(file)")
            }
            let name = file.path.split(separator: "/").last ?? ""
            #expect(!name.contains(/Common|Core|Utils|Helper|Manager|Placeholder/), "\(file) says nothing by its name")
        }
    }

    @Test func `no test file asserts nothing`() throws {
        for file in try Repository.swiftFiles(below: "Tests") where file.text.contains("@Test") {
            let asserts = ["#expect", "#require", "Issue.record", "expect", "assert"].contains(
                where: file.text.contains)
            #expect(asserts, "\(file)")
        }
    }

    @Test func `the top level holds what belongs there and nothing else`() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "schemas", "samples", "deploy", "README.md", "LICENSE", "Makefile",
            "docs",
        ]
        let present = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
        let surplus = present.filter { !$0.hasPrefix(".") && !allowed.contains($0) && $0 != "Package.resolved" }
        #expect(surplus.isEmpty, "move these: \(surplus)")
    }
}
