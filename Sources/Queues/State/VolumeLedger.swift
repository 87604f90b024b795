internal import Messages

/// How many bytes each queue holds, and how many came in each hour of the last seven days.
///
/// Hours are those of the wall clock as records have it. One in which nothing came takes no room, so a queue takes at most
/// 168 pairs of numbers.
struct VolumeLedger: Hashable {
    private struct Hour: Hashable {
        let number: Int
        var bytes: Int
    }

    private struct Volume: Hashable {
        var held = 0
        var hours: [Hour] = []

        mutating func take(_ bytes: Int, in hour: Int) {
            // What a clock that ran ahead has put into the future came at the latest now.
            var bytes = bytes
            while let last = hours.last, last.number >= hour {
                bytes += last.bytes
                hours.removeLast()
            }
            hours.append(Hour(number: hour, bytes: bytes))
            if let first = hours.first, first.number <= hour - VolumeLedger.hoursKept {
                hours.removeAll { $0.number <= hour - VolumeLedger.hoursKept }
            }
        }

        func bytes(inLast hours: Int, until hour: Int) -> Int {
            self.hours.reduce(0) { $1.number > hour - hours && $1.number <= hour ? $0 + $1.bytes : $0 }
        }
    }

    private static let hoursKept = 7 * 24
    private static let secondsPerHour = 3_600

    private var volumes: [Destination: Volume] = [:]
    private var total = Volume()
    /// When the first message came, which shortens what is looked back on.
    private var beginning: Timestamp?

    /// Notes a message that the disk has, with the queues that it goes to, each of them once.
    mutating func note(_ bytes: Int, for destinations: [Destination], at time: Timestamp) {
        let hour = Self.hour(of: time)
        beginning = min(beginning ?? time, time)
        total.take(bytes, in: hour)
        for destination in destinations { volumes[destination, default: Volume()].take(bytes, in: hour) }
    }

    /// Notes that a queue holds so many bytes more, or less.
    mutating func hold(_ bytes: Int, at destination: Destination) {
        volumes[destination, default: Volume()].held += bytes
    }

    /// Notes that one of so many that a queue holds is not held any more, of which nobody knows how large it was: a like
    /// share goes with it, and with the last one all.
    mutating func releaseOne(of count: Int, at destination: Destination) {
        guard count > 0, let held = volumes[destination]?.held else { return }
        volumes[destination]?.held = held - held / count
    }

    func volume(of destination: Destination, at now: Timestamp) -> QueueVolume {
        let volume = volumes[destination] ?? Volume()
        return QueueVolume(heldBytes: volume.held, bytesPerDay: perDay(volume, at: now))
    }

    /// The same without what a ledger of a part of it has.
    func volume(of destination: Destination, without part: VolumeLedger, at now: Timestamp) -> QueueVolume {
        let (whole, share) = (volumes[destination] ?? Volume(), part.volumes[destination] ?? Volume())
        return QueueVolume(
            heldBytes: max(whole.held - share.held, 0),
            bytesPerDay: perDay(at: now) { whole.bytes(inLast: $0, until: $1) - share.bytes(inLast: $0, until: $1) })
    }

    /// What a ledger of a part of this one has of some destinations together.
    func volume(ofPart part: VolumeLedger, at destinations: [Destination], now: Timestamp) -> QueueVolume {
        let shares = destinations.compactMap { part.volumes[$0] }
        return QueueVolume(
            heldBytes: max(shares.reduce(0) { $0 + $1.held }, 0),
            bytesPerDay: perDay(at: now) { hours, hour in
                shares.reduce(0) { $0 + $1.bytes(inLast: hours, until: hour) }
            })
    }

    /// Bytes that come per day, each message counted once.
    func bytesPerDay(at now: Timestamp) -> Int { perDay(total, at: now) }

    /// Of the last day's pace and the last week's the faster, so that neither a quiet night nor a quiet week deceives.
    private func perDay(_ volume: Volume, at now: Timestamp) -> Int {
        perDay(at: now) { volume.bytes(inLast: $0, until: $1) }
    }

    private func perDay(at now: Timestamp, _ bytes: (_ inLast: Int, _ until: Int) -> Int) -> Int {
        guard let beginning else { return 0 }
        let seen = max(Double(now.seconds - beginning.seconds) / Double(Self.secondsPerHour), 1)
        let paces = [24, Self.hoursKept].map { hours in
            Double(max(bytes(hours, Self.hour(of: now)), 0)) / min(Double(hours), seen) * 24
        }
        return Int(paces.max() ?? 0)
    }

    private static func hour(of time: Timestamp) -> Int { Int(time.seconds) / secondsPerHour }
}

/// For snapshots: `beginning | total | count | (destination, volume)…`, a volume being `held 8 | count | (hour 8, bytes 8)…`.
extension VolumeLedger {
    func encode(into encoder: inout RecordEncoder) {
        encoder.optional(beginning) { $0.integer($1.microseconds) }
        Self.encode(total, into: &encoder)
        encoder.list(volumes.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.text(entry.key.name)
            Self.encode(entry.value, into: &encoder)
        }
    }

    init(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) {
        beginning = try decoder.flag() ? Timestamp(microseconds: try decoder.integer()) : nil
        total = try Self.volume(from: &decoder)
        let volumes = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            guard let destination = Destination(name: try decoder.text()) else { throw RecordDecoder.Mismatch() }
            return (destination, try Self.volume(from: &decoder))
        }
        self.volumes = Dictionary(volumes) { first, _ in first }
    }

    private static func encode(_ volume: Volume, into encoder: inout RecordEncoder) {
        encoder.integer(Int64(volume.held))
        encoder.list(volume.hours) { encoder, hour in
            encoder.integer(Int64(hour.number))
            encoder.integer(Int64(hour.bytes))
        }
    }

    private static func volume(from decoder: inout RecordDecoder) throws(RecordDecoder.Mismatch) -> Volume {
        let held = Int(try decoder.integer(Int64.self))
        let hours = try decoder.list { decoder throws(RecordDecoder.Mismatch) in
            let number = Int(try decoder.integer(Int64.self))
            return Hour(number: number, bytes: Int(try decoder.integer(Int64.self)))
        }
        return Volume(held: held, hours: hours)
    }
}
