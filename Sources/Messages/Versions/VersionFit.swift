/// How a message fits a reader that knows only some versions of its type.
package enum VersionFit: Sendable {
    /// The reader knows the version in which the message was sent.
    case asSent
    /// The reader gets the message in an older version, which tells all of it.
    case writtenDown(Message)
    /// No version that the reader knows can tell the message.
    ///
    /// `places` are what keeps it from the newest older version that is compatible; none when there is no such version.
    case unreadable(places: [FieldPath])
}

extension MessageCatalogue {
    /// How a message fits a reader that knows some versions of its type; the newest version that tells all of it is taken.
    ///
    /// Source: interfaces, "Versions".
    package func fit(of message: Message, to versions: Set<Int>) -> VersionFit {
        guard !versions.contains(message.version) else { return .asSent }
        var places: [FieldPath]?
        for older in compatibleOlderVersions(of: message.type) where versions.contains(older.version) {
            if let written = message.writtenDown(to: older) { return .writtenDown(written) }
            places = places ?? message.obstacles(to: older)
        }
        return .unreadable(places: places ?? [])
    }
}
