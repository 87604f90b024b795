internal import HTTPWire
internal import LinuxSystem
internal import Messages
internal import Synchronization

/// Draws the ids under which requests stand in the log and in problem answers: unique for the life of a process, and
/// telling nothing about the request.
final class RequestIDs: Sendable {
    private let start: String
    private let count = Atomic<UInt64>(0)

    init() {
        start = String(SystemRandom.uint64() & 0xFFFF_FFFF, radix: 16) + "-"
    }

    /// The id that the client has given its request; the next of our own when it has given none, or none that is fit for a log.
    func id(for head: HTTPRequestHead?) -> String {
        let given = head?.headers.all("vaxel-request-id") ?? []
        guard given.count == 1, let id = given.first, Self.isFit(id) else { return next() }
        return id
    }

    /// 1 to 64 letters, digits, points, hyphens and underscores, in which no person number hides.
    private static func isFit(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            } && !PersonIdentifier.isFound(in: id)
    }

    /// The next id: `8f3a01c2-1f`.
    func next() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return start + String(number, radix: 16)
    }
}
