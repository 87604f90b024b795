internal import HTTPDoors
internal import LinuxSystem
internal import Messages

/// Room in memory for the messages of deliveries that pollers are given: taken before anything is leased, kept until the
/// client has its answer, or is gone.
///
/// Each system may have a part of it, so that one with many connections leaves some to the others. Concurrency: anybody may
/// ask at any time.
package final class LeaseRoom: Sendable {
    /// Why there is none.
    enum Shortage {
        /// The system has all that one may have.
        case ofSystem
        /// All systems together have all that there is.
        case ofAll
    }

    private struct Held {
        var all = 0
        var systems: [SystemID: Int] = [:]
    }

    private let systemBytes: Int
    private let allBytes: Int
    private let bytesAtFirst: Int
    private let held = Lock(Held())

    /// Room for so many bytes of messages, as they were sent.
    ///
    /// - Parameters:
    ///   - systemBytes: what one system may have of it.
    ///   - allBytes: all of it.
    ///   - bytesAtFirst: what a call takes before it looks what there is; 64 KiB unless told otherwise.
    package init(systemBytes: Int, allBytes: Int, bytesAtFirst: Int? = nil) {
        self.systemBytes = systemBytes
        self.allBytes = allBytes
        self.bytesAtFirst = min(bytesAtFirst ?? Limits.leasedBytesAtFirst, systemBytes)
    }

    /// Room as a gateway has it unless told otherwise.
    package static var standard: LeaseRoom {
        LeaseRoom(systemBytes: Limits.leasedBytesOfSystem, allBytes: Limits.leasedBytes)
    }

    /// A place for what a call is about to lease.
    ///
    /// - Throws: `Rejection` when there is none: 429 for a system that has all that one may have, else 503.
    func place(for system: SystemID) throws(Rejection) -> LeasePlace {
        if let shortage = take(bytesAtFirst, for: system) { throw rejection(for: shortage, of: system) }
        return LeasePlace(in: self, of: system, bytes: bytesAtFirst)
    }

    /// The refusal of a call that could be given nothing for want of room.
    func rejection(for shortage: Shortage, of system: SystemID) -> Rejection {
        switch shortage {
        case .ofSystem:
            Rejection(
                .limitReached,
                "answers of \(systemBytes) bytes are on their way to system \(system), as many as may; take them first")
        case .ofAll:
            Rejection(.overloaded, "too many messages are on their way to their receivers; nothing was leased")
        }
    }

    /// Takes so many bytes; what is short when they are too many, and then none is taken.
    func take(_ bytes: Int, for system: SystemID) -> Shortage? {
        held.withLock { held in
            guard held.systems[system, default: 0] + bytes <= systemBytes else { return .ofSystem }
            guard held.all + bytes <= allBytes else { return .ofAll }
            held.systems[system, default: 0] += bytes
            held.all += bytes
            return nil
        }
    }

    /// Gives back what was taken.
    func release(_ bytes: Int, of system: SystemID) {
        held.withLock { held in
            let left = held.systems[system, default: 0] - bytes
            held.systems[system] = left > 0 ? left : nil
            held.all -= bytes
        }
    }
}
