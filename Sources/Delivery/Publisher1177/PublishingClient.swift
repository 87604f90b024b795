internal import HTTPTransport
internal import HTTPWire
internal import Messages
internal import Telemetry

/// Speaks to the 1177 publishing service: one request, and what its answer means.
struct PublishingClient: Sendable {
    /// What an answer means.
    enum Answer: Sendable {
        /// It is as it was asked for.
        case done
        /// It may be done at another time.
        case tryAgain(Hindrance)
        /// The document as it is will never be taken.
        case refused(PublicationFault)
    }

    let http: HTTPClient
    let log: Log

    /// Puts a document in the place of whatever is there under its id.
    func put(_ document: CarePlanDocument, traceparent: String?) async -> Answer {
        let type = [("Content-Type", "application/xml; charset=utf-8")]
        do {
            return answer(
                for: try await send(
                    "PUT", document.documentID, headers: type, body: document.bytes, traceparent: traceparent))
        } catch {
            return .tryAgain(hindrance(in: error))
        }
    }

    /// Takes away what stands under an id; where there is nothing, that is done already.
    func delete(documentID: String, traceparent: String?) async -> Answer {
        do {
            let response = try await send("DELETE", documentID, headers: [], body: [], traceparent: traceparent)
            return [404, 410].contains(response.status) ? .done : answer(for: response)
        } catch {
            return .tryAgain(hindrance(in: error))
        }
    }

    private func send(
        _ method: String, _ documentID: String, headers: [(String, String)], body: [UInt8], traceparent: String?
    ) async throws(TransportFailure) -> HTTPResponse {
        let trace = traceparent.map { [("traceparent", $0)] } ?? []
        return try await http.send(
            method: method, target: "/care-plans/\(documentID)", headers: HTTPHeaders(headers + trace), body: body,
            within: Limits.outboundAnswer)
    }

    private func hindrance(in failure: TransportFailure) -> Hindrance {
        log.write(.warning, "publisher1177-unreachable", [])
        return Hindrance(failure)
    }

    /// What the service's answer means.
    ///
    /// Only what is said of the document itself buries it: what it says, and how long it is. The second may be the word of a
    /// proxy on the way, but of that plan alone; ours lets through more than any plan has. Everything else is said of us, of
    /// the way there, or of the moment, or may be, and would bury every plan that waits; whether a 400 or 415 was the
    /// document's fault shows when others are taken (`Hindrance`). Source: RFC 9110 §15.
    private func answer(for response: HTTPResponse) -> Answer {
        let status = response.status
        switch status {
        case 200..<300:
            return .done
        case 413, 422:
            log.write(.error, "publisher1177-refused", [("status", .integer(status))])
            return .refused(
                PublicationFault(
                    code: .publicationRefused,
                    reason: "the publishing service answered \(status) and will not take the plan as it is"))
        default:
            log.write(.warning, "publisher1177-not-taken", [("status", .integer(status))])
            return .tryAgain(Hindrance(response))
        }
    }
}
