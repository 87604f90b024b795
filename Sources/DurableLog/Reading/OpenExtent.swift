internal import LinuxSystem

/// An extent's file held open for reading, with its index: on disk, or in memory where there is none on disk.
///
/// Concurrency: any thread may read at any time; the index is exchanged behind a lock. The descriptors stay good when
/// retention takes the file's name away.
final class OpenExtent: Sendable {
    private enum Index {
        case stored(StoredIndex)
        /// With the places where something is wrong.
        case built(SparseIndex)
    }

    let extent: Extent
    let file: any StorageFile
    private let index: Lock<Index>

    /// Takes a segment that has just been written full, with the index from its writing.
    init(_ extent: Extent, _ file: any StorageFile, index: SparseIndex) {
        self.extent = extent
        self.file = file
        self.index = Lock(.built(index))
    }

    /// Takes a file that is open, with its index.
    init(_ extent: Extent, _ file: any StorageFile, stored: StoredIndex) {
        self.extent = extent
        self.file = file
        self.index = Lock(.stored(stored))
    }

    /// Opens an extent; reads the whole file when it has no sound index.
    ///
    /// - Throws: `SystemError` when the disk refuses; `EMFILE` and the like are the failure of this read alone.
    init(opening extent: Extent, in folder: any StorageFolder) throws(SystemError) {
        self.extent = extent
        file = try folder.open(extent.name, creating: false)
        if let stored = try Self.storedIndex(of: extent, file, in: folder) {
            index = Lock(.stored(stored))
        } else {
            index = Lock(try Self.build(extent, file))
        }
    }

    private var layout: RecordLayout { extent.kind == .segment ? .plain : .numbered }

    /// Reads a record of the extent and verifies it; nil when it is not there any more, or the journal's own mark.
    func record(_ sequence: UInt64) throws(JournalFailure) -> StoredRecord? {
        do {
            guard let range = try range(of: sequence) else { return nil }
            switch try range.read(sequence, from: file, layout, first: extent.first) {
            case .record(let kind, let body):
                guard kind != RecordLayout.markKind else { return nil }
                return StoredRecord(sequence: sequence, kind: kind, body: body)
            case .absent:
                return nil
            case .unsound:
                throw extent.damage(at: Int(range.offset), firstLost: sequence, lastKnown: sequence)
            }
        } catch {
            throw error.asJournalFailure
        }
    }

    private func range(of sequence: UInt64) throws -> SparseIndex.Range? {
        switch index.withLock({ $0 }) {
        case .stored(let stored):
            switch try stored.range(of: sequence) {
            case .range(let range): return range
            case .absent: return nil
            case .unsound:
                // An index holds nothing that its file does not: a bad one is made anew.
                let built = try Self.build(extent, file)
                index.withLock { $0 = built }
                return try range(of: sequence)
            }
        case .built(let built):
            if let damage = built.damage(of: sequence) { throw JournalFailure.damaged(damage) }
            return built.range(of: sequence)
        }
    }

    /// Puts the index of a segment on disk, unless it is there; in memory only its fences stay then.
    ///
    /// Never synced: what a crash leaves of it has no sound checks and is made anew.
    ///
    /// - Throws: `SystemError`; the index then stays in memory.
    func storeIndex(in folder: any StorageFolder) throws(SystemError) {
        guard case .segment(let header) = extent.header,
            case .built(let built) = index.withLock({ $0 }), built.damages.isEmpty
        else { return }
        let name = LogNames.index(extent.first)
        let temporary = name + LogNames.unfinishedEnding
        try? folder.unlink(temporary)
        let new = try folder.open(temporary, creating: true)
        try new.writeAll(built.encoded(salt: header.salt, last: extent.last), at: 0)
        try folder.rename(temporary, to: name)
        if let stored = try StoredIndex(new, at: 0, salt: header.salt, first: extent.first, last: extent.last) {
            index.withLock { $0 = .stored(stored) }
        }
    }

    /// The sound index that an extent has on disk; nil when there is none.
    static func storedIndex(
        of extent: Extent, _ file: any StorageFile, in folder: any StorageFolder
    ) throws(SystemError) -> StoredIndex? {
        switch extent.header {
        case .kept(let header):
            return try StoredIndex(
                file, at: UInt64(header.indexOffset), salt: 0, first: extent.first, last: extent.last)
        case .segment(let header):
            let index: any StorageFile
            do {
                index = try folder.open(LogNames.index(extent.first), creating: false)
            } catch {
                guard error.isMissing else { throw error }
                return nil
            }
            return try StoredIndex(index, at: 0, salt: header.salt, first: extent.first, last: extent.last)
        }
    }

    private static func build(_ extent: Extent, _ file: any StorageFile) throws(SystemError) -> Index {
        .built(try extent.indexed(file).0)
    }
}
