import CLibXML2

/// One place where a document breaks a schema, without any value of the document.
package struct XMLSchemaFinding: Hashable, Sendable {
    /// What kind of thing is wrong.
    package enum Kind: Hashable, Sendable {
        /// An element is missing, unknown or out of place.
        case structure
        /// An attribute is missing or unknown.
        case attribute
        /// A value does not fit its type.
        case value
        case other
    }

    /// One step of the path: an element and, where siblings have its name, its number from 1.
    package struct Step: Hashable, Sendable {
        /// The element's name without prefix; it may be anything.
        package let name: String
        /// The number among siblings of the same name, from 1; nil for an only one.
        package let number: Int?
    }

    /// The line of the element, counted from 1.
    package let line: Int
    /// From the root to the element.
    package let path: [Step]
    /// What kind of thing is wrong.
    package let kind: Kind

    /// A document is not valid, and libxml2 does not say where.
    static let unplaced = XMLSchemaFinding(line: 1, path: [], kind: .other)

    static func path(to node: UnsafeMutablePointer<xmlNode>) -> [Step] {
        sequence(first: node, next: \.pointee.parent)
            .filter { $0.pointee.type == XML_ELEMENT_NODE }
            .map { Step(name: String(cString: $0.pointee.name), number: number(of: $0)) }
            .reversed()
    }

    /// The number among the siblings of the same name; nil for an only one.
    private static func number(of node: UnsafeMutablePointer<xmlNode>) -> Int? {
        guard let first = node.pointee.parent?.pointee.children else { return nil }
        let siblings = sequence(first: first, next: \.pointee.next).filter {
            $0.pointee.type == XML_ELEMENT_NODE && xmlStrEqual($0.pointee.name, node.pointee.name) == 1
        }
        guard siblings.count > 1 else { return nil }
        return siblings.firstIndex(of: node).map { $0 + 1 }
    }
}

extension XMLSchemaFinding.Kind {
    init(code: xmlParserErrors) {
        switch code {
        case XML_SCHEMAV_ELEMENT_CONTENT, XML_SCHEMAV_CVC_ELT_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1,
            XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_4:
            self = .structure
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2,
            XML_SCHEMAV_CVC_COMPLEX_TYPE_4, XML_SCHEMAV_CVC_TYPE_3_1_1:
            self = .attribute
        case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, XML_SCHEMAV_CVC_PATTERN_VALID, XML_SCHEMAV_CVC_ENUMERATION_VALID,
            XML_SCHEMAV_CVC_MINLENGTH_VALID, XML_SCHEMAV_CVC_MAXLENGTH_VALID, XML_SCHEMAV_CVC_LENGTH_VALID:
            self = .value
        default:
            self = .other
        }
    }
}
