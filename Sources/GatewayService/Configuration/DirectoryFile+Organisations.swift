internal import Messages
internal import Operations
internal import Routing

/// Reading of organisations, their units, and care givers.
extension DirectoryFile {
    /// Reads the organisations with their units, each id once, and holds the units to each other.
    static func organisations(_ root: ConfigurationObject) throws(ConfigurationFault) -> ([Organisation], [Unit]) {
        var organisations: [OrganisationID: Organisation] = [:]
        var units: [UnitID: Unit] = [:]
        var places: [(ConfigurationObject, Unit)] = []
        for object in try root.objects("organisations") {
            let organisation = try Self.organisation(object)
            guard organisations.updateValue(organisation, forKey: organisation.id) == nil else {
                throw object.fault("hsaId", "the organisation stands here twice")
            }
            for unitObject in try object.objects("units") {
                let unit = try Self.unit(unitObject, of: organisation)
                // Its dead letters would lie where those lie that are to be tried again.
                guard unit.id.text != DeadLetterFolders.retryFolder else {
                    throw unitObject.fault("hsaId", "\(unit.id) is the name of a folder that dead letters are moved to")
                }
                guard units.updateValue(unit, forKey: unit.id) == nil else {
                    throw unitObject.fault("hsaId", "the unit stands here twice")
                }
                places.append((unitObject, unit))
            }
        }
        for (object, unit) in places {
            try checkPlace(of: unit, in: units, object)
            try checkOnCall(of: unit, in: units, object)
        }
        return (Array(organisations.values), places.map(\.1))
    }

    private static func organisation(_ object: ConfigurationObject) throws(ConfigurationFault) -> Organisation {
        try object.expectOnly(["hsaId", "name", "principal", "units"])
        return Organisation(
            id: try object.requiredIdentifier("hsaId", "an HSA-id") { OrganisationID($0) },
            name: try object.requiredText("name"),
            principal: try object.requiredIdentifier("principal", names(of: Principal.self)) { Principal(rawValue: $0) }
        )
    }

    private static func unit(
        _ object: ConfigurationObject, of organisation: Organisation
    ) throws(ConfigurationFault) -> Unit {
        try object.expectOnly([
            "hsaId", "name", "kind", "careGiver", "careUnit", "municipalityCodes", "highestSensitivity", "reads",
            "contact", "partOf", "onCall", "validFrom", "validTo",
        ])
        return Unit(
            id: try object.requiredIdentifier("hsaId", "an HSA-id") { UnitID($0) },
            name: try object.requiredText("name"),
            kind: try object.requiredIdentifier("kind", names(of: UnitKind.self)) { UnitKind(rawValue: $0) },
            organisation: organisation.id,
            careGiver: try object.identifier("careGiver", "an HSA-id") { UnitID($0) },
            careUnit: try object.identifier("careUnit", "an HSA-id") { UnitID($0) },
            municipalityCodes: Set(
                try object.identifiers("municipalityCodes", "a code of four digits") {
                    $0.wholeMatch(of: /[0-9]{4}/) == nil ? nil : $0
                }),
            highestSensitivity: try object.integer("highestSensitivity", in: 1...3) ?? 2,
            reads: try reads(object),
            contact: try contact(object),
            partOf: try object.identifier("partOf", "an HSA-id") { UnitID($0) },
            onCall: try onCall(object),
            validFrom: try object.identifier("validFrom", "a time as 2026-11-22T08:15:00+01:00") {
                Timestamp(rfc3339: $0)
            },
            validTo: try object.identifier("validTo", "a time as 2026-11-22T08:15:00+01:00") { Timestamp(rfc3339: $0) })
    }

    /// The versions that a unit reads, by type; all are of the catalogue, for a unit that reads none would get nothing.
    private static func reads(_ unit: ConfigurationObject) throws(ConfigurationFault) -> [String: Set<Int>] {
        guard let object = try unit.object("reads") else { return [:] }
        var reads: [String: Set<Int>] = [:]
        for name in object.names {
            let known = Set(MessageCatalogue.standard.versions(named: name).map(\.version))
            guard !known.isEmpty else { throw object.fault(name, "no such message type is in the catalogue") }
            let versions = try object.integers(name)
            guard !versions.isEmpty, known.isSuperset(of: versions) else {
                let list = known.sorted().map(String.init).joined(separator: ", ")
                throw object.fault(name, "a list of versions that the catalogue has is expected: \(list)")
            }
            reads[name] = Set(versions)
        }
        return reads
    }

