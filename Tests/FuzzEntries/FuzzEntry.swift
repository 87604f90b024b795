import MessageFormats

/// A parser that bytes of strangers reach first, and what must hold of it whatever they are.
///
/// The fuzzer and the replay of what it once found run the same code.
package enum FuzzEntry: String, Sendable, CaseIterable {
    /// Requests, however they are cut.
    case requestParser = "request-parser"
    /// Responses, however they are cut.
    case responseParser = "response-parser"
    /// Messages in XML.
    case xmlReader = "xml-reader"
    /// Messages in JSON.
    case jsonReader = "json-reader"
    /// The step that brings XML to UTF-8.
    case charset

    /// What does not hold of these bytes; nil when all is well.
    ///
    /// Whatever traps is a finding too.
    package func finding(in bytes: [UInt8]) -> String? {
        switch self {
        case .requestParser: WireProperties.ofRequests(bytes)
        case .responseParser: WireProperties.ofResponses(bytes)
        case .xmlReader: ReaderProperties.ofMessage(bytes, as: .xml)
        case .jsonReader: ReaderProperties.ofMessage(bytes, as: .json)
        case .charset: CharsetProperties.ofText(bytes)
        }
    }

    /// What the fuzzer begins with beside its corpus and the samples of messages.
    package var seeds: [[UInt8]] {
        switch self {
        case .requestParser: WireProperties.requestSeeds
        case .responseParser: WireProperties.responseSeeds
        case .xmlReader, .jsonReader, .charset: []
        }
    }

    /// Whether the samples of messages are something for this parser.
    package var readsMessages: Bool {
        switch self {
        case .requestParser, .responseParser: false
        case .xmlReader, .jsonReader, .charset: true
        }
    }
}
