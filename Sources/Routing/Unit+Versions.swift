package import Messages

extension Unit {
    /// How a message fits the versions of its type that the unit reads; a type that the directory does not name is read in all.
    package func fit(of message: Message, in catalogue: MessageCatalogue = .standard) -> VersionFit {
        guard let versions = reads[message.type.name] else { return .asSent }
        return catalogue.fit(of: message, to: versions)
    }

    /// Whether the unit reads every version of every type that another unit reads.
    package func readsAll(of other: Unit, in catalogue: MessageCatalogue = .standard) -> Bool {
        reads.allSatisfy { name, versions in
            versions.isSuperset(of: other.reads[name] ?? Set(catalogue.versions(named: name).map(\.version)))
        }
    }
}

extension RoutingQuestion {
    /// What is said of a unit that cannot read the message; nil when it can.
    ///
    /// Source: interfaces, "Versions": refused at intake naming the unit.
    func versionObstacle(to unit: Unit) -> RoutedRecipient.Skip? {
        guard case .unreadable(let places) = unit.fit(of: message, in: catalogue) else { return nil }
        let versions = (unit.reads[message.type.name] ?? []).sorted().map(String.init).joined(separator: ", ")
        let known =
            "the unit \(unit.id) reads version \(versions) of \(message.type.name), not version \(message.version)"
        guard !places.isEmpty else { return RoutedRecipient.Skip(code: .versionNotRead, detail: known) }
        let names = places.prefix(Limits.placesTold).map(\.names).joined(separator: ", ")
        return RoutedRecipient.Skip(code: .versionNotRead, detail: "\(known), and what it reads cannot tell \(names)")
    }
}

extension FieldPath {
    /// The names on the way to a place, without the numbers of items: `content.relatives.name`.
    fileprivate var names: String {
        steps.compactMap { step in if case .member(let name) = step { name } else { nil } }.joined(separator: ".")
    }
}
