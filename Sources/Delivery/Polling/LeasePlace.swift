internal import LinuxSystem
internal import Messages
internal import Queues

/// What one call has of the room for leased messages; it is given back when nobody holds the place any more.
///
/// Concurrency: anybody may ask at any time.
final class LeasePlace: Sendable {
    private struct Share {
        /// Taken of the room.
        var bytes = 0
        var shortage: LeaseRoom.Shortage?
    }

    private let room: LeaseRoom
    private let system: SystemID
    private let source: LeaseSource
    private let passOn: @Sendable (LeaseSource) -> Void
    private let share = Lock(Share())

    /// A place for what a source has, of no bytes yet.
    ///
    /// - Parameters:
    ///   - room: what it takes of.
    ///   - system: whose call it is.
    ///   - source: where the call takes deliveries from.
    ///   - passOn: told, when the place gives something back, of sources from which others may take something now.
    init(
        in room: LeaseRoom, of system: SystemID, from source: LeaseSource,
        passOn: @escaping @Sendable (LeaseSource) -> Void
    ) {
        self.room = room
        self.system = system
        self.source = source
        self.passOn = passOn
    }

    deinit {
        release(share.withLock { $0.bytes })
    }

    /// Why a message had to stay where it was; nil when each had room.
    var shortage: LeaseRoom.Shortage? { share.withLock { $0.shortage } }

    /// The place as the queues ask it.
    var leasingRoom: LeasingRoom {
        LeasingRoom(
            free: { self.room.free(for: self.system) }, hold: { self.hold($0) }, letGo: { self.letGo($0) })
    }

    /// Holds exactly so many bytes from now on: that much is in memory, whether there is room or not.
    func settle(at bytes: Int) {
        let before = share.withLock { share in
            defer { share.bytes = bytes }
            return share.bytes
        }
        if bytes > before { room.takeBeyond(bytes - before, for: system) } else { release(before - bytes) }
    }

    private func hold(_ bytes: Int) -> Bool {
        let shortage = room.take(bytes, for: system, from: source)
        return share.withLock { share in
            guard shortage == nil else {
                share.shortage = shortage
                return false
            }
            share.bytes += bytes
            return true
        }
    }

    private func letGo(_ bytes: Int) {
        let spare = share.withLock { share in
            let spare = min(bytes, share.bytes)
            share.bytes -= spare
            return spare
        }
        release(spare)
    }

    private func release(_ bytes: Int) {
        for source in room.release(bytes, of: system) { passOn(source) }
    }
}
