internal import AccessControl
package import HTTPDoors
internal import HTTPWire
package import MessageFormats
package import Messages
package import Plans
package import Queues
package import Routing

/// The inbound door `POST /v1/messages`: a system hands over a message, or up to 100 at once, and gets the transport receipt
/// of each once the disk has it.
package struct IntakeEndpoint: Sendable {
    private let intake: MessageIntake

    /// Makes the door.
    ///
    /// - Parameters:
    ///   - reader: reads messages.
    ///   - fingerprints: makes the keyed hashes of content, patient and lane.
    ///   - directory: the directory in force; asked for once per message, so that it can be swapped while running.
    ///   - plans: what is known of plans; told of each message that is on disk, before its answer.
    ///   - queue: where accepted messages go.
    ///   - receiptDestination: where a system takes the receipts for what it sent for a unit; nil for nowhere.
    ///   - now: the wall clock.
    package init(
        reader: MessageReader, fingerprints: Fingerprints, directory: @escaping @Sendable () -> Directory,
        plans: PlanRegister, queue: MessageQueue,
        receiptDestination: @escaping @Sendable (UnitID, SystemID) -> Destination? = { unit, _ in Destination(unit) },
        now: @escaping @Sendable () -> Timestamp
    ) {
        intake = MessageIntake(
            reader: reader, fingerprints: fingerprints, directory: directory, plans: plans, queue: queue,
            receiptDestination: receiptDestination, now: now)
    }

    /// The entry in the table of doors.
    ///
    /// The caller has been identified from the head, before the body is read.
    package var door: Door {
        Door(Self.sign) { call async throws(Rejection) in try await respond(to: call) }
    }

    /// Read, take, answer.
    ///
    /// No byte of the answer exists before the journal has said that the disk holds the message.
    func respond(to call: Call) async throws(Rejection) -> HTTPResponse {
        let (form, charset) = try call.bodyForm()
        switch try await SentBody.read(
            call.body, as: form, charset: charset, by: intake.reader, for: call.identity.system)
        {
        case .message(let content):
            return try await intake.take(SentMessage(consume content, in: form, aloneIn: call)).answer(to: call)
        case .batch(let parts):
            return await BatchIntake(intake: intake).answer(to: parts, in: form, of: call)
        }
    }
}
