extension RejectionCode {
    /// The request is not valid HTTP/1.1.
    package static let malformedRequest = RejectionCode(
        "VX-1501", 400, .sender,
        "The request is not valid HTTP/1.1.",
        "Anropet är inte giltig HTTP/1.1.",
        advice: "Mend the client (RFC 9112).")
    /// A query parameter is unknown or has a wrong value.
    package static let queryInvalid = RejectionCode(
        "VX-1502", 400, .sender,
        "A query parameter is unknown or has a wrong value.",
        "En frågeparameter är okänd eller har fel värde.",
        advice: "Check the parameters against the API description.")
    /// The body of the call is not what the call takes.
    package static let requestBodyInvalid = RejectionCode(
        "VX-1503", 400, .sender,
        "The body of the call is not what the call takes.",
        "Anropets innehåll är inte det som anropet tar emot.",
        advice: "Check the body against the API description.")
    /// There is nothing here for this caller.
    package static let notFound = RejectionCode(
        "VX-1504", 404, .sender,
        "There is nothing here for this caller.",
        "Det finns inget här för denna anropare.",
        advice: "Check the address.")
    /// The address does not take this method.
    package static let methodNotAllowed = RejectionCode(
        "VX-1505", 405, .sender,
        "The address does not take this method.",
        "Adressen tar inte emot denna metod.",
        advice: "Use a method that the header Allow names.")
    /// None of the media types that the caller accepts can be given.
    package static let notAcceptable = RejectionCode(
        "VX-1506", 406, .sender,
        "None of the media types that the caller accepts can be given.",
        "Ingen av de medietyper som anroparen godtar kan lämnas.",
        advice: "Accept application/json or application/xml.")
    /// The request came too slowly.
    package static let requestTimeout = RejectionCode(
        "VX-1508", 408, .sender,
        "The request came too slowly.",
        "Anropet kom för långsamt.",
        advice: "Send the request again.")
    /// The body is larger than the call takes.
    package static let bodyTooLarge = RejectionCode(
        "VX-1513", 413, .sender,
        "The body is larger than the call takes.",
        "Innehållet är större än vad anropet tar emot.",
        advice: "Send at most 16 MiB of messages, 64 KiB of anything else, and nothing where nothing is taken.")
    /// The address is too long.
    package static let uriTooLong = RejectionCode(
        "VX-1514", 414, .sender,
        "The address is too long.",
        "Adressen är för lång.",
        advice: "Shorten the address.")
    /// The media type is not one that the call takes.
    package static let mediaTypeUnsupported = RejectionCode(
        "VX-1515", 415, .sender,
        "The media type is not one that the call takes.",
        "Medietypen stöds inte.",
        advice: "Send application/json, application/xml or text/xml.")
    /// The content encoding is not supported.
    package static let contentEncodingUnsupported = RejectionCode(
        "VX-1516", 415, .sender,
        "The content encoding is not supported.",
        "Innehållskodningen stöds inte.",
        advice: "Send the body without Content-Encoding.")
    /// The expectation of the request is not known.
    package static let expectationFailed = RejectionCode(
        "VX-1517", 417, .sender,
        "The expectation of the request is not known.",
        "Anropets Expect-huvud stöds inte.",
        advice: "Send Expect: 100-continue, or none.")
    /// The system has used up one of its limits.
    package static let limitReached = RejectionCode(
        "VX-1529", 429, .sender,
        "The system has used up one of its limits.",
        "Systemet har nått en av sina gränser.",
        advice: "Wait as long as the header Retry-After says, and complete or release what is leased.")
    /// The head of the request is too large.
    package static let headTooLarge = RejectionCode(
        "VX-1531", 431, .sender,
        "The head of the request is too large.",
        "Anropets huvud är för stort.",
        advice: "Send fewer or shorter headers.")
    /// The method or transfer coding is not implemented.
    package static let notImplemented = RejectionCode(
        "VX-1541", 501, .sender,
        "The method or transfer coding is not implemented.",
        "Metoden eller överföringskodningen stöds inte.",
        advice: "Use a method of the API description.")
    /// The version of HTTP is not supported.
    package static let versionNotSupported = RejectionCode(
        "VX-1545", 505, .sender,
        "The version of HTTP is not supported.",
        "HTTP-versionen stöds inte.",
        advice: "Use HTTP/1.1.")

    /// VX-15xx: the HTTP exchange.
    static let http: [RejectionCode] = [
        .malformedRequest, .queryInvalid, .requestBodyInvalid, .notFound, .methodNotAllowed, .notAcceptable,
        .requestTimeout, .bodyTooLarge, .uriTooLong, .mediaTypeUnsupported, .contentEncodingUnsupported,
        .expectationFailed, .limitReached, .headTooLarge, .notImplemented, .versionNotSupported,
    ]
}
