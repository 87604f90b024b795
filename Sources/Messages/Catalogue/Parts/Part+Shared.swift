extension Part {
    static let address = Part(
        "Address", "Adress",
        [
            Field("careOf", .string, .optional, .law, "c/o", "Whose letterbox it is."),
            Field("street", .string, .required, .law, "Gatuadress", "Street and number, or box."),
            Field("postalCode", .string, .required, .law, "Postnummer", "The postal code of the country."),
            Field("city", .string, .required, .law, "Postort", "The postal town."),
            Field("country", .scalar(.countryCode), .optional, .law, "Land", "SE when it is missing."),
        ])

    static let person = Part("Person", "Person, medarbetare", atLeastOneOf: ["hsaId", "localId"], personFields)

    /// A member of staff with the unit where one is reached.
    static let staffContact = Part(
        "StaffContact", "Kontaktperson med enhet", atLeastOneOf: ["hsaId", "localId"],
        personFields + [
            Field("unit", .part(.unitRef), .required, .technical, "Enhet", "The unit where the person works.")
        ])

    static let unitRef = Part(
        "UnitRef", "Enhet",
        [
            Field("hsaId", .hsaID, .optional, .technical, "HSA-id", "The unit's HSA-id."),
            Field("name", .string, .required, .technical, "Namn", "The unit's name as people know it."),
            Field("principal", .closedCode(.principal), .required, .technical, "Huvudman", "Who answers for the unit."),
            Field("phone", .string, .optional, .technical, "Telefon", "Where the unit is reached."),
        ])

    static let contact = Part(
        "Contact", "Närstående eller ställföreträdare",
        [
            Field("name", .string, .required, .sensitive, "Namn", "The person's name."),
            Field(
                "relation", .openCode(.relation), .required, .sensitive, "Relation",
                "What the person is to the patient."),
            Field("phone", .string, .optional, .sensitive, "Telefon", "Where the person is reached."),
            Field(
                "mayBeInformed", .boolean, .optional, .sensitive, "Får informeras",
                "Whether the patient allows the person to be told."),
        ])

    static let interpreter = Part(
        "Interpreter", "Tolk",
        [
            Field("needed", .boolean, .required, .sensitive, "Tolk behövs", "Whether an interpreter is needed."),
            Field("language", .scalar(.language), .optional, .sensitive, "Språk", "BCP 47: se, fit, fi, ar, en …"),
            Field("signLanguage", .boolean, .optional, .sensitive, "Teckenspråk", "Whether it is a sign language."),
        ])

    /// The value of an open list.
    package static let openCode = Part(
        "OpenCode", "Kod ur en öppen kodlista, med text",
        [
            Field("code", .string, .required, .technical, "Kod", "A code of the list, or another one with a text."),
            Field(
                "text", .string, .conditional("Required when the list does not have the code."), .technical, "Text",
                "The meaning in words."),
        ])

    static let extensionEntry = Part(
        "ExtensionEntry", "Tilläggsuppgift",
        [
            Field("system", .string, .required, .technical, "System", "Who defines the name, as a URI or OID."),
            Field("name", .string, .required, .technical, "Namn", "The name of the value in that system."),
            Field("value", .text, .required, .technical, "Värde", "The value, passed on as it is."),
        ])

    private static let personFields: [Field] = [
        Field("hsaId", .hsaID, .optional, .technical, "HSA-id", "The person's HSA-id; this or localId."),
        Field(
            "localId", .scalar(.shortID), .optional, .technical, "Lokalt id",
            "An id of the sender's own, for staff without HSA-id."),
        Field("name", .string, .required, .technical, "Namn", "The name; for staff with protected identity the role."),
        Field("role", .string, .optional, .technical, "Yrkesroll", "The professional role, in words."),
        Field("phone", .string, .optional, .technical, "Telefon", "Where the person is reached."),
    ]
}

extension Field {
    /// The list that closes every content: values that the catalogue does not know, passed on as they are.
    static let extensionList = Field(
        "extension", .list(of: .part(.extensionEntry), item: "entry"), .optional, .technical, "Tillägg",
        "Values agreed between systems; they survive every conversion.")
}
