/// The kinds of person id that `idType` names.
package enum PersonIdentifierKind: String, Sendable, CaseIterable {
    case personnummer, samordningsnummer, nationalReserveNumber, localReserveNumber

    /// The OID of the kind; nil for a local reserve number, whose OID the message gives.
    ///
    /// Source: Inera, OID registry 1.2.752.129; HL7 Sweden base profiles.
    package var oid: String? {
        switch self {
        case .personnummer: "1.2.752.129.2.1.3.1"
        case .samordningsnummer: "1.2.752.129.2.1.3.3"
        case .nationalReserveNumber: "1.2.752.74.9.1"
        case .localReserveNumber: nil
        }
    }
}
