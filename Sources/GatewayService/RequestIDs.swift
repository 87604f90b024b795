internal import LinuxSystem
internal import Synchronization

/// Draws the ids under which requests stand in the log and in problem answers: unique for the life of a process, and
/// telling nothing about the request.
final class RequestIDs: Sendable {
    private let start: UInt64
    private let count = Atomic<UInt64>(0)

    init() {
        start = SystemRandom.uint64() & 0xFFFF_FFFF
    }

    /// The next id: `8f3a01c2-1f`.
    func next() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(String(start, radix: 16))-\(String(number, radix: 16))"
    }
}
