internal import Messages

/// What is believed of a wall clock that anybody may set: which time records get, and by which time what is settled is old.
///
/// Both clocks come in as values: the wall clock in microseconds since 1970, the boot clock in nanoseconds.
struct BelievedTime {
    /// How often the wall clock was put right after it had been more than an hour ahead, and gone on from.
    private(set) var setBacks = 0
    /// Whether the wall clock shows another time than retention goes by.
    var isDoubted: Bool { differsSince != nil }

    /// The last time given.
    private var latest: Int64
    /// A time that is believed, and when that was.
    private var believed: (wall: Int64, boot: UInt64)
    /// What ages are counted from: a time that was given, and when that was.
    private var origin: (wall: Int64, boot: UInt64)
    /// Whether the wall clock was so far ahead at the start that it may have been wrong.
    private var mayOriginBeAhead = false
    /// Since when the wall clock has been more than an hour from what is believed, all the time.
    private var differsSince: UInt64?

    /// Begins at a start.
    ///
    /// One wrong day must not hold the clock for ever after, so a last acceptance far ahead of the wall clock is not gone on
    /// from; and what lies far behind it may be one wrong clock's, so a day passes before that is believed for retention.
    ///
    /// - Parameters:
    ///   - wall: the wall clock.
    ///   - boot: the boot clock.
    ///   - acceptance: when the last message was accepted; nil when none ever was.
    init(wall: Int64, boot: UInt64, after acceptance: Timestamp?) {
        let last = acceptance?.microseconds ?? wall
        latest = last - wall <= Self.lead ? max(wall, last) : wall
        origin = (latest, boot)
        believed = (min(wall, last), boot)
        if wall - last <= Self.gap {
            believed.wall = wall
        } else {
            (differsSince, mayOriginBeAhead) = (boot, true)
        }
    }

    /// The time for what happens now: the wall clock, held where it was while it is behind that.
    ///
    /// Unless it was ahead before: it is more than an hour behind a time given, and not behind what is believed.
    mutating func now(wall: Int64, boot: UInt64) -> Timestamp {
        look(wall, boot)
        if latest - wall > Self.lead, wall >= believedWall(at: boot) - Self.lead {
            setBacks += 1
            latest = wall
            // Ages were counted from a time that was ahead: what is accepted now would be old at once.
            if mayOriginBeAhead, Self.wall(origin, at: boot) - wall > Self.lead {
                (origin, mayOriginBeAhead) = ((wall, boot), false)
            }
        }
        latest = max(latest, wall)
        return Timestamp(microseconds: latest)
    }

    /// The time by which something is given up for its age: one that was given, and what the boot clock says has passed since.
    mutating func agingTime(wall: Int64, boot: UInt64) -> Timestamp {
        _ = now(wall: wall, boot: boot)
        return Timestamp(microseconds: Self.wall(origin, at: boot))
    }

    /// The time by which something settled is out of its time: never ahead of the wall clock, nor of what is believed of it.
    mutating func retentionTime(wall: Int64, boot: UInt64) -> Timestamp {
        look(wall, boot)
        return Timestamp(microseconds: min(wall, believedWall(at: boot)))
    }

    private func believedWall(at boot: UInt64) -> Int64 { Self.wall(believed, at: boot) }

    private static func wall(_ origin: (wall: Int64, boot: UInt64), at boot: UInt64) -> Int64 {
        origin.wall + Int64(clamping: (boot - min(origin.boot, boot)) / 1_000)
    }

    /// Believes a wall clock that is near to what is believed already, or has been far from it for a whole day.
    private mutating func look(_ wall: Int64, _ boot: UInt64) {
        let isNear = abs(wall - believedWall(at: boot)) <= Self.lead
        let since = differsSince ?? boot
        if isNear || boot - min(since, boot) >= UInt64(Self.gap) * 1_000 {
            believed = (wall, boot)
            differsSince = nil
        } else {
            differsSince = since
        }
    }

    private static let lead = Int64(Limits.clockLeadSeconds) * 1_000_000
    private static let gap = Int64(Limits.clockDoubtSeconds) * 1_000_000
}
