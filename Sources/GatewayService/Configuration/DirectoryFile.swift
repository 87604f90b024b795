internal import AccessControl
internal import Messages
internal import Routing

/// What `directory.json` says: organisations with their units, subscriptions, and systems with what they may do.
struct DirectoryFile {
    let directory: Directory
    let grants: [SystemID: [Grant]]

    /// Reads and checks the bytes of `directory.json`.
    ///
    /// - Throws: `ConfigurationFault` at the first thing that is wrong, names that nothing defines among them.
    init(bytes: [UInt8], file: String) throws(ConfigurationFault) {
        let root = try ConfigurationObject(bytes: bytes, file: file)
        try root.expectOnly(["organisations", "subscriptions", "systems"])
        var organisations: [Organisation] = []
        var units: [Unit] = []
        for object in try root.objects("organisations") {
            let organisation = try Self.organisation(object)
            guard !organisations.contains(where: { $0.id == organisation.id }) else {
                throw object.fault("hsaId", "the organisation stands here twice")
            }
            organisations.append(organisation)
            for unitObject in try object.objects("units") {
                let unit = try Self.unit(unitObject, of: organisation)
                guard !units.contains(where: { $0.id == unit.id }) else {
                    throw unitObject.fault("hsaId", "the unit stands here twice")
                }
                units.append(unit)
            }
        }
        let withoutSubscriptions = Directory(organisations: organisations, units: units, subscriptions: [])
        var subscriptions: [Subscription] = []
        for object in try root.objects("subscriptions") {
            subscriptions.append(try Self.subscription(object, in: withoutSubscriptions))
        }
        directory = Directory(organisations: organisations, units: units, subscriptions: subscriptions)
        var grants: [SystemID: [Grant]] = [:]
        for object in try root.objects("systems") {
            let (system, granted) = try Self.system(object, in: directory)
            guard grants.updateValue(granted, forKey: system) == nil else {
                throw object.fault("name", "the system stands here twice")
            }
        }
        self.grants = grants
    }

    // MARK: Organisations and units

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
            "hsaId", "name", "kind", "careGiver", "careUnit", "municipalityCodes", "highestSensitivity", "contact",
            "validFrom", "validTo",
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
            contact: try contact(object),
            validFrom: try object.identifier("validFrom", "a time as 2026-11-22T08:15:00+01:00") {
                Timestamp(rfc3339: $0)
            },
            validTo: try object.identifier("validTo", "a time as 2026-11-22T08:15:00+01:00") { Timestamp(rfc3339: $0) })
    }

    private static func contact(_ unit: ConfigurationObject) throws(ConfigurationFault) -> Unit.Contact? {
        guard let object = try unit.object("contact") else { return nil }
        try object.expectOnly(["name", "phone", "hours", "reservePhone"])
        return Unit.Contact(
            name: try object.requiredText("name"), phone: try object.requiredText("phone"),
            hours: try object.text("hours"), reservePhone: try object.text("reservePhone"))
    }

    // MARK: Subscriptions

    private static func subscription(
        _ object: ConfigurationObject, in directory: Directory
    ) throws(ConfigurationFault) -> Subscription {
        try object.expectOnly(["subscriber", "process", "types", "senders", "whenAddressed"])
        let subscriber = try object.requiredIdentifier("subscriber", "an HSA-id") { UnitID($0) }
        guard directory.units[subscriber] != nil else {
            throw object.fault("subscriber", "no such unit is in this file")
        }
        let senders = try object.identifiers("senders", "an HSA-id") { UnitID($0) }
        guard !senders.isEmpty, senders.allSatisfy({ directory.units[$0] != nil }) else {
            throw object.fault("senders", "at least one unit of this file is expected, and none from elsewhere")
        }
        let addressed = try object.identifier("whenAddressed", "an organisation's HSA-id") { OrganisationID($0) }
        if let addressed, directory.organisations[addressed] == nil {
            throw object.fault("whenAddressed", "no such organisation is in this file")
        }
        return Subscription(
            subscriber: subscriber, selection: try selection(object), senders: Set(senders), whenAddressed: addressed)
    }

    private static func selection(_ object: ConfigurationObject) throws(ConfigurationFault) -> Subscription.Selection {
        let process = try object.identifier("process", names(of: MessageType.Process.self)) {
            MessageType.Process(rawValue: $0)
        }
        let types = try object.texts("types")
        switch (process, types.isEmpty) {
        case (let process?, true): return .process(process)
        case (nil, false):
            for (index, type) in types.enumerated() where MessageCatalogue.type(named: type) == nil {
                throw object.fault("types/\(index)", "no such message type is in the catalogue")
            }
            return .types(Set(types))
        default: throw object.fault("", "either process or types is expected")
        }
    }

    // MARK: Systems

    private static func system(
        _ object: ConfigurationObject, in directory: Directory
    ) throws(ConfigurationFault) -> (SystemID, [Grant]) {
        try object.expectOnly(["name", "grants"])
        let system = try object.requiredIdentifier("name", "lower-case letters, digits, - and _") { SystemID($0) }
        var grants: [Grant] = []
        for grant in try object.objects("grants") {
            try grant.expectOnly(["rights", "organisation", "units", "everywhere"])
            let rights = try grant.identifiers("rights", names(of: Right.self)) { Right(rawValue: $0) }
            guard !rights.isEmpty else { throw grant.fault("rights", "at least one right is expected") }
            grants.append(Grant(Set(rights), scope: try scope(grant, in: directory)))
        }
        return (system, grants)
    }

    private static func scope(
        _ grant: ConfigurationObject, in directory: Directory
    ) throws(ConfigurationFault) -> Grant.Scope {
        let organisation = try grant.identifier("organisation", "an organisation's HSA-id") { OrganisationID($0) }
        let units = try grant.identifiers("units", "an HSA-id") { UnitID($0) }
        switch (organisation, units.isEmpty, try grant.boolean("everywhere") ?? false) {
        case (let organisation?, true, false):
            guard directory.organisations[organisation] != nil else {
                throw grant.fault("organisation", "no such organisation is in this file")
            }
            return .units(Set(directory.units(of: organisation).map(\.id)))
        case (nil, false, false):
            guard units.allSatisfy({ directory.units[$0] != nil }) else {
                throw grant.fault("units", "a unit is named that is not in this file")
            }
            return .units(Set(units))
        case (nil, true, true): return .everywhere
        default: throw grant.fault("", "exactly one of organisation, units and \"everywhere\": true is expected")
        }
    }

    private static func names<Code: CaseIterable & RawRepresentable<String>>(of type: Code.Type) -> String {
        "one of \(type.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
