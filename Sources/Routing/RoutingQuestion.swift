import Messages

/// One message to be routed, with all that the answer depends on.
struct RoutingQuestion {
    let message: Message
    let context: RoutingContext
    let directory: Directory
    let catalogue: MessageCatalogue
    let moment: Timestamp

    /// Refuses a sending unit that is unknown, not in force, or administrative.
    func checkSender() throws(Rejection) {
        guard let sender = directory.units[message.sender.unit], sender.isValid(at: moment) else {
            throw Rejection(
                Problem(.senderUnitUnknown, path: "/sender/unit", detail: "the sending unit is not in the directory"))
        }
        guard sender.kind == .administrative else { return }
        let units = directory.careUnits(below: sender, at: moment).map(\.id.text).joined(separator: ", ")
        throw Rejection(
            Problem(
                .administrativeSender, path: "/sender/unit",
                detail: units.isEmpty
                    ? "the directory has no care unit below the sending unit"
                    : "the care units below the sending unit are: \(units)"))
    }

    /// What keeps a unit from getting the message; nil when nothing does.
    func obstacle(to unit: Unit) -> RoutedRecipient.Skip? {
        guard unit.isValid(at: moment) else {
            return RoutedRecipient.Skip(code: .receiverNotValid, detail: "the unit is not in force in the directory")
        }
        guard unit.kind.takes(message.type) else {
            return RoutedRecipient.Skip(
                code: .typeNotTaken,
                detail: "a unit of kind \(unit.kind.rawValue) takes no messages of \(message.type.process.rawValue)")
        }
        guard unit.highestSensitivity >= message.type.sensitivity else {
            return RoutedRecipient.Skip(
                code: .sensitivityTooHigh, detail: "the unit takes sensitivity \(unit.highestSensitivity) at most")
        }
        return versionObstacle(to: unit)
    }
}

// MARK: - Messages about messages

extension RoutingQuestion {
    /// The recipients of a cancellation: whoever got the original, whatever has become of the unit since, and nobody else.
    ///
    /// A unit that left the directory or takes less now has the original all the same. Source: catalogue, MessageCancelled.
    ///
    /// - Parameter original: who got the message that is cancelled.
    /// - Returns: the recipients in the same order.
    /// - Throws: `Rejection` with one problem per address that means another unit.
    func recipients(ofOriginal original: [RoutingContext.OriginalRecipient]) throws(Rejection) -> [RoutedRecipient] {
        let reached = Set(original.compactMap(\.destination.unit))
        var problems: [Problem] = []
        for (index, address) in message.receivers.enumerated() {
            let meant = units(meantBy: address)
            guard !meant.isEmpty, reached.isDisjoint(with: meant) else { continue }
            problems.append(
                Problem(
                    .cancelReceivers, path: "/receivers/\(index)",
                    detail: "that unit did not get the message that is cancelled"))
        }
        if let rejection = Rejection(problems) { throw rejection }
        guard !original.isEmpty else {
            throw Rejection(
                Problem(.noReceiver, path: "/refersTo", detail: "nobody got the message that is cancelled"))
        }
        return original.map { recipient in
            RoutedRecipient(
                destination: recipient.destination, name: recipient.name,
                organisation: recipient.destination.unit.flatMap { directory.units[$0]?.organisation },
                why: "got the message that is cancelled")
        }
    }

    /// The unit or units that an address may mean, in force or not; empty when it names none in particular.
    private func units(meantBy address: ReceiverAddress) -> Set<UnitID> {
        switch address {
        case .unit(let id): [id]
        case .function(let function, let municipalityCode):
            Set(
                directory.units.values
                    .filter { $0.kind == UnitKind(function) && $0.municipalityCodes.contains(municipalityCode) }
                    .map(\.id))
        case .organisationFunction(let function, let organisation):
            Set(
                directory.units(of: OrganisationID(organisation))
                    .filter { $0.kind == UnitKind(function) }
                    .map(\.id))
        case .listedHealthCentre:
            if case .one(let unit, _) = listedHealthCentre() { [unit.id] } else { [] }
        case .caseParties: []
        }
    }

    /// Refuses what is told to the sender of a message when it is addressed to anybody else.
    ///
    /// - Parameters:
    ///   - sender: the sender of the message that it is about.
    ///   - code: the refusal.
    /// - Throws: `Rejection` with one problem per address that means another unit.
    func checkReceivers(ofAnswerTo sender: UnitID, orElse code: RejectionCode) throws(Rejection) {
        let problems = message.receivers.enumerated().compactMap { index, address -> Problem? in
            let meant = units(meantBy: address)
            return meant.isEmpty || meant.contains(sender)
                ? nil : Problem(code, path: "/receivers/\(index)")
        }
        if let rejection = Rejection(problems) { throw rejection }
    }

    /// The recipient of an answer that names nobody: the sender of the message that it is about, in force or not.
    func senderOfOriginal() throws(Rejection) -> RoutedRecipient {
        guard let sender = context.originalSender, let unit = directory.units[sender] else {
            throw Rejection(
                Problem(
                    .noReceiver, path: "/receivers",
                    detail: "no receiver is addressed, and the sender of the message that it refers to is not known"))
        }
        return RoutedRecipient(unit, why: "sender of the message")
    }
}
