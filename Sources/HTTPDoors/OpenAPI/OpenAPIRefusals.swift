internal import MessageFormats
internal import Messages

/// How a door refuses, by status: by its own codes, and by those that follow from the rest of its sign.
struct OpenAPIRefusals {
    private let sign: DoorSign

    init(_ sign: DoorSign) {
        self.sign = sign
    }

    /// The responses by status, in the order of the statuses.
    var responses: [(status: Int, value: APIValue)] {
        let codes = Set(sign.refusals + implied + Self.protocolCodes)
        return Dictionary(grouping: codes, by: \.status).sorted { $0.key < $1.key }.map { status, codes in
            let shared = APIValue.object([("$ref", .text("#/components/responses/Refused\(status)"))])
            return (status, Self.sharedStatuses.contains(status) ? shared : Self.response(status, codes))
        }
    }

    /// The responses that are the same for all doors, for the components of the document.
    static var shared: [(String, APIValue)] {
        sharedStatuses.sorted().map { status in
            ("Refused\(status)", response(status, protocolCodes.filter { $0.status == status }))
        }
    }

    // MARK: Codes

    /// What may be refused before any door has been reached, at any of them.
    private static let protocolCodes: [RejectionCode] = [
        .malformedRequest, .notAcceptable, .requestTimeout, .bodyTooLarge, .uriTooLong, .expectationFailed,
        .headTooLarge, .notImplemented, .overloaded, .versionNotSupported,
    ]

    /// The statuses that no door has codes of its own for.
    private static let sharedStatuses: Set<Int> = [406, 408, 413, 414, 417, 431, 501, 505]

    private var implied: [RejectionCode] {
        var codes: [RejectionCode] = []
        if !sign.isOpen {
            codes += [
                .notIdentified, .credentialUnknown, .twoCredentials, .certificateOnPersonNumber,
                .certificateNotTrustedHere, .limitReached, sign.access.refusal, .queryInvalid,
            ]
        }
        switch sign.body {
        case .none: break
        case .object:
            codes += RejectionCode.all(beginning: "VX-10")
            codes += [.mediaTypeUnsupported, .contentEncodingUnsupported, .requestBodyInvalid]
        case .messages:
            codes += RejectionCode.all(beginning: "VX-10") + RejectionCode.all(beginning: "VX-11")
            codes += [.mediaTypeUnsupported, .contentEncodingUnsupported]
        }
        return codes
    }

    // MARK: Rendering

    private static func response(_ status: Int, _ codes: some Sequence<RejectionCode>) -> APIValue {
        let codes = codes.sorted { $0.text < $1.text }
        let words = codes.count > 6 ? "Refused." : codes.map { "\($0.text): \($0.english)" }.joined(separator: "\n")
        let schema = APIValue.object([("schema", Shape.object(.problem).schema)])
        let headers = [HeaderSign.requestID] + HeaderSign.ofRefusal(status)
        return .object([
            ("description", .text(words)), ("headers", .object(headers.map { ($0.name, $0.value) })),
            ("content", .object([("application/problem+json", schema), ("application/problem+xml", schema)])),
            ("x-vaxel-codes", .list(item: "item", codes.map { .text($0.text) })),
        ])
    }
}

extension HeaderSign {
    /// The header line of a response.
    var value: APIValue {
        .object([
            ("description", .text(words)), ("required", .boolean(isAlwaysThere)), ("schema", shape.schema),
        ])
    }
}
