internal import AccessControl
internal import Delivery
internal import Messages
internal import Routing

/// What `directory.json` and `credentials.json` say together: read and checked as one, and swapped whole.
struct DirectoryTables: Sendable {
    let directory: Directory
    /// Credentials, grants and limits.
    let access: AccessTable
    /// How each system gets the receipts for what its units have sent.
    let receiptDelivery: [SystemID: ReceiptDelivery]
    /// Where they are pushed to, of each system that wishes that.
    let pushAddresses: [SystemID: PushAddress]
    private let inventory: Inventory

    /// Reads both files of a configuration.
    ///
    /// - Throws: `ConfigurationFault` at the first thing that is wrong, files that others can write to among them.
    init(_ configuration: Configuration) throws(ConfigurationFault) {
        try TokenFile.expectPrivate(configuration.credentials)
        // Who can write to it could give himself any right.
        try TokenFile.expectWritableByOwnerOnly(configuration.directory)
        let file = try DirectoryFile(
            bytes: try ConfigurationFile.read(configuration.directory), file: configuration.directory,
            acceptsUnencryptedTraffic: configuration.acceptsUnencryptedTraffic)
        let credentials = try CredentialsFile(
            bytes: try ConfigurationFile.read(configuration.credentials), file: configuration.credentials,
            grants: file.grants
        ).credentials
        directory = file.directory
        access = AccessTable(
            credentials: credentials, grants: file.grants, limits: file.limits, certificates: file.certificates)
        receiptDelivery = file.receiptDelivery
        pushAddresses = file.pushAddresses
        inventory = Inventory(file, credentials)
    }

    /// Where a system takes the receipts for what it has sent for a unit; nil for nowhere.
    ///
    /// What a system may not send for any more is not pushed to it: who speaks for the unit now finds it in its queue. One that
    /// is in no directory any more has no queue that anybody fetches from.
    func receiptDestination(for unit: UnitID, of system: SystemID) -> Destination? {
        let way = receiptDelivery[system] ?? .queue
        if way == .push, directory.units[unit] != nil, !access.may(.send, for: unit, system) {
            return Destination(unit)
        }
        return way.destination(for: unit, of: system)
    }

    /// Units that the other tables have and these have not, in order.
    func unitsMissing(from others: DirectoryTables) -> [UnitID] {
        others.directory.units.keys.filter { directory.units[$0] == nil }.sorted()
    }

    /// How many of each kind have come, gone and changed since other tables.
    func changes(since others: DirectoryTables) -> TableChanges {
        TableChanges(from: others.inventory, to: inventory)
    }
}

/// What stands in the tables, each by what it is known by.
struct Inventory: Sendable {
    /// A system with all that is said of it.
    struct System: Hashable {
        let grants: [Grant]
        let receipts: ReceiptDelivery?
        let pushAddress: PushAddress?
        let limits: SystemLimits?
    }

    let units: [UnitID: Unit]
    let systems: [SystemID: System]
    let subscriptions: Set<Subscription>
    let tokens: [[UInt8]: Credential]
    let certificates: [String: SystemID]

    init(_ file: DirectoryFile, _ credentials: [Credential]) {
        units = file.directory.units
        systems = Dictionary(
            uniqueKeysWithValues: file.grants.map { id, grants in
                (
                    id,
                    System(
                        grants: grants, receipts: file.receiptDelivery[id], pushAddress: file.pushAddresses[id],
                        limits: file.limits[id])
                )
            })
        subscriptions = Set(file.directory.subscriptions)
        tokens = Dictionary(credentials.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
        certificates = file.certificates
    }
}
