import Testing
import XMLDocuments

@Suite struct XMLSchemaTests {
    private static let xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x" elementFormDefault="qualified">
          <xs:element name="a"><xs:complexType><xs:sequence>
            <xs:element name="b" maxOccurs="2"><xs:simpleType><xs:restriction base="xs:string">
              <xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """

    @Test(arguments: [
        ("<a xmlns='urn:x'><b>1</b></a>", []),
        ("<a xmlns='urn:x'><b>1</b>\n<b>x</b></a>", [XMLSchemaFinding.Kind.value]),
        ("<a xmlns='urn:x'><c/></a>", [.structure]), ("<a xmlns='urn:x' k='1'><b>1</b></a>", [.attribute]),
        ("<a><b>1</b></a>", [.structure]),
    ])
    func `a document is held to the schema`(text: String, kinds: [XMLSchemaFinding.Kind]) throws {
        let schema = try #require(XMLSchema.compile(Array(Self.xsd.utf8)))
        #expect(schema.validate(try XMLDocument.parse(Array(text.utf8))).map(\.kind) == kinds)
    }

    @Test func `a finding tells line and path and no value`() throws {
        let schema = try #require(XMLSchema.compile(Array(Self.xsd.utf8)))
        let document = try XMLDocument.parse(Array("<a xmlns='urn:x'><b>1</b>\n<b>secret</b></a>".utf8))
        let finding = try #require(schema.validate(document).first)
        #expect(finding.line == 2)
        #expect(finding.path.map(\.name) == ["a", "b"] && finding.path.map(\.number) == [nil, 2])
        #expect(!"\(finding)".contains("secret"))
    }

    @Test func `a hint to another schema is not followed`() throws {
        let schema = try #require(XMLSchema.compile(Array(Self.xsd.utf8)))
        let text = """
            <a xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="urn:x file:///dev/null urn:y http://127.0.0.1:1/y.xsd"><b>1</b></a>
            """
        let document = try XMLDocument.parse(Array(text.utf8))
        #expect(document.root.attributes.isEmpty)
        #expect(schema.validate(document).isEmpty)
    }

    @Test func `what is no schema does not compile`() {
        #expect(XMLSchema.compile(Array("<a/>".utf8)) == nil)
        #expect(XMLSchema.compile([]) == nil)
    }

    @Test func `a schema may be made of parts, which come from memory only`() throws {
        let whole = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:y="urn:y" targetNamespace="urn:x">
              <xs:import namespace="urn:y" schemaLocation="../core/y.xsd"/><xs:element name="a" type="y:number"/>
            </xs:schema>
            """
        let part = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:y">
              <xs:simpleType name="number"><xs:restriction base="xs:integer"/></xs:simpleType></xs:schema>
            """
        let schema = try #require(XMLSchema.compile(Array(whole.utf8), parts: ["y.xsd": Array(part.utf8)]))
        #expect(schema.validate(try XMLDocument.parse(Array("<a xmlns='urn:x'>1</a>".utf8))).isEmpty)
        #expect(schema.validate(try XMLDocument.parse(Array("<a xmlns='urn:x'>b</a>".utf8))).count == 1)
        #expect(XMLSchema.compile(Array(whole.utf8)) == nil)
    }

    @Test func `one schema serves several tasks at once`() async throws {
        let schema = try #require(XMLSchema.compile(Array(Self.xsd.utf8)))
        let wrong = await withTaskGroup(of: Int.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let text = "<a xmlns='urn:x'><b>\(number.isMultiple(of: 2) ? "1" : "x")</b></a>"
                    guard let document = try? XMLDocument.parse(Array(text.utf8)) else { return 1 }
                    return schema.validate(document).isEmpty == number.isMultiple(of: 2) ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
