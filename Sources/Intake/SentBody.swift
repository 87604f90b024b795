internal import HTTPDoors
internal import MessageFormats
internal import Messages

/// What a body turned out to be: one message, or several that stand or fall each by itself.
enum SentBody: Sendable {
    /// A message of a batch, or why the part is none.
    struct Part: Sendable {
        let part: MessageBatch.Part
        let content: Result<ReadMessage, Rejection>
    }

    case message(ReadMessage)
    case batch([Part])

    /// Reads a body.
    ///
    /// A large one is read beside the connections' loops: it would hold up everybody else's requests for as long as it takes.
    static func read(
        _ body: [UInt8], as form: WireForm, charset: String?, by reader: MessageReader, for system: SystemID
    ) async throws(Rejection) -> SentBody {
        guard body.count > Limits.decodedAtOnce else {
            return try readNow(body, as: form, charset: charset, by: reader)
        }
        return try await LargeWork.shared.run(for: system) {
            Result { () throws(Rejection) in try readNow(body, as: form, charset: charset, by: reader) }
        }.get()
    }

    private static func readNow(
        _ body: [UInt8], as form: WireForm, charset: String?, by reader: MessageReader
    ) throws(Rejection) -> SentBody {
        guard let batch = try MessageBatch(body, as: form, charset: charset) else {
            return .message(try reader.read(body, as: form, charset: charset))
        }
        return .batch(
            batch.parts.map { part in
                Part(
                    part: part,
                    content: Result { () throws(Rejection) in
                        try reader.read(part.bytes, as: form)
                    }.mapError { $0.moved(down: part.linesBefore) })
            })
    }
}

extension Rejection {
    /// The same refusal with its lines counted from further up.
    fileprivate func moved(down lines: Int) -> Rejection {
        Rejection(
            problems.map { problem in
                Problem(
                    problem.code, path: problem.path, line: problem.line.map { $0 + lines }, detail: problem.detail)
            }) ?? self
    }
}
