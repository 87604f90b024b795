import Messages

// MARK: - Addressed receivers

extension RoutingQuestion {
    /// Why an address cannot be used.
    private struct Refusal: Error {
        let code: RejectionCode
        let detail: String
    }

    /// The units that the message is addressed to, each once.
    func addressedRecipients() throws(Rejection) -> [RoutedRecipient] {
        var recipients: [RoutedRecipient] = []
        recipients.reserveCapacity(message.receivers.count)
        var problems: [Problem] = []
        for (index, address) in message.receivers.enumerated() {
            do throws(Refusal) {
                for recipient in try self.recipients(at: address)
                where !recipients.contains(where: { $0.destination == recipient.destination }) {
                    recipients.append(recipient)
                }
            } catch {
                problems.append(Problem(error.code, path: "/receivers/\(index)", detail: error.detail))
            }
        }
        if let rejection = Rejection(problems) { throw rejection }
        return recipients
    }

    private func recipients(at address: ReceiverAddress) throws(Refusal) -> [RoutedRecipient] {
        switch address {
        case .unit(let id):
            guard let unit = directory.units[id] else {
                throw Refusal(code: .unknownReceiver, detail: "the unit is not in the directory")
            }
            return [try named(unit, why: "addressed as unit")]
        case .function(let function, let municipalityCode):
            return try only(
                directory.units(of: UnitKind(function), serving: municipalityCode, at: moment),
                why: "\(function.rawValue) of municipality \(municipalityCode)",
                orElse: "no \(function.rawValue) in the directory serves that municipality")
        case .organisationFunction(let function, let organisation):
            return try only(
                directory.units(of: UnitKind(function), in: OrganisationID(organisation), at: moment),
                why: "\(function.rawValue) of the organisation",
                orElse: "no \(function.rawValue) in the directory belongs to that organisation")
        case .listedHealthCentre:
            switch listedHealthCentre() {
            case .one(let unit, let why): return [try named(unit, why: why)]
            case .several(let units): throw ambiguous(units)
            case .none(let detail): throw Refusal(code: .receiverUnresolved, detail: detail)
            }
        case .caseParties:
            return try caseParties()
        }
    }

    /// The one unit that has a function.
    private func only(_ units: [Unit], why: String, orElse detail: String) throws(Refusal) -> [RoutedRecipient] {
        guard let unit = units.first else { throw Refusal(code: .receiverUnresolved, detail: detail) }
        guard units.count == 1 else { throw ambiguous(units) }
        return [try named(unit, why: why)]
    }

    /// A unit that the sender has named: what keeps the message from it refuses the message.
    private func named(_ unit: Unit, why: String) throws(Refusal) -> RoutedRecipient {
        if let obstacle = obstacle(to: unit) { throw Refusal(code: obstacle.code, detail: obstacle.detail) }
        return RoutedRecipient(unit, why: why)
    }

    private func ambiguous(_ units: [Unit]) -> Refusal {
        Refusal(
            code: .receiverAmbiguous,
            detail: "several units have that function; address one of them: "
                + units.map(\.id.text).joined(separator: ", "))
    }

    /// The other parties of the case: none of them was named, so one that does not take the message is passed over.
    private func caseParties() throws(Refusal) -> [RoutedRecipient] {
        let parties = context.caseParties.filter { $0 != message.sender.unit }.compactMap { directory.units[$0] }
        guard parties.contains(where: { $0.isValid(at: moment) }) else {
            throw Refusal(
                code: .casePartiesUnknown, detail: "no other unit in force is known to take part in the case")
        }
        return parties.map { RoutedRecipient($0, why: "party of the case", skipped: obstacle(to: $0)) }
    }
}

// MARK: - Subscribers

extension RoutingQuestion {
    /// The units that wish for the message without being addressed; those that it must not go to are skipped.
    func subscribers(besides addressed: [RoutedRecipient]) -> [RoutedRecipient] {
        guard !directory.subscriptions.isEmpty else { return [] }
        var organisations: [OrganisationID] = []
        organisations.reserveCapacity(addressed.count)
        for recipient in addressed where recipient.skipped == nil {
            if let organisation = recipient.organisation { organisations.append(organisation) }
        }
        var recipients: [RoutedRecipient] = []
        for subscription in directory.subscriptions
        where subscription.wants(message.type, from: message.sender.unit, addressedTo: organisations) {
            let destination = Destination(subscription.subscriber)
            guard subscription.subscriber != message.sender.unit,
                !addressed.contains(where: { $0.destination == destination }),
                !recipients.contains(where: { $0.destination == destination }),
                let unit = directory.units[subscription.subscriber]
            else { continue }
            recipients.append(RoutedRecipient(unit, why: "subscription", skipped: obstacle(to: unit)))
        }
        return recipients
    }
}
