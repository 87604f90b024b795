package import Messages

/// Decides which destinations a message goes to, and says why.
///
/// Pure: the same message, directory and moment give the same recipients.
///
/// Source: interfaces, "Receivers".
package struct Router: Sendable {
    private let directory: Directory

    /// Routes by a directory.
    package init(directory: Directory) {
        self.directory = directory
    }

    /// Resolves the addressed receivers, adds the subscribers, and the 1177 publishing service where a plan is to be shown.
    ///
    /// A destination gets a message once; the first reason wins. Addressed receivers that cannot be resolved or do not
    /// take the message refuse it whole, all of them named; an unsuitable subscriber is skipped and listed.
    ///
    /// - Parameters:
    ///   - message: the message to route.
    ///   - publication: the 1177 publishing service, queued or skipped; nil when the message does not concern it.
    ///   - moment: when it is being accepted, for units whose time in the directory is limited.
    /// - Returns: the recipients, at least one of them a unit that gets the message.
    /// - Throws: `Rejection` (422), with one problem per receiver.
    package func route(
        _ message: Message, publication: RoutedRecipient? = nil, at moment: Timestamp
    ) throws(Rejection) -> [RoutedRecipient] {
        guard directory.units[message.sender.unit]?.isValid(at: moment) == true else {
            throw Rejection(
                Problem(.senderUnitUnknown, path: "/sender/unit", detail: "the sending unit is not in the directory"))
        }
        let addressed = try resolve(message, at: moment)
        let subscribers = subscribers(to: message, besides: addressed, at: moment)
        let recipients = addressed + subscribers + [publication].compactMap(\.self)
        guard recipients.contains(where: { $0.skipped == nil && $0.destination.unit != nil }) else {
            throw Rejection(
                Problem(
                    .noReceiver, path: "/receivers",
                    detail: "no receiver is addressed and no subscription takes the message"))
        }
        return recipients
    }

    // MARK: Addressed receivers

    private func resolve(_ message: Message, at moment: Timestamp) throws(Rejection) -> [RoutedRecipient] {
        var recipients: [RoutedRecipient] = []
        var problems: [Problem] = []
        for (index, address) in message.receivers.enumerated() {
            switch unit(at: address, of: message, at: moment) {
            case .success(let (unit, why)):
                guard !recipients.contains(where: { $0.destination == Destination(unit.id) }) else { continue }
                recipients.append(RoutedRecipient(destination: Destination(unit.id), name: unit.name, why: why))
            case .failure(let refusal):
                problems.append(
                    Problem(refusal.code, path: "/receivers/\(index)", detail: refusal.detail))
            }
        }
        if let rejection = Rejection(problems) { throw rejection }
        return recipients
    }

    private struct Refusal: Error {
        let code: RejectionCode
        let detail: String
    }

    private func unit(
        at address: ReceiverAddress, of message: Message, at moment: Timestamp
    ) -> Result<(Unit, String), Refusal> {
        switch address {
        case .unit(let id):
            guard let unit = directory.units[id] else {
                return .failure(Refusal(code: .unknownReceiver, detail: "the unit is not in the directory"))
            }
            guard unit.isValid(at: moment) else {
                return .failure(Refusal(code: .receiverNotValid, detail: "the unit is not in force in the directory"))
            }
            return taking(message, unit, why: "addressed as unit")
        case .function(let function, let municipalityCode):
            let candidates = directory.units(of: UnitKind(function), serving: municipalityCode, at: moment)
            guard let unit = candidates.first else {
                return .failure(
                    Refusal(
                        code: .receiverUnresolved,
                        detail: "no \(function.rawValue) in the directory serves that municipality"))
            }
            guard candidates.count == 1 else {
                let names = candidates.map(\.id.text).joined(separator: ", ")
                return .failure(
                    Refusal(
                        code: .receiverAmbiguous,
                        detail: "several units have that function there; address one of them: \(names)"))
            }
            return taking(message, unit, why: "\(function.rawValue) of municipality \(municipalityCode)")
        case .listedHealthCentre, .caseParties:
            return .failure(
                Refusal(
                    code: .receiverUnresolved,
                    detail: "this gateway does not resolve that kind of receiver; address a unit or a function"))
        }
    }

    private func taking(_ message: Message, _ unit: Unit, why: String) -> Result<(Unit, String), Refusal> {
        guard unit.highestSensitivity >= message.type.sensitivity else {
            return .failure(
                Refusal(
                    code: .sensitivityTooHigh,
                    detail: "the unit takes sensitivity \(unit.highestSensitivity) at most"))
        }
        return .success((unit, why))
    }

    // MARK: Subscribers

    private func subscribers(
        to message: Message, besides addressed: [RoutedRecipient], at moment: Timestamp
    ) -> [RoutedRecipient] {
        let organisations = Set(
            addressed.compactMap { $0.destination.unit.flatMap { directory.units[$0] }?.organisation })
        var recipients: [RoutedRecipient] = []
        for subscription in directory.subscriptions
        where subscription.wants(message.type, from: message.sender.unit, addressedTo: organisations) {
            let destination = Destination(subscription.subscriber)
            guard subscription.subscriber != message.sender.unit,
                !(addressed + recipients).contains(where: { $0.destination == destination }),
                let unit = directory.units[subscription.subscriber]
            else { continue }
            recipients.append(
                RoutedRecipient(
                    destination: destination, name: unit.name, why: "subscription",
                    skipped: reasonToSkip(unit, for: message, at: moment)))
        }
        return recipients
    }

    private func reasonToSkip(_ unit: Unit, for message: Message, at moment: Timestamp) -> RoutedRecipient.Skip? {
        guard unit.isValid(at: moment) else {
            return RoutedRecipient.Skip(code: .receiverNotValid, detail: "the unit is not in force in the directory")
        }
        guard unit.highestSensitivity >= message.type.sensitivity else {
            return RoutedRecipient.Skip(
                code: .sensitivityTooHigh, detail: "the unit takes sensitivity \(unit.highestSensitivity) at most")
        }
        return nil
    }
}

extension UnitKind {
    /// The kind of unit that has a function.
    ///
    /// Source: fields, Head, `receivers[]`.
    init(_ function: ReceiverFunction) {
        switch function {
        case .socialService: self = .socialService
        case .municipalHealthCare: self = .municipalHealthCare
        case .specialHousing: self = .specialHousing
        case .school: self = .school
        }
    }
}
