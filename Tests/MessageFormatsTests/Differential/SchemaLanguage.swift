import Messages

/// What a schema of a language cannot say, so that only our own reading sees it.
enum SchemaLanguage {
    /// XSD 1.0.
    case xsd
    /// JSON Schema 2020-12.
    case jsonSchema

    /// Whether the schema may be content though the reader has a problem at a place.
    func maybeMisses(_ problem: Problem, at place: String) -> Bool {
        if alwaysMisses(problem, at: place) { return true }
        switch problem.code {
        // An open list stands in the schemas without its codes; a closed one may be called code too.
        case .unknownCode: return place.hasSuffix("/code")
        // The content is not read when its type or version is not the head's, so only the XSD knows whether it is right.
        case .contentOfOtherType, .unknownVersion: return self == .xsd
        default: return false
        }
    }

    /// Whether the schema never sees a problem.
    func alwaysMisses(_ problem: Problem, at place: String) -> Bool {
        switch (self, problem.code) {
        // The head is one for all types: what a type asks of it is not in the XSD.
        case (.xsd, .memberNotOfType): true
        case (.xsd, .missingMember): ["/refersTo", "/caseId", "/patient", "/sender/person"].contains(place)
        // A parser of JSON keeps one of two members of a name.
        case (.jsonSchema, .duplicateMember): true
        default: false
        }
    }
}
