extension RejectionCode {
    /// The request does not say who calls.
    package static let notIdentified = RejectionCode(
        "VX-1401", 401, .sender,
        "The request does not say who calls.",
        "Anropet anger inte vem som anropar.",
        advice: "Send Authorization: Bearer with the system's token.")
    /// The credential is not known.
    package static let credentialUnknown = RejectionCode(
        "VX-1402", 401, .sender,
        "The credential is not known.",
        "Inloggningsuppgiften är inte känd.",
        advice: "Check the token, or the certificate's HSA-id; ask the operator to enter it.")
    /// The system does not have the right that the call needs.
    package static let rightMissing = RejectionCode(
        "VX-1403", 403, .operator,
        "The system does not have the right that the call needs.",
        "Systemet saknar den rättighet som anropet kräver.",
        advice: "Ask the operator for the right.")
    /// The system may not send for this unit.
    package static let senderUnitNotYours = RejectionCode(
        "VX-1404", 403, .operator,
        "The system may not send for this unit.",
        "Systemet får inte skicka för denna enhet.",
        advice: "Send for a unit of your own, or ask the operator.")
    /// The system may not receive for this unit.
    package static let queueNotYours = RejectionCode(
        "VX-1405", 403, .operator,
        "The system may not receive for this unit.",
        "Systemet får inte hämta för denna enhet.",
        advice: "Poll a unit of your own, or ask the operator.")
    /// The request holds two credentials.
    package static let twoCredentials = RejectionCode(
        "VX-1408", 401, .sender,
        "The request holds two credentials.",
        "Anropet innehåller två inloggningsuppgifter.",
        advice: "Send a token or a client certificate, not both.")
    /// A receipt must name a unit of the system's own.
    package static let receiptUnitNotYours = RejectionCode(
        "VX-1409", 403, .sender,
        "A receipt must name a unit of the system's own.",
        "En kvittens måste gälla en egen enhet.",
        advice: "Send the receipt for a unit of your own.")
    /// Reading a payload needs a right of its own.
    package static let payloadRightMissing = RejectionCode(
        "VX-1407", 403, .operator,
        "Reading a payload needs a right of its own.",
        "Att läsa ett innehåll kräver en egen rättighet.",
        advice: "Ask the operator for the right payload; for a message about the wrong patient also for audit.")
    /// The client certificate is on a person number instead of an HSA-id.
    package static let certificateOnPersonNumber = RejectionCode(
        "VX-1410", 401, .sender,
        "The client certificate is on a person number, not on an HSA-id.",
        "Certifikatet är utställt på ett personnummer. Välj det certifikat vars id börjar med SE (HSA-id).",
        advice: "Choose the certificate whose serialNumber begins with SE.")
    /// A client certificate's HSA-id came where no TLS proxy is listened to.
    package static let certificateNotTrustedHere = RejectionCode(
        "VX-1411", 401, .operator,
        "Vaxel-Client-HSA-ID is believed on the TLS proxy's Unix socket only.",
        "Vaxel-Client-HSA-ID gäller bara på TLS-proxyns Unix-socket.",
        advice: "Let the proxy pass calls on to listen.unixSocket; from anybody else the header is a forgery.")

    /// VX-14xx: identity and rights.
    static let rights: [RejectionCode] = [
        .notIdentified, .credentialUnknown, .rightMissing, .senderUnitNotYours, .queueNotYours,
        .payloadRightMissing, .twoCredentials, .receiptUnitNotYours, .certificateOnPersonNumber,
        .certificateNotTrustedHere,
    ]
}
