import Messages

/// A language of schemas, and what it cannot say, so that only our own reading sees it.
enum SchemaLanguage {
    /// XSD 1.0.
    case xsd
    /// JSON Schema 2020-12.
    case jsonSchema

    /// How a problem that the reader tells looks to a schema.
    enum View {
        /// The schema refuses it too.
        case seen
        /// The schema cannot say it.
        case unseen
        /// The schema may see it, or something behind it.
        case unsure
        /// The schema sees another message than the reader.
        case clouded
    }

    /// How a problem at a place looks to a schema of this language.
    func view(of problem: Problem, at place: String) -> View {
        switch (self, problem.code) {
        // An open list stands in the XSD without its codes; a closed one may be called code too.
        case (.xsd, .unknownCode): place.hasSuffix("/code") ? .unsure : .seen
        // The head is one for all types: what a type asks of it is not in the XSD.
        case (.xsd, .memberNotOfType): .unseen
        case (.xsd, .missingMember):
            ["/refersTo", "/caseId", "/patient", "/sender/person"].contains(place) ? .unseen : .seen
        // The content is not read when its type or version is not the head's, so only the XSD knows whether it is right.
        case (.xsd, .contentOfOtherType), (.xsd, .unknownVersion): .unsure
        // Parsers of JSON keep the last of two members of a name and tell nobody.
        case (.jsonSchema, .duplicateMember): .clouded
        default: .seen
        }
    }
}
