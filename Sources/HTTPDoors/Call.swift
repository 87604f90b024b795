package import AccessControl
package import HTTPWire
package import MessageFormats
package import Messages

/// One call of the API, after its caller was identified and its form negotiated: what an endpoint needs to answer.
package struct Call: Sendable {
    /// The request line and header lines.
    package let head: HTTPRequestHead
    /// What stood in the places of the door's pattern: `["messageId": "0d9c…"]`.
    package let parameters: [String: String]
    /// Who calls; without any right at an open door.
    package let identity: Identity
    /// The form in which the caller wants its answer.
    package let answerForm: WireForm
    /// The media type that an answer in that form is to have: XML has two.
    package let answerType: String
    /// The id under which this request stands in the log and in a problem answer.
    package let requestID: String
    /// The request's body, all of it.
    package let body: [UInt8]

    /// Puts a call together; the table of doors does that, and tests.
    ///
    /// Without a media type for the answer it is `application/…`.
    package init(
        head: HTTPRequestHead, parameters: [String: String], identity: Identity, answerForm: WireForm,
        answerType: String? = nil, requestID: String, body: [UInt8]
    ) {
        self.head = head
        self.parameters = parameters
        self.identity = identity
        self.answerForm = answerForm
        self.answerType = answerType ?? (answerForm == .xml ? "application/xml" : "application/json")
        self.requestID = requestID
        self.body = body
    }
}

extension Call {
    /// Whether the caller would rather read problems in Swedish than in English.
    package var prefersSwedish: Bool { head.prefersSwedish }

    /// The form and declared charset of the request's body.
    ///
    /// - Throws: `Rejection` (415) when there is no `Content-Type`, one that no adapter reads, or a content coding.
    package func bodyForm() throws(Rejection) -> (form: WireForm, charset: String?) {
        guard head.headers.all("content-encoding").allSatisfy({ $0.lowercased() == "identity" }) else {
            throw Rejection(
                .contentEncodingUnsupported, "send the body without Content-Encoding; gzip is not accepted")
        }
        // Of two, somebody on the way may have gone by the other.
        guard head.headers.all("content-type").count < 2 else {
            throw Rejection(.mediaTypeUnsupported, "the request names more than one Content-Type")
        }
        guard let value = head.headers.first("content-type"), let type = MediaType(value) else {
            throw Rejection(.mediaTypeUnsupported, "the request names no Content-Type that can be read")
        }
        switch (type.type, type.subtype) {
        case ("application", "json"): return (.json, type.charset)
        case ("application", "xml"), ("text", "xml"): return (.xml, type.charset)
        default: throw Rejection(.mediaTypeUnsupported, "send application/xml, text/xml or application/json")
        }
    }

    /// Reads the request's body as an object of the API, in the form its `Content-Type` names.
    ///
    /// - Parameter known: the members that the call understands; any other is refused.
    /// - Returns: the members; none for an empty body.
    /// - Throws: `Rejection` when the body cannot be read, is no object, or holds an unknown member.
    package func bodyObject(known: Set<String>) throws(Rejection) -> APIObject {
        guard !body.isEmpty else { return APIObject(.object([])) }
        let (form, charset) = try bodyForm()
        return try APIObject(try APIDocument.read(body, as: form, charset: charset), path: "", known: known)
    }

    /// Refuses any body but white space and an empty JSON object, whatever its `Content-Type`: there is nothing in it to
    /// understand.
    func expectNoBody() throws(Rejection) {
        let written = body.lazy.filter { !" \t\r\n".utf8.contains($0) }
        guard written.isEmpty || written.elementsEqual("{}".utf8) else {
            throw Rejection(.bodyTooLarge, "the call takes no body")
        }
    }

    /// A whole number of the query.
    ///
    /// - Throws: `Rejection` when it is there but is no number within the range.
    package func number(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(Rejection) -> Int {
        guard let text = head.query[name] else { return fallback }
        guard let number = Int(text), range.contains(number), text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else {
            throw Rejection(.queryInvalid, "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Refuses a query that names anything but what the call understands, or a parameter twice: which one is meant is not
    /// for the gateway to guess.
    package func expectQuery(_ known: Set<String>) throws(Rejection) {
        let names = head.query.names
        guard names.allSatisfy(known.contains) else {
            throw Rejection(
                .queryInvalid,
                known.isEmpty
                    ? "no parameters are known here"
                    : "known parameters are: \(known.sorted().joined(separator: ", "))")
        }
        guard Set(names).count == names.count else {
            throw Rejection(.queryInvalid, "a parameter stands twice")
        }
    }
}

extension Call {
    /// Reads the request's body as the object that a door declares.
    ///
    /// - Throws: `Rejection` as `bodyObject(known:)` does.
    package func bodyObject(_ shape: ObjectShape) throws(Rejection) -> APIObject {
        try bodyObject(known: shape.names)
    }

    /// A whole number of the query, as a door declares it.
    ///
    /// - Throws: `Rejection` when it is there but is no number within the range.
    package func number(_ parameter: NumberParameter) throws(Rejection) -> Int {
        try number(parameter.name, in: parameter.range, default: parameter.fallback)
    }
}

extension APIObject {
    /// A whole number of a body that is also a parameter of the query elsewhere, or its default.
    ///
    /// - Throws: `Rejection` when it is there but is no number within the range.
    package func number(_ parameter: NumberParameter) throws(Rejection) -> Int {
        try number(parameter.name, in: parameter.range) ?? parameter.fallback
    }
}

extension HTTPRequestHead {
    /// Whether the client would rather read Swedish than English.
    package var prefersSwedish: Bool {
        AcceptLanguageHeader(headers.all("accept-language")).prefers(among: ["en", "sv"]) == "sv"
    }
}
