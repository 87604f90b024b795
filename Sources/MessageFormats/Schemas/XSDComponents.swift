import Messages
import XMLDocuments

/// The XML Schema 1.0 components of the catalogue, as text.
///
/// All values are `xs:string` with patterns, never `xs:dateTime` or `xs:boolean`: those collapse white space before they look and
/// know spellings (`1`, `24:00:00`) that the contract refuses, so that XML and JSON would get different verdicts.
enum XSDComponents {
    /// Everything in one schema without includes, as the gateway validates.
    static var wholeSchema: String {
        let inventory = SchemaInventory.standard
        return file(
            body: sharedBody(inventory) + inventory.types.map { section($0.section) }.joined() + envelopeBody)
    }

    /// A schema file of the namespace of messages.
    static func file(includes: [String] = [], title: String? = nil, body: String) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"\(MessageNamespace.uri)\"\n"
        text += "    targetNamespace=\"\(MessageNamespace.uri)\" elementFormDefault=\"qualified\">\n"
        for include in includes { text += "  <xs:include schemaLocation=\"\(include)\"/>\n" }
        if let title { text += annotation(sv: title, en: nil, indent: 2) }
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
    static var envelopeBody: String {
        var text = "  <xs:element name=\"message\" type=\"Message\"/>\n"
        text += "  <xs:complexType name=\"Message\">\n"
        text += annotation(sv: "Meddelande: huvud och innehåll", en: "A message: head and content.", indent: 4)
        text += "    <xs:sequence>\n"
        text += Head.fields.map { field($0, indent: 6) }.joined()
        text += "      <xs:element name=\"content\" type=\"Content\">\n"
        text += annotation(sv: "Innehåll", en: "The content, by the type of the message.", indent: 8)
        text += "      </xs:element>\n    </xs:sequence>\n  </xs:complexType>\n"
        text += "  <xs:complexType name=\"Content\">\n    <xs:choice>\n"
        for type in MessageCatalogue.standard.types {
            text += "      <xs:element name=\"\(type.elementName)\" type=\"\(type.content.name)\"/>\n"
        }
        return text + "    </xs:choice>\n  </xs:complexType>\n"
    }

    private static func scalar(_ scalar: ScalarType) -> String {
        var text = "  <xs:simpleType name=\"\(scalar.name)\">\n"
        text += annotation(sv: scalar.label, en: scalar.documentation, indent: 4)
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
            text += annotation(sv: code.label, en: nil, indent: 8)
            text += "      </xs:enumeration>\n"
        }
        return text + "    </xs:restriction>\n  </xs:simpleType>\n"
    }

    private static func part(_ part: Part) -> String {
        var text = "  <xs:complexType name=\"\(part.name)\">\n"
        text += annotation(sv: part.label, en: nil, indent: 4)
        text += "    <xs:sequence>\n"
        text += part.fields.map { field($0, indent: 6) }.joined()
        return text + "    </xs:sequence>\n  </xs:complexType>\n"
    }

    private static func field(_ field: Field, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        let occurs = field.isRequired ? "" : " minOccurs=\"0\""
        let documentation = annotation(sv: field.label, en: SchemaText.documentation(of: field), indent: indent + 2)
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

    private static func annotation(sv: String, en: String?, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        var text = "\(space)<xs:annotation>\n"
        text += "\(space)  <xs:documentation xml:lang=\"sv\">\(XMLText.escape(sv))</xs:documentation>\n"
        if let en { text += "\(space)  <xs:documentation xml:lang=\"en\">\(XMLText.escape(en))</xs:documentation>\n" }
        return text + "\(space)</xs:annotation>\n"
    }
}
