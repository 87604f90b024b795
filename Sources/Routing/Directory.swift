package import Messages

/// Organisations, units, care givers and subscriptions: what routing decides from.
///
/// Immutable, swapped whole on reload; a class, so that who asks it holds one reference and not one to each of its tables.
package final class Directory: Sendable {
    /// All organisations by their ids.
    package let organisations: [OrganisationID: Organisation]
    /// All units by their ids, also those that are not in force now.
    package let units: [UnitID: Unit]
    /// All subscriptions, in the order of the file.
    package let subscriptions: [Subscription]
    /// The care givers that have decided something, by their HSA-ids; others are as `CareGiver` has it by default.
    package let careGivers: [UnitID: CareGiver]
    /// Units by kind, in the order of their ids, so that routing by function is repeatable.
    private let unitsByKind: [UnitKind: [Unit]]
    /// The units that each unit is on call for at some hour, in the order of their ids.
    private let unitsByOnCall: [UnitID: [Unit]]

    /// Makes a directory; of two with one id, the first counts, so the file is checked for that before.
    package init(
        organisations: [Organisation], units: [Unit], subscriptions: [Subscription], careGivers: [CareGiver] = []
    ) {
        self.organisations = Dictionary(organisations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.units = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.subscriptions = subscriptions
        self.careGivers = Dictionary(careGivers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let ordered = self.units.values.sorted { $0.id < $1.id }
        unitsByKind = Dictionary(grouping: ordered, by: \.kind)
        var covered: [UnitID: [Unit]] = [:]
        for unit in ordered {
            for onCall in Set(unit.onCall.map(\.unit)) { covered[onCall, default: []].append(unit) }
        }
        unitsByOnCall = covered
    }

    /// The units of a kind that serve a municipality and are in force at the moment.
    func units(of kind: UnitKind, serving municipalityCode: String, at moment: Timestamp) -> [Unit] {
        (unitsByKind[kind] ?? []).filter {
            $0.municipalityCodes.contains(municipalityCode) && $0.isValid(at: moment)
        }
    }

    /// The units of a kind that an organisation has and that are in force at the moment.
    func units(of kind: UnitKind, in organisation: OrganisationID, at moment: Timestamp) -> [Unit] {
        (unitsByKind[kind] ?? []).filter { $0.organisation == organisation && $0.isValid(at: moment) }
    }

    /// The units of an organisation.
    package func units(of organisation: OrganisationID) -> [Unit] {
        units.values.filter { $0.organisation == organisation }
    }
}

// MARK: - On call

extension Directory {
    /// The units that a unit looks after at a moment, in the order of their ids.
    ///
    /// None when the unit itself is not in force. A unit that takes no new messages any more is still looked after, since old
    /// ones may wait there. Source: rules, "Receipts": in its hours an on-call unit may lease for the units it covers.
    package func unitsCovered(by onCall: UnitID, at moment: Timestamp) -> [UnitID] {
        guard units[onCall]?.isValid(at: moment) == true else { return [] }
        return (unitsByOnCall[onCall] ?? [])
            .filter { unit in unit.onCall.contains { $0.unit == onCall && $0.covers(moment) } }
            .map(\.id)
    }

    /// The units that look after a unit at a moment, in the order of the file, each once; those not in force are left out.
    package func onCallUnits(for unit: UnitID, at moment: Timestamp) -> [UnitID] {
        var found: [UnitID] = []
        for duty in units[unit]?.onCall ?? []
        where duty.covers(moment) && units[duty.unit]?.isValid(at: moment) == true && !found.contains(duty.unit) {
            found.append(duty.unit)
        }
        return found
    }
}

// MARK: - Administrative units

extension Directory {
    /// The units that can send in the place of an administrative unit, in the order of their ids.
    ///
    /// Those below it in force, however far down; when there are none, all of its organisation that are not administrative
    /// themselves, since a directory need not say which unit belongs to which.
    func careUnits(below administrative: Unit, at moment: Timestamp) -> [Unit] {
        let candidates = units(of: administrative.organisation)
            .filter { $0.kind != .administrative && $0.isValid(at: moment) }
            .sorted { $0.id < $1.id }
        let below = candidates.filter { isPart($0, of: administrative.id) }
        return below.isEmpty ? candidates : below
    }

    /// Whether a unit belongs to an administrative unit, directly or by others between them.
    private func isPart(_ unit: Unit, of administrative: UnitID) -> Bool {
        var above = unit.partOf
        // The file has been checked for loops; the count keeps a directory made by hand from going round for ever.
        for _ in 0..<units.count {
            guard let current = above else { return false }
            if current == administrative { return true }
            above = units[current]?.partOf
        }
        return false
    }
}
