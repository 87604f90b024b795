internal import AccessControl
internal import Delivery
internal import MessageFormats
internal import Messages
internal import Routing

/// Reading of systems and their rights.
extension DirectoryFile {
    /// A computer program as the file has it.
    struct System {
        let id: SystemID
        let grants: [Grant]
        let receipts: ReceiptDelivery
        /// Set exactly when receipts are pushed.
        let pushAddress: PushAddress?
        let limits: SystemLimits
        /// The HSA-ids of its client certificates, in upper case.
        let certificates: [String]
    }

    /// Reads a system and what it may do with units of the directory.
    static func system(
        _ object: ConfigurationObject, in directory: Directory, acceptsUnencryptedTraffic: Bool
    ) throws(ConfigurationFault) -> System {
        try object.expectOnly(["name", "receipts", "receiptsTo", "limits", "grants", "certificates"])
        let system = try object.requiredIdentifier("name", "lower-case letters, digits, - and _") { SystemID($0) }
        var grants: [Grant] = []
        for grant in try object.objects("grants") {
            try grant.expectOnly(["rights", "organisation", "units", "everywhere"])
            let rights = try grant.identifiers("rights", names(of: Right.self)) { Right(rawValue: $0) }
            guard !rights.isEmpty else { throw grant.fault("rights", "at least one right is expected") }
            grants.append(Grant(Set(rights), scope: try scope(grant, in: directory)))
        }
        let receipts =
            try object.identifier("receipts", names(of: ReceiptDelivery.self)) { ReceiptDelivery(rawValue: $0) }
            ?? .queue
        let pushAddress = try pushAddress(object, acceptsUnencryptedTraffic: acceptsUnencryptedTraffic)
        try expectFit(receipts, pushAddress, object)
        return System(
            id: system, grants: grants, receipts: receipts, pushAddress: pushAddress, limits: try limits(object),
            certificates: try certificates(object))
    }

    private static func limits(_ system: ConfigurationObject) throws(ConfigurationFault) -> SystemLimits {
        guard let object = try system.object("limits") else { return SystemLimits() }
        try object.expectOnly(["requestsPerSecond", "bytesPerMinute", "openLeases", "waitingPolls"])
        return SystemLimits(
            requestsPerSecond: try object.integer("requestsPerSecond", in: 1...1_000_000),
            bytesPerMinute: try object.integer("bytesPerMinute", in: 1...1_000_000_000_000),
            openLeases: try object.integer("openLeases", in: 1...1_000_000),
            waitingPolls: try object.integer("waitingPolls", in: 1...1_000_000))
    }

    private static func certificates(_ object: ConfigurationObject) throws(ConfigurationFault) -> [String] {
        var ids: [String] = []
        for (index, text) in try object.texts("certificates").enumerated() {
            guard case .hsaID(let id) = CertificateSubject(serialNumber: text) else {
                throw object.fault(
                    "certificates/\(index)", "the HSA-id of a client certificate is expected, as in its serialNumber")
            }
            ids.append(id)
        }
        return ids
    }

    private static func pushAddress(
        _ system: ConfigurationObject, acceptsUnencryptedTraffic: Bool
    ) throws(ConfigurationFault) -> PushAddress? {
        guard let object = try system.object("receiptsTo") else { return nil }
        try object.expectOnly(["url", "beyondLoopback", "path", "form"])
        return PushAddress(
            endpoint: try object.service(taking: "receipts", acceptsUnencryptedTraffic: acceptsUnencryptedTraffic),
            path: try object.identifier("path", "a path as /receipts, percent-encoded, of at most 1,000 characters") {
                pushPath($0)
            } ?? "/receipts",
            form: try object.identifier("form", names(of: WireForm.self)) { WireForm(rawValue: $0) } ?? .json)
    }

    /// A path with its slash, with or without a query.
    ///
    /// Source: RFC 3986 §3.3, §3.4.
    private static func pushPath(_ text: String) -> String? {
        let isPath = text.wholeMatch(of: /\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@\/?]|%[0-9A-Fa-f]{2})*/) != nil
        return isPath && text.utf8.count <= 1_000 ? text : nil
    }

    private static func expectFit(
        _ receipts: ReceiptDelivery, _ address: PushAddress?, _ object: ConfigurationObject
    ) throws(ConfigurationFault) {
        switch (receipts, address) {
        case (.push, nil):
            throw object.fault(
                "receiptsTo", "is missing: where receipts are pushed to, as { \"url\": \"http://127.0.0.1:8443\" }")
        case (.queue, _?), (.statusOnly, _?):
            throw object.fault("receiptsTo", "nothing is sent there unless \"receipts\" is \"push\"")
        case (.push, _?), (.queue, nil), (.statusOnly, nil): break
        }
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
}
