internal import Messages
internal import Routing

/// Reading of standing wishes.
extension DirectoryFile {
    private static let receiptsGoToTheirSender = "a receipt goes to the sender of its message; nobody subscribes to it"

    /// Reads a subscription to messages of units that the directory has.
    static func subscription(
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
        case (.receipts, true): throw object.fault("process", receiptsGoToTheirSender)
        case (let process?, true): return .process(process)
        case (nil, false):
            for (index, name) in types.enumerated() {
                guard let type = MessageCatalogue.standard.type(named: name) else {
                    throw object.fault("types/\(index)", "no such message type is in the catalogue")
                }
                guard !type.isReceipt else { throw object.fault("types/\(index)", receiptsGoToTheirSender) }
            }
            return .types(Set(types))
        default: throw object.fault("", "either process or types is expected")
        }
    }
}
