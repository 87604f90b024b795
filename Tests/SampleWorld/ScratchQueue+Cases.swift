package import Messages
package import Queues

extension ScratchQueue {
    /// Accepts a message together with its case, and with what it does to another one.
    package func acceptInCase(
        _ message: Message, to units: [UnitID], alsoTo virtual: [Destination] = [], effect: MessageEffect? = nil
    ) async throws {
        var incoming = incoming(message, to: units.map { Destination($0) } + virtual, lane: message.id.description)
        incoming.senderOrganisation = message.sender.unit.sampleOrganisation
        incoming.recipients = incoming.recipients.map { recipient in
            Recipient(
                destination: recipient.destination, name: recipient.name, why: recipient.why, state: recipient.state,
                organisation: recipient.destination.unit?.sampleOrganisation)
        }
        incoming.replaces = message.replaces
        incoming.isCompulsory = message.type.isCompulsory
        incoming.effect = effect
        _ = try await queue.accept(incoming)
    }

    /// Leases the next delivery of a unit and completes it.
    package func complete(_ unit: UnitID) async throws {
        guard let leased = try await lease(Destination(unit)) else { return }
        _ = try await queue.complete(leased.lease, by: .municipal, receipt: { _ in nil })
    }
}

extension UnitID {
    /// The organisation of a unit of the sample world: what stands before the hyphen.
    package var sampleOrganisation: UnitID? { UnitID(text.prefix { $0 != "-" }) }
}