    private static func contact(_ unit: ConfigurationObject) throws(ConfigurationFault) -> Unit.Contact? {
        guard let object = try unit.object("contact") else { return nil }
        try object.expectOnly(["name", "phone", "hours", "reservePhone"])
        return Unit.Contact(
            name: try object.requiredText("name"), phone: try object.requiredText("phone"),
            hours: try object.text("hours"), reservePhone: try object.text("reservePhone"))
    }

    private static func onCall(_ unit: ConfigurationObject) throws(ConfigurationFault) -> [OnCallDuty] {
        var duties: [OnCallDuty] = []
        for object in try unit.objects("onCall") {
            try object.expectOnly(["unit", "hours"])
            duties.append(
                OnCallDuty(
                    unit: try object.requiredIdentifier("unit", "an HSA-id") { UnitID($0) },
                    hours: try object.requiredIdentifier(
                        "hours", "hours of the week as mon-sun 16:00-08:00, sat-sun 08:00-16:00"
                    ) { WeeklyHours.list($0) }))
        }
        return duties
    }
}

// MARK: - What units say of each other

extension DirectoryFile {
    /// `partOf` leads to an administrative unit of the same organisation, and upwards from there never back.
    private static func checkPlace(
        of unit: Unit, in units: [UnitID: Unit], _ object: ConfigurationObject
    ) throws(ConfigurationFault) {
        guard let above = unit.partOf else { return }
        guard let administrative = units[above] else {
            throw object.fault("partOf", "no such unit is in this file")
        }
        guard administrative.kind == .administrative, administrative.organisation == unit.organisation else {
            throw object.fault("partOf", "an administrative unit of the same organisation is expected")
        }
        var passed: Set<UnitID> = [unit.id]
        var current = administrative
        while passed.insert(current.id).inserted {
            guard let next = current.partOf.flatMap({ units[$0] }) else { return }
            current = next
        }
        throw object.fault("partOf", "the unit is part of itself, by way of the units above it")
    }

    /// A unit on call gets what the other gets, so it must take as much.
    private static func checkOnCall(
        of unit: Unit, in units: [UnitID: Unit], _ object: ConfigurationObject
    ) throws(ConfigurationFault) {
        for (index, duty) in unit.onCall.enumerated() {
            let place = "onCall/\(index)/unit"
            guard let onCall = units[duty.unit] else { throw object.fault(place, "no such unit is in this file") }
            guard onCall.id != unit.id else { throw object.fault(place, "a unit is not on call for itself") }
            guard onCall.highestSensitivity >= unit.highestSensitivity,
                onCall.kind.processes.isSuperset(of: unit.kind.processes)
            else {
                throw object.fault(
                    place,
                    "the unit takes less than the one that it is on call for: look at kind and highestSensitivity")
            }
            guard onCall.readsAll(of: unit) else {
                throw object.fault(
                    place, "the unit does not read every version that the other one reads: look at reads")
            }
        }
    }
}

// MARK: - Care givers

extension DirectoryFile {
    /// Reads the care givers, each once.
    static func careGivers(_ root: ConfigurationObject) throws(ConfigurationFault) -> [CareGiver] {
        var careGivers: [CareGiver] = []
        for object in try root.objects("careGivers") {
            try object.expectOnly(["hsaId", "name", "onClose"])
            let careGiver = CareGiver(
                id: try object.requiredIdentifier("hsaId", "an HSA-id") { UnitID($0) },
                name: try object.requiredText("name"),
                onClose: try object.identifier("onClose", names(of: CareGiver.ClosingPolicy.self)) {
                    CareGiver.ClosingPolicy(rawValue: $0)
                } ?? .keep)
            guard !careGivers.contains(where: { $0.id == careGiver.id }) else {
                throw object.fault("hsaId", "the care giver stands here twice")
            }
            careGivers.append(careGiver)
        }
        return careGivers
    }
}
