/// Whom a message is about.
package struct Patient: Hashable, Sendable {
    /// The person id, 12 characters; never to be printed outside a payload.
    package let id: String
    /// What kind of id it is.
    package let idType: PersonIdentifierKind
    /// The OID of the rule that a local reserve number follows.
    package let idOID: String?
    /// The person's name; never to be printed outside a payload.
    package let name: String
    /// The municipality where the person is registered, four digits by SCB.
    package let municipalityCode: String?
    /// How the person's data are protected.
    package let protectedIdentity: ProtectedIdentity

    /// What is wrong with the id; nil when nothing is.
    package let idFault: PersonIdentifier.Fault?
    /// The day of birth; nil when the id does not tell it.
    package let birthDate: CivilDate?

    /// Whether and how a person's data are protected in the population register.
    package enum ProtectedIdentity: String, Sendable {
        case none, sekretessmarkering, skyddadFolkbokforing
    }

    /// Reads the head's `patient`; nil when a required member is missing.
    package init?(_ record: Record) {
        guard let id = record.text("id"),
            let idType = record.text("idType").flatMap({ PersonIdentifierKind(rawValue: $0) }),
            let name = record.text("name"),
            let protection = record.text("protectedIdentity").flatMap({ ProtectedIdentity(rawValue: $0) })
        else { return nil }
        self.id = id
        self.idType = idType
        self.idOID = record.text("idOid")
        (idFault, birthDate) = PersonIdentifier.verdict(on: id, kind: idType, oid: idOID)
        self.name = name
        self.municipalityCode = record.text("municipalityCode")
        self.protectedIdentity = protection
    }
}
