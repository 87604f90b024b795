import MessageFormats
import Messages
import TestSupport
import Testing

/// A file of `samples/`.
struct Sample: CustomTestStringConvertible, Sendable {
    /// Below `samples/`.
    let path: String

    var name: String { String(path.split(separator: "/").last ?? "") }
    var form: WireForm { path.hasSuffix(".json") ? .json : .xml }
    var testDescription: String { path }

    func bytes() throws -> [UInt8] { try RepositoryFiles.bytes("samples/\(path)") }

    func read() throws -> ReadMessage { try MessageReader().read(bytes(), as: form) }

    /// Reads a valid sample with one text of it changed, in the first place where it stands.
    static func edited(_ name: String, _ old: String, _ new: String) throws -> ReadMessage {
        let sample = Sample(path: "valid/\(name)")
        let text = String(decoding: try sample.bytes(), as: UTF8.self)
        try #require(text.contains(old))
        return try MessageReader().read(Array(text.replacing(old, with: new, maxReplacements: 1).utf8), as: sample.form)
    }

    /// The problems of a valid sample with one text of it changed, each code with its path.
    static func problems(_ name: String, _ old: String, _ new: String) throws -> [String] {
        let error = #expect(throws: Rejection.self) { try edited(name, old, new) }
        return try #require(error).problems.map { "\($0.code) \($0.path ?? "")" }
    }

    /// The files of a folder of `samples/`.
    static func all(in folder: String) -> [Sample] {
        RepositoryFiles.names(in: "samples/\(folder)").map { Sample(path: "\(folder)/\($0)") }
    }

    static let valid = all(in: "valid")
    static let encodings = all(in: "encodings")
    static let invalid = all(in: "invalid")
}
