internal import Telemetry

/// What a reload has changed, in numbers only.
struct TableChanges: Hashable, Sendable {
    /// How many of a kind have come, gone and changed.
    struct Count: Hashable, Sendable {
        let added: Int
        let removed: Int
        let changed: Int

        fileprivate init<Key: Hashable, Value: Equatable>(_ old: [Key: Value], _ new: [Key: Value]) {
            added = new.keys.count { old[$0] == nil }
            removed = old.keys.count { new[$0] == nil }
            changed = new.count { key, value in old[key].map { $0 != value } ?? false }
        }

        fileprivate init<Element: Hashable>(_ old: Set<Element>, _ new: Set<Element>) {
            added = new.subtracting(old).count
            removed = old.subtracting(new).count
            changed = 0
        }

        /// As in a log line: `+2/-1/~0`, which reads as so many added, removed and changed.
        var text: String { "+\(added)/-\(removed)/~\(changed)" }
    }

    let units: Count
    let systems: Count
    let subscriptions: Count
    let tokens: Count
    let certificates: Count

    init(from old: Inventory, to new: Inventory) {
        units = Count(old.units, new.units)
        systems = Count(old.systems, new.systems)
        subscriptions = Count(old.subscriptions, new.subscriptions)
        tokens = Count(old.tokens, new.tokens)
        certificates = Count(old.certificates, new.certificates)
    }

    /// The counts as fields of a log line.
    var fields: [(StaticString, LogValue)] {
        [
            ("units", .fixed(units.text)), ("systems", .fixed(systems.text)),
            ("subscriptions", .fixed(subscriptions.text)), ("tokens", .fixed(tokens.text)),
            ("certificates", .fixed(certificates.text)),
        ]
    }
}
