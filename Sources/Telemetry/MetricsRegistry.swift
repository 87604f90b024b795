internal import LinuxSystem
import Synchronization

/// All counters and gauges of the process, and their text for Prometheus.
///
/// Ask for a metric once and keep it: asking takes a lock, counting does not. No label may hold anything about a patient.
package final class MetricsRegistry: Sendable {
    private enum Instrument {
        case counter(Counter)
        case gauge(Gauge)
    }

    private struct Family {
        let kind: String
        let help: String
        var members: [(labels: String, instrument: Instrument)]
    }

    private let families = Lock<[String: Family]>([:])

    /// A registry without metrics.
    package init() {}

    /// The counter of this name and these labels; the same one each time.
    ///
    /// The name ends in `_total`. A name that is already a gauge gives a counter that is not rendered.
    package func counter(name: String, help: String, labels: [(String, String)] = []) -> Counter {
        let fresh = Counter()
        guard case .counter(let counter) = instrument(.counter(fresh), "counter", name, help, labels) else {
            return fresh
        }
        return counter
    }

    /// The gauge of this name and these labels; the same one each time.
    ///
    /// A name that is already a counter gives a gauge that is not rendered.
    package func gauge(name: String, help: String, labels: [(String, String)] = []) -> Gauge {
        let fresh = Gauge()
        guard case .gauge(let gauge) = instrument(.gauge(fresh), "gauge", name, help, labels) else { return fresh }
        return gauge
    }

    /// Everything in Prometheus' text format 0.0.4, families by name, members by labels.
    package func render() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(Self.escaped(family.help, quote: false))\n# TYPE \(name) \(family.kind)\n"
            for member in family.members.sorted(by: { $0.labels < $1.labels }) {
                text += "\(name)\(member.labels) \(Self.value(of: member.instrument))\n"
            }
        }
        return text
    }

    private func instrument(
        _ fresh: Instrument, _ kind: String, _ name: String, _ help: String, _ labels: [(String, String)]
    ) -> Instrument {
        let labels = Self.rendered(labels)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind, help: help, members: [])
            if let known = family.members.first(where: { $0.labels == labels }) { return known.instrument }
            guard family.kind == kind else { return fresh }
            family.members.append((labels, fresh))
            families[name] = family
            return fresh
        }
    }

    private static func value(of instrument: Instrument) -> Int {
        switch instrument {
        case .counter(let counter): counter.value
        case .gauge(let gauge): gauge.value
        }
    }

    private static func rendered(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.0)=\"\(escaped($0.1, quote: true))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quote: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
