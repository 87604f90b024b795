internal import LinuxSystem

/// The file `LOCK`: whoever has its lock owns the store, and it says where the store belongs.
///
/// Whether a store is held follows from what the file says and from where the store is now; nothing is written to hold a
/// copy. Only restoring writes that a store is held, and only releasing takes that back.
struct StoreLock {
    static let name = "LOCK"

    private let file: any StorageFile
    private let folder: any StorageFolder
    /// Where the store is now; nil on a disk that cannot tell.
    private let here: StoreOrigin?
    private let places: [StoreIdentity?]
    /// Whether the second place was begun, which happens only when the first was whole.
    private let isSecondBegun: Bool

    /// Reads the file, whose lock the caller has or does not need.
    ///
    /// - Throws: `unreadable` or `newerFormat`.
    init(file: any StorageFile, in folder: any StorageFolder) throws(JournalFailure) {
        self.file = file
        self.folder = folder
        let bytes: [UInt8]
        do {
            here = try folder.origin()
            bytes = try file.readAll(Limits.page + StoreIdentity.length, at: 0)
        } catch {
            throw .unreadable(error)
        }
        var places: [StoreIdentity?] = []
        for start in StoreIdentity.places {
            places.append(try StoreIdentity.decode(bytes.dropFirst(start).prefix(StoreIdentity.length)))
        }
        self.places = places
        isSecondBegun = bytes.dropFirst(Limits.page).contains { $0 != 0 }
    }

    /// What the file says; nil when nothing was ever written whole.
    private var identity: StoreIdentity? {
        places.compactMap(\.self).max { $0.generation < $1.generation }
    }

    /// Says whether the store is held.
    ///
    /// - Parameter hasLog: whether there is a log to which this should belong; a new store has none yet.
    /// - Returns: why it is held; nil when it is not.
    func hold(hasLog: Bool) -> StoreHold? {
        guard let identity else {
            if isSecondBegun { return .unreadableLock }
            return hasLog && here != nil ? .missingLock : nil
        }
        if identity.isHeld { return .restored }
        // Without a log nothing can be delivered twice, wherever it was begun.
        guard hasLog else { return nil }
        return here.flatMap { identity.origin.move(to: $0) }
    }

    /// Writes where a new store is, before it has a log; also over where it was begun and got none.
    ///
    /// - Throws: `unreadable`; the store has no log then, so that it is new still.
    func claim() throws(JournalFailure) {
        guard let here else { return }
        if let identity, identity.origin.move(to: here) == nil { return }
        do {
            try write(origin: here, isHeld: false)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Writes that the store belongs where it is now, and is held or not.
    ///
    /// - Throws: `unreadable`; the store is then held as before, or as asked for.
    func write(isHeld: Bool) throws(JournalFailure) {
        let nowhere = StoreOrigin(machine: [UInt8](repeating: 0, count: StoreOrigin.machineBytes), inode: 0, birth: 0)
        do {
            try write(origin: here ?? nowhere, isHeld: isHeld)
        } catch {
            throw .unreadable(error)
        }
    }

    /// Writes to the older place, then to the other, each synced: at any moment one is whole.
    private func write(origin: StoreOrigin, isHeld: Bool) throws(SystemError) {
        let first = (places[0]?.generation ?? 0) <= (places[1]?.generation ?? 0) ? 0 : 1
        var next = StoreIdentity(origin: origin, isHeld: isHeld, generation: (identity?.generation ?? 0) + 1)
        for place in [first, 1 - first] {
            try file.writeAll(next.encoded(), at: UInt64(StoreIdentity.places[place]))
            try file.sync()
            next.generation += 1
        }
        try folder.sync()
    }
}
