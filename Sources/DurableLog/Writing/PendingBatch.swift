internal import Digests

/// Groups that become one batch, with the bytes that are written for them; not copied by mistake.
struct PendingBatch: ~Copyable {
    /// A group and who is to be told.
    struct Entry: Sendable {
        let group: RecordGroup
        let purpose: AppendPurpose
        let completion: @Sendable (Result<AppendedGroup, JournalFailure>) -> Void
    }

    /// What readers need to find a record.
    struct Record {
        /// Bytes in the log, its header among them.
        let byteCount: Int
        let check: UInt32
    }

    private(set) var entries: [Entry] = []
    /// The records of all groups, which lie right behind one another.
    private(set) var records: [Record] = []
    /// Bytes of the groups that are intake.
    private(set) var intakeBytes = 0
    /// Room for the batch's header, and behind it the records.
    private(set) var bytes: [UInt8]
    /// CRC32C of the records.
    private(set) var bodyCheck: UInt32 = 0

    /// Begins a batch in the room that another one had, for about so many groups.
    init(reusing room: consuming [UInt8] = [], expecting groups: Int = 0) {
        entries.reserveCapacity(groups)
        records.reserveCapacity(groups)
        if room.capacity > Limits.keptBytes { room = [] }
        room.removeAll(keepingCapacity: true)
        room.append(contentsOf: repeatElement(0, count: BatchHeader.length))
        bytes = room
    }

    /// Begins a batch with some groups.
    init(_ entries: some Sequence<Entry>) {
        self.init()
        for entry in entries { add(entry) }
    }

    var isEmpty: Bool { entries.isEmpty }
    /// Bytes of the records.
    var bodyLength: Int { bytes.count - BatchHeader.length }

    /// Whether a group of so many bytes still goes in; a group beyond the limit is a batch of its own.
    func takes(_ length: Int) -> Bool { isEmpty || bodyLength + length <= Limits.batchBytes }

    mutating func add(_ entry: Entry) {
        entries.append(entry)
        for place in entry.group.places {
            let check = entry.group.bytes.integer(UInt32.self, at: RecordLayout.plain.checkOffset + place.lowerBound)
            records.append(Record(byteCount: place.count, check: check))
        }
        if entry.purpose == .intake { intakeBytes += entry.group.bytes.count }
        bytes += entry.group.bytes
        bodyCheck = entry.group.bytes.withUnsafeBytes { CRC32C.hash($0, continuing: bodyCheck) }
    }

    /// Puts the header in its room and fills the last page with zeros.
    mutating func finish(with header: [UInt8]) {
        bytes.replaceSubrange(..<BatchHeader.length, with: header)
        bytes.padToPage()
    }
}
