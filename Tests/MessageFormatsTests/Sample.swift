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

    /// The files of a folder of `samples/`.
    static func all(in folder: String) -> [Sample] {
        RepositoryFiles.names(in: "samples/\(folder)").map { Sample(path: "\(folder)/\($0)") }
    }

    static let valid = all(in: "valid")
    static let encodings = all(in: "encodings")
    static let invalid = all(in: "invalid")
}
