internal import Messages

/// What a snapshot keeps of the queues besides tables and pages.
///
///     bytes  what (integers little-endian)
///         1  form, 4; in form 3 nothing is lost, in form 2 nothing is apart of compulsory care, and replays do not tell what could not be read, and
///            in form 1 not what was dropped
///         8  boot clock in nanoseconds when it was taken
///         8  latest acceptance, and the number of its record
///        80  counts of all deliveries, ten of 8 bytes
///         …  for each destination: name, counts, ages, when it was last served
///         …  ages of receipts, and overdue receipts
///         …  deliveries leased or waiting for a retry, and those of them that wait for something to be mended
///         …  deliveries that were being offered or took a step just then
///         …  dead letters
///         …  lanes with troubles
///         …  leases by system
///         …  pauses, replays and volumes
///         …  messages of listed types, after the types
///         …  header of the index of open deliveries
///         …  what of ages, volumes and replays is about compulsory care
///         …  deliveries that were given up while nothing of their messages could be read
///
/// It is a copy of what the state holds at one moment: that costs little, since the values are shared until they change.
struct QueueSummary: Sendable {
    static let form: UInt8 = 4

    private let boot: UInt64
    private let openHeader: [UInt8]
    private let latestAcceptance: Timestamp
    private let latestSequence: UInt64
    private let tally: Conservation
    private let tallies: [Destination: Conservation]
    private let ages: [Destination: AgeHistogram]
    private let served: [Destination: UInt64]
    private let servings: UInt64
    private let receiptAges: AgeHistogram
    private let overdueReceipts: Set<DeliveryID>
    private let active: Set<DeliveryID>
    private let held: Set<DeliveryID>
    /// Deliveries that were being offered or took a step just then.
    private let underway: Set<DeliveryID>
    private let dead: [DeliveryID]
    private let troubles: [LaneID: LaneTroubles]
    private let openLeases: [SystemID: Int]
    private let pauses: PauseRegister
    private let replays: ReplayRegister
    private let volumes: VolumeLedger
    private let listedTypes: Set<String>
    private let listed: [UInt64]
    private let restricted: RestrictedShare
    private let losses: LossRegister

    /// Takes what the queues are now.
    ///
    /// - Parameters:
    ///   - state: the queues.
    ///   - openHeader: that of the index of open deliveries.
    ///   - boot: the boot clock in nanoseconds.
    init(of state: QueueState, openHeader: [UInt8], boot: UInt64) {
        self.boot = boot
        self.openHeader = openHeader
        latestAcceptance = state.latestAcceptance
        latestSequence = state.latestSequence
        tally = state.tally
        tallies = state.tallies
        ages = state.ages
        served = state.served
        servings = state.servings
        receiptAges = state.receiptAges
        overdueReceipts = state.overdueReceipts
        active = state.active
        held = state.held
        underway = state.reserved.union(state.picked.keys)
        dead = state.dead
        troubles = state.troubles
        openLeases = state.openLeases
        pauses = state.pauses
        replays = state.replays
        volumes = state.volumes
        listedTypes = state.listedTypes
        listed = state.listed
        restricted = state.restricted
        losses = state.messages.losses
    }

    /// The bytes of it; sorting and encoding them takes its time, and nobody need wait for that.
    var encoded: [UInt8] {
        var encoder = RecordEncoder(reserving: 4_096)
        encoder.integer(Self.form)
        encoder.integer(boot)
        encoder.time(latestAcceptance)
        encoder.integer(latestSequence)
        tally.encode(into: &encoder)
        encoder.integer(servings)
        encoder.list(tallies.keys.sorted()) { encoder, destination in
            encoder.text(destination.name)
            (tallies[destination] ?? Conservation()).encode(into: &encoder)
            (ages[destination] ?? AgeHistogram()).encode(to: &encoder)
            encoder.integer(served[destination] ?? 0)
        }
        receiptAges.encode(to: &encoder)
        for ids in [
            overdueReceipts.sorted(), active.sorted(), held.sorted(), underway.sorted(), dead,
        ] {
            encoder.list(ids) { $0.delivery($1) }
        }
        encoder.list(Array(troubles)) { encoder, trouble in
            encoder.lane(trouble.key)
            encoder.list(trouble.value.dead) { $0.delivery($1) }
            encoder.list(trouble.value.missing) { $0.delivery($1) }
        }
        encoder.list(Array(openLeases)) { encoder, leases in
            encoder.text(leases.key.text)
            encoder.integer(Int64(leases.value))
        }
        pauses.encode(into: &encoder)
        replays.encode(into: &encoder)
        volumes.encode(into: &encoder)
        encoder.list(listedTypes.sorted()) { $0.text($1) }
        encoder.list(listed) { $0.integer($1) }
        encoder.blob(openHeader)
        restricted.encode(into: &encoder)
        encoder.list(losses.all) { encoder, lost in lost.encode(into: &encoder) }
        return encoder.bytes
    }
}
