internal import HTTPDoors
internal import HTTPWire
internal import MessageFormats
internal import Messages

/// Takes the messages of a batch, each by itself: those that belong together one after the other, all others at once, so
/// that they share the disk's syncs.
struct BatchIntake: Sendable {
    private enum Outcome: Sendable {
        case taken(TransportReceipt)
        case refused(Rejection)
    }

    let intake: MessageIntake

    /// The answer to a batch: 200 with a result for each message, in their order.
    func answer(to parts: [SentBody.Part], in form: WireForm, of call: Call) async -> HTTPResponse {
        let sent = parts.map { part in
            part.content.map { SentMessage($0, part.part, in: form, of: call) }
        }
        let outcomes = await outcomes(of: sent)
        let results = zip(sent, outcomes).enumerated().map { index, pair in
            let messageID = try? pair.0.get().message.id
            return Self.value(index, messageID, pair.1, for: call)
        }
        var response = APIAnswer.response(
            status: 200, root: "batch", .object([("results", .list(item: "result", results))]), for: call)
        // The messages are on disk: a refusal would only have them sent again.
        response.isOwed = true
        return response
    }

    private func outcomes(of sent: [Result<SentMessage, Rejection>]) async -> [Outcome] {
        let chains = BatchOrder.chains(of: sent.map { try? $0.get().message })
        var outcomes: [Outcome] = sent.map { .refused($0.failure ?? Rejection(.notAMessage)) }
        await withTaskGroup { group in
            for chain in chains {
                group.addTask {
                    var taken: [(Int, Outcome)] = []
                    for index in chain {
                        if case .success(let message) = sent[index] { taken.append((index, await take(message))) }
                    }
                    return taken
                }
            }
            for await taken in group {
                for (index, outcome) in taken { outcomes[index] = outcome }
            }
        }
        return outcomes
    }

    private func take(_ message: SentMessage) async -> Outcome {
        do {
            return .taken(try await intake.take(message))
        } catch {
            return .refused(error)
        }
    }

    private static func value(
        _ index: Int, _ messageID: MessageID?, _ outcome: Outcome, for call: Call
    ) -> APIValue {
        var members: [(String, APIValue)] = [("index", .integer(index))]
        switch outcome {
        case .taken(let receipt):
            members.append(("status", .integer(receipt.status)))
            members.append(("messageId", .text(receipt.messageID.description)))
            members.append(("receipt", receipt.value))
        case .refused(let rejection):
            members.append(("status", .integer(rejection.status)))
            if let messageID { members.append(("messageId", .text(messageID.description))) }
            members.append(
                (
                    "problem",
                    ProblemAnswer.document(for: rejection, requestID: call.requestID, swedish: call.prefersSwedish)
                ))
        }
        return .object(members)
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
