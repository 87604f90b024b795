internal import LinuxSystem

/// A file of a snapshot that is not as it was written, or that the disk refuses.
package struct UnsoundFile: Hashable, Sendable {
    /// What is in it.
    package enum Content: Hashable, Sendable {
        /// The list of a snapshot's files.
        case manifest
        /// Entries of the table of this name.
        case table(String)
        /// Pages.
        case pages
    }

    /// The file's name.
    package let name: String
    /// What is in it.
    package let content: Content
}

extension SnapshotStore {
    /// Reads every byte of the newest two snapshots from the disk again, whatever memory has of them.
    ///
    /// Blocks for as long as that takes, and holds nothing meanwhile. What has been taken away since is no part of them.
    ///
    /// - Parameter pace: told how many bytes have been read since the last time, and may wait.
    /// - Returns: the files that are not sound, each once.
    package func verify(_ pace: (Int) -> Void) -> [UnsoundFile] {
        var seen: Set<String> = []
        var unsound: [UnsoundFile] = []
        for manifest in state.withLock({ $0.known }) {
            var parts: [(reference: FileReference, content: UnsoundFile.Content)] = []
            for (table, references) in manifest.tables { parts += references.map { ($0, .table(table)) } }
            parts += manifest.pageFiles.map { ($0, .pages) }
            if !isWhole(manifest) { unsound.append(UnsoundFile(name: manifest.name, content: .manifest)) }
            for part in parts where seen.insert(part.reference.name).inserted && !isSound(part, pace) {
                unsound.append(UnsoundFile(name: part.reference.name, content: part.content))
            }
        }
        let needed = names
        return unsound.filter { needed.contains($0.name) }.sorted { $0.name < $1.name }
    }

    /// The names of the files of the newest two snapshots.
    package var names: Set<String> { Set(state.withLock { $0.known.flatMap(\.fileNames) }) }

    private func isWhole(_ manifest: SnapshotManifest) -> Bool {
        ((try? Self.manifest(manifest.sequence, in: folder)) ?? nil) != nil
    }

    private func isSound(
        _ part: (reference: FileReference, content: UnsoundFile.Content), _ pace: (Int) -> Void
    ) -> Bool {
        do throws(SnapshotFailure) {
            switch part.content {
            case .manifest: return true
            case .table(let name): try TableFile.open(part.reference, of: name, in: folder).verify(pace)
            case .pages: try PageFile.open(part.reference, in: folder).verify(pace)
            }
            return true
        } catch {
            return false
        }
    }
}

extension TableFile {
    /// Reads all blocks.
    fileprivate func verify(_ pace: (Int) -> Void) throws(SnapshotFailure) {
        for (number, place) in directory.places.enumerated() {
            let block = try self.block(number)
            for index in 0..<block.count where block.value(index) == nil { throw damage }
            pace(Int(place.length))
        }
    }
}

extension PageFile {
    /// Reads all pages.
    fileprivate func verify(_ pace: (Int) -> Void) throws(SnapshotFailure) {
        for (slot, entry) in slots.enumerated() {
            _ = try page(Int(entry.number), slot: slot)
            pace(wordsPerPage * 4)
        }
    }
}
