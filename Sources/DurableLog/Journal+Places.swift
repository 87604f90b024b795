internal import Dispatch
internal import LinuxSystem

extension Journal {
    /// Reads records back by their places, on a queue of their own, and verifies each.
    ///
    /// - Returns: for each place the body, or `unreadable` when the disk refuses it and `damaged` when it is not what
    ///   was stored. One that cannot be read does not keep the others back, and the journal goes on.
    package func read(_ places: [RecordPlace]) async -> [Result<[UInt8], JournalFailure>] {
        await withCheckedContinuation { continuation in
            readers.async {
                continuation.resume(returning: places.map { self.read($0) })
            }
        }
    }

    private func read(_ place: RecordPlace) -> Result<[UInt8], JournalFailure> {
        let bytes: [UInt8]
        do {
            guard let extent = files.extent(of: place.segment)?.extent else { return .failure(.closed) }
            bytes = try files.open(extent).readAll(Int(place.length), at: UInt64(place.offset))
        } catch {
            return .failure(.unreadable(error))
        }
        let body = bytes.withUnsafeBytes { bytes -> [UInt8]? in
            guard let record = RecordLayout.plain.record(in: bytes, at: 0, sequence: 0), record.isSound(in: bytes)
            else { return nil }
            return [UInt8](bytes.part(record.body))
        }
        guard let body else {
            return .failure(
                .damaged(
                    JournalDamage(
                        file: LogNames.segment(place.segment), offset: UInt64(place.offset),
                        firstLost: place.segment, lastKnown: 0)))
        }
        return .success(body)
    }
}
