import Messages
import XMLDocuments

/// The XML Schema 1.0 components of the catalogue, as text.
///
/// All values are `xs:string` with patterns, never `xs:dateTime` or `xs:boolean`: those collapse white space before they look and
/// know spellings (`1`, `24:00:00`) that the contract refuses, so that XML and JSON would get different verdicts.
enum XSDComponents {
    /// Everything in one schema without includes, as the gateway validates.
    static func wholeSchema(_ inventory: SchemaInventory, title: Words? = nil) -> String {
        file(
            title: title,
            body: sharedBody(inventory) + inventory.types.map { section($0.section) }.joined() + envelopeBody(inventory)
        )
    }

    /// The same thing in Swedish and in English; nil where a language has no words for it.
    typealias Words = (sv: String?, en: String?)

    /// A schema file of the namespace of messages.
    static func file(includes: [String] = [], title: Words? = nil, body: String) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"\(MessageNamespace.uri)\"\n"
        text += "    targetNamespace=\"\(MessageNamespace.uri)\" elementFormDefault=\"qualified\">\n"
        for include in includes { text += "  <xs:include schemaLocation=\"\(include)\"/>\n" }
        if let title { text += annotation(title, indent: 2) }
        return text + body + "</xs:schema>\n"
    }

    /// The components that more than one file uses.
    static func sharedBody(_ inventory: SchemaInventory) -> String {
        inventory.scalars.map(scalar).joined() + section(inventory.shared)
    }

    /// The components of one file.
    static func section(_ section: SchemaInventory.Section) -> String {
        section.codeLists.map(codeList).joined() + section.parts.map(part).joined()
    }

    /// The element `message` and its type.
    static func envelopeBody(_ inventory: SchemaInventory) -> String {
        var text = "  <xs:element name=\"message\" type=\"Message\"/>\n"
        text += "  <xs:complexType name=\"Message\">\n"
        text += annotation(("Meddelande: huvud och innehåll", "A message: head and content."), indent: 4)
        text += "    <xs:sequence>\n"
        text += inventory.head.map { field($0, indent: 6) }.joined()
        text += "      <xs:element name=\"content\" type=\"Content\">\n"
        text += annotation(("Innehåll, efter meddelandets typ", "The content, by the type of the message."), indent: 8)
        text += "      </xs:element>\n    </xs:sequence>\n  </xs:complexType>\n"
        text += "  <xs:complexType name=\"Content\">\n    <xs:choice>\n"
        for (type, _) in inventory.types {
            text += "      <xs:element name=\"\(type.elementName)\" type=\"\(type.content.name)\"/>\n"
        }
        return text + "    </xs:choice>\n  </xs:complexType>\n"
    }

    private static func scalar(_ scalar: ScalarType) -> String {
        var text = "  <xs:simpleType name=\"\(scalar.name)\">\n"
        text += annotation((scalar.label, scalar.documentation), indent: 4)
        text += "    <xs:restriction base=\"xs:string\">\n"
        // A pattern does not always bound the length: a link or an OID goes on as long as it likes.
        text += "      <xs:minLength value=\"\(scalar.length.lowerBound)\"/>\n"
        text += "      <xs:maxLength value=\"\(scalar.length.upperBound)\"/>\n"
        if let pattern = scalar.pattern {
            text += "      <xs:pattern value=\"\(XMLText.escape(pattern))\"/>\n"
        }
        return text + "    </xs:restriction>\n  </xs:simpleType>\n"
    }

    private static func codeList(_ list: CodeList) -> String {
        var text = "  <xs:simpleType name=\"\(list.name)\">\n    <xs:restriction base=\"xs:string\">\n"
        for code in list.codes {
            text += "      <xs:enumeration value=\"\(XMLText.escape(code.value))\">\n"
            text += annotation((code.label, EnglishName.words(code.value)), indent: 8)
            text += "      </xs:enumeration>\n"
        }
        return text + "    </xs:restriction>\n  </xs:simpleType>\n"
    }

    private static func part(_ part: Part) -> String {
        var text = "  <xs:complexType name=\"\(part.name)\">\n"
        text += annotation((part.label, EnglishName.title(part.name)), indent: 4)
        text += "    <xs:sequence>\n"
        text += part.fields.map { field($0, indent: 6) }.joined()
        return text + "    </xs:sequence>\n  </xs:complexType>\n"
    }

    private static func field(_ field: Field, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        let occurs = field.isRequired ? "" : " minOccurs=\"0\""
        let words = (SchemaText.swedish(of: field), SchemaText.english(of: field))
        let documentation = annotation(words, indent: indent + 2)
        guard case .list(let item, let itemType, let minimum) = field.type else {
            return
                "\(space)<xs:element name=\"\(field.name)\" type=\"\(typeName(field.type))\"\(occurs)>\n\(documentation)"
                + "\(space)</xs:element>\n"
        }
        return """
            \(space)<xs:element name="\(field.name)"\(occurs)>
            \(documentation)\(space)  <xs:complexType>
            \(space)    <xs:sequence>
            \(space)      <xs:element name="\(item)" type="\(typeName(itemType))" minOccurs="\(minimum)" maxOccurs="unbounded"/>
            \(space)    </xs:sequence>
            \(space)  </xs:complexType>
            \(space)</xs:element>

            """
    }

    private static func typeName(_ type: FieldType) -> String {
        switch type {
        case .scalar(let scalar): scalar.name
        case .closedCode(let list): list.name
        case .openCode: Part.openCode.name
        case .part(let part): part.name
        case .list(_, let itemType, _): typeName(itemType)
        }
    }

    private static func annotation(_ words: Words, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        var text = "\(space)<xs:annotation>\n"
        for (language, words) in [("sv", words.sv), ("en", words.en)] {
            guard let words else { continue }
            text += "\(space)  <xs:documentation xml:lang=\"\(language)\">\(XMLText.escape(words))</xs:documentation>\n"
        }
        return text + "\(space)</xs:annotation>\n"
    }
}
