internal import DurableLog
internal import LinuxSystem

extension SnapshotStore {
    /// Deletes the files that neither this snapshot nor the newest other one needs, as far as the disk lets it.
    ///
    /// `write` does so itself; call it after a start, once a snapshot has been loaded.
    package func sweep(keeping snapshot: LoadedSnapshot) {
        // What cannot be deleted now is met again by the next sweep.
        try? deleteFiles(notNamedBy: snapshot.manifest)
    }

    private func deleteFiles(notNamedBy manifest: SnapshotManifest) throws(SystemError) {
        let names = try folder.names()
        // Looked up after the names, so that a file that was being made then is known here.
        let (others, begun) = state.withLock { ($0.known.filter { $0.sequence != manifest.sequence }, $0.begun) }
        let kept = Set([manifest.fileNames, others.first?.fileNames ?? []].joined())
        let surplus = names.filter { !kept.contains($0) }
        let manifests = surplus.filter(Self.isManifest)
        for name in manifests { try folder.unlink(name) }
        // A manifest must not come back after a crash without the files that it names.
        if !manifests.isEmpty { try folder.sync() }
        for name in surplus {
            if let marked = Self.marked(by: name) {
                if !kept.contains(marked) { try folder.unlink(name) }
                continue
            }
            guard let number = FileKind.table.number(in: name) ?? FileKind.pages.number(in: name) else { continue }
            if !begun.contains(number) { try folder.unlink(name) }
        }
    }

    private static func isManifest(_ name: String) -> Bool {
        let ending = FileKind.temporaryEnding
        let whole = name.hasSuffix(ending) ? String(name.dropLast(ending.utf8.count)) : name
        return FileKind.manifest.number(in: whole) != nil
    }
}
