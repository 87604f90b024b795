internal import LinuxSystem
internal import Messages

/// What one call has of the room for leased messages; it is given back when nobody holds the place any more.
///
/// Concurrency: anybody may ask at any time.
final class LeasePlace: Sendable {
    private struct Share {
        /// Taken of the room.
        var bytes: Int
        /// Of these, used by messages.
        var used = 0
        var shortage: LeaseRoom.Shortage?
    }

    private let room: LeaseRoom
    private let system: SystemID
    private let share: Lock<Share>

    /// A place of so many bytes, which have been taken.
    init(in room: LeaseRoom, of system: SystemID, bytes: Int) {
        self.room = room
        self.system = system
        share = Lock(Share(bytes: bytes))
    }

    deinit {
        room.release(share.withLock { $0.bytes }, of: system)
    }

    /// Why a message had to stay where it was; nil when each had room.
    var shortage: LeaseRoom.Shortage? { share.withLock { $0.shortage } }

    /// Whether one more message of so many bytes has room here; takes more when the place is too small.
    func hold(_ bytes: Int) -> Bool {
        share.withLock { share in
            let missing = share.used + bytes - share.bytes
            if missing > 0 {
                if let shortage = room.take(missing, for: system) {
                    share.shortage = shortage
                    return false
                }
                share.bytes += missing
            }
            share.used += bytes
            return true
        }
    }

    /// Gives back what so many bytes of messages do not need.
    func shrink(to bytes: Int) {
        let spare = share.withLock { share in
            let spare = max(0, share.bytes - bytes)
            share.bytes -= spare
            share.used = bytes
            return spare
        }
        room.release(spare, of: system)
    }
}
