internal import LinuxSystem
internal import Synchronization

/// Room for the bodies of requests, of which nobody can take all.
///
/// An owner may have as much as it leaves free: alone half of it, one of two a third. So however many of them fill their parts
/// and send nothing more, there is something left for the next. Only what it needs for one body an owner may have to the last
/// byte. All that has no owner counts as one owner's: clients that nobody knows cannot take the room from those that are known.
final class BodyRoom: Sendable {
    /// What one owner holds.
    final class Part: Sendable {
        let owner: String
        fileprivate let held = Atomic<Int>(0)

        fileprivate init(owner: String) {
            self.owner = owner
        }
    }

    private let limit: Int
    private let floor: Int
    private let held = Atomic<Int>(0)
    private let parts = Lock<[String: Part]>([:])
    private let nobodys = Part(owner: "")

    /// Room for so many bytes, of which an owner may have `floor` to the last byte.
    init(limit: Int, floor: Int) {
        self.limit = limit
        self.floor = floor
    }

    /// The part of an owner; owners are never forgotten.
    func part(of owner: String) -> Part {
        parts.withLock { parts in
            if let part = parts[owner] { return part }
            let part = Part(owner: owner)
            parts[owner] = part
            return part
        }
    }

    /// Takes so many bytes, or none if they are too many; nil is the part of all that have no owner.
    func reserve(_ count: Int, for part: Part?) -> Bool {
        let all = held.add(count, ordering: .relaxed).newValue
        let own = (part ?? nobodys).held.add(count, ordering: .relaxed).newValue
        guard all > limit || own > max(floor, limit - all) else { return true }
        release(count, of: part)
        return false
    }

    /// Gives back what was taken.
    func release(_ count: Int, of part: Part?) {
        held.subtract(count, ordering: .relaxed)
        (part ?? nobodys).held.subtract(count, ordering: .relaxed)
    }
}
