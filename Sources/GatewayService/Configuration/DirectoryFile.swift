internal import AccessControl
internal import Delivery
internal import Messages
internal import Routing

/// What `directory.json` says: organisations with their units, care givers, subscriptions, and systems with what they may
/// do.
struct DirectoryFile {
    let directory: Directory
    let grants: [SystemID: [Grant]]
    /// How much each system of the file may ask of the gateway.
    let limits: [SystemID: SystemLimits]
    /// How each system of the file gets its receipts.
    let receiptDelivery: [SystemID: ReceiptDelivery]
    /// Where they are pushed to, of each system that wishes that.
    let pushAddresses: [SystemID: PushAddress]
    /// The HSA-ids of client certificates in upper case, each with the system that it is of.
    let certificates: [String: SystemID]

    /// Reads and checks the bytes of `directory.json`.
    ///
    /// - Parameters:
    ///   - bytes: what the file holds.
    ///   - file: its path, for faults.
    ///   - acceptsUnencryptedTraffic: whether `vaxel.json` allows plain HTTP to leave the machine.
    /// - Throws: `ConfigurationFault` at the first thing that is wrong, names that nothing defines among them.
    init(bytes: [UInt8], file: String, acceptsUnencryptedTraffic: Bool) throws(ConfigurationFault) {
        let root = try ConfigurationObject(bytes: bytes, file: file)
        try root.expectOnly(["organisations", "careGivers", "subscriptions", "systems"])
        let (organisations, units) = try Self.organisations(root)
        let careGivers = try Self.careGivers(root)
        let withoutSubscriptions = Directory(organisations: organisations, units: units, subscriptions: [])
        var subscriptions: [Subscription] = []
        for object in try root.objects("subscriptions") {
            subscriptions.append(try Self.subscription(object, in: withoutSubscriptions))
        }
        directory = Directory(
            organisations: organisations, units: units, subscriptions: subscriptions, careGivers: careGivers)
        var grants: [SystemID: [Grant]] = [:]
        var limits: [SystemID: SystemLimits] = [:]
        var receiptDelivery: [SystemID: ReceiptDelivery] = [:]
        var pushAddresses: [SystemID: PushAddress] = [:]
        var certificates: [String: SystemID] = [:]
        for object in try root.objects("systems") {
            let system = try Self.system(
                object, in: directory, acceptsUnencryptedTraffic: acceptsUnencryptedTraffic)
            guard grants.updateValue(system.grants, forKey: system.id) == nil else {
                throw object.fault("name", "the system stands here twice")
            }
            limits[system.id] = system.limits
            receiptDelivery[system.id] = system.receipts
            pushAddresses[system.id] = system.pushAddress
            for id in system.certificates {
                guard certificates.updateValue(system.id, forKey: id) == nil else {
                    throw object.fault("certificates", "a certificate stands here twice, or at another system too")
                }
            }
        }
        self.certificates = certificates
        self.grants = grants
        self.limits = limits
        self.receiptDelivery = receiptDelivery
        self.pushAddresses = pushAddresses
    }

    /// The names that a closed list of the file knows, in words.
    static func names<Code: CaseIterable & RawRepresentable<String>>(of type: Code.Type) -> String {
        "one of \(type.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
