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

    /// How many segments a path has that fits.
    package var length: Int { segments.count }

    /// What stands in the places when a decoded path fits; nil when it does not.
    package func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        // Most patterns do not fit: nothing is gathered before it is known that this one does.
        for index in path.indices {
            if case .fixed(let text) = segments[index], path[index] != text { return nil }
        }
        var found: [String: String] = [:]
        for index in path.indices {
            if case .place(let name) = segments[index] { found[name] = path[index] }
        }
        return found
    }
}
