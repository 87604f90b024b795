internal import LinuxSystem

extension JournalReader {
    /// Looks whether a start could begin at a place, by the headers of all files and the batch before the place.
    ///
    /// What lies behind the place is not read.
    ///
    /// - Parameter position: the place; nil for the log's beginning.
    /// - Throws: `thinned` when retention has given up records behind it, and `damaged` when it is not in this log or the
    ///   files do not follow one another; `newerFormat` and `unreadable`.
    package func expectStart(from position: LogPosition?) throws(JournalFailure) {
        var attempt = 1
        while true {
            do throws(JournalFailure) {
                let listing = try LogListing(folder, try names())
                _ = try StartPlace(position ?? .beginning, listing.extents, folder)
                return
            } catch {
                // Retention has put another file in the place of one that was listed.
                guard case .unreadable(let refusal) = error, refusal.isMissing, attempt < Limits.listings else {
                    throw error
                }
                attempt += 1
            }
        }
    }

    private func names() throws(JournalFailure) -> [String] {
        do {
            return try folder.names()
        } catch {
            throw .unreadable(error)
        }
    }
}
