import Testing
import XMLDocuments

/// Cutting a document into the elements below its root, byte for byte.
@Suite struct XMLPartsTests {
    private func parts(_ text: String, maximum: Int = 10) throws -> [String] {
        _ = try XMLDocument.parse(Array(text.utf8))
        return XMLParts.cut(Array(text.utf8), maximum: maximum).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(arguments: [
        ("<a/>", "a"), ("<?xml version='1.0'?>\n<!-- <b> -->\n<p:messages xmlns:p='urn:x'>", "messages"), ("", nil),
        ("text", nil), ("<!DOCTYPE a><a/>", nil), ("</a>", nil), ("<a", nil),
    ])
    func `the root's name is found without parsing`(text: String, name: String?) {
        #expect(XMLParts.rootName(in: Array(text.utf8)) == name)
    }

    @Test func `each element stands as it was written, with the declarations of the root that it lacks`() throws {
        let found = try parts(
            """
            <r xmlns="urn:m" xmlns:p='urn:p&amp;q'> <a b = "x>y"  ><p:c/></a>\t<p:a xmlns="urn:other"></p:a><a/> </r>
            """)
        #expect(
            found == [
                #"<a xmlns="urn:m" xmlns:p='urn:p&amp;q' b = "x>y"  ><p:c/></a>"#,
                #"<p:a xmlns:p='urn:p&amp;q' xmlns="urn:other"></p:a>"#, #"<a xmlns="urn:m" xmlns:p='urn:p&amp;q'/>"#,
            ])
        for part in found { _ = try XMLDocument.parse(Array(part.utf8)) }
    }

    @Test func `markup that is no tag does not count`() throws {
        #expect(
            try parts("<r><!-- <a> --><a><![CDATA[</a>]]><?p </a>?><!-- </a> --></a><b/></r>")
                == ["<a><![CDATA[</a>]]><?p </a>?><!-- </a> --></a>", "<b/>"])
    }

    @Test func `an empty root has no parts, and no more are cut than wanted`() throws {
        #expect(try parts("<r/>").isEmpty)
        #expect(try parts("<r> </r>").isEmpty)
        #expect(try parts("<r><a/><b/><c/></r>", maximum: 2) == ["<a/>", "<b/>"])
    }

    @Test func `each part knows how many lines come before it`() {
        let text = "<r>\n<a>\n</a>\n\n<b/></r>"
        #expect(XMLParts.cut(Array(text.utf8), maximum: 9).map(\.linesBefore) == [1, 4])
    }
}
