/// The path of a door: fixed segments, and places in braces that take one segment each: `/v1/messages/{messageId}`.
package struct PathPattern: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    private enum Segment: Hashable, Sendable {
        case fixed(String)
        case place(String)
    }

    private let segments: [Segment]
    /// The pattern as it was written; safe to log, since it holds no value.
    package let description: String

    /// Reads a pattern as it stands in the sources.
    package init(stringLiteral text: String) {
        description = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") ? .place(String(part.dropFirst().dropLast())) : .fixed(String(part))
        }
    }

    /// The names of the places, in their order.
    var places: [String] {
        segments.compactMap { if case .place(let name) = $0 { name } else { nil } }
    }

    /// What stands in the places when a decoded path fits; nil when it does not.
    package func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var found: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            switch segment {
            case .fixed(let text): guard part == text else { return nil }
            case .place(let name): found[name] = part
            }
        }
        return found
    }
}
