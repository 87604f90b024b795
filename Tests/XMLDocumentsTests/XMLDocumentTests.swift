import Testing
import XMLDocuments

@Suite struct XMLDocumentTests {
    @Test func `names, namespaces, attributes, text and lines are read`() throws {
        let document = try parse(
            """
            <a xmlns="urn:x" k="1 &amp; 2">
              <b>t<!-- no -->e<![CDATA[x<]]>t</b>
              <p:c xmlns:p="urn:y"/>
            </a>
            """)
        let root = document.root
        #expect(root.localName == "a" && root.namespace == "urn:x" && root.line == 1)
        let attribute = try #require(root.attributes.first)
        #expect(attribute.localName == "k" && attribute.namespace == nil && attribute.value == "1 & 2")
        #expect(root.children.map(\.localName) == ["b", "c"])
        #expect(root.child("b")?.text == "tex<t")
        #expect(root.child("b")?.line == 2)
        #expect(root.child("c")?.namespace == "urn:y")
        #expect(root.child("c")?.hasAttributes == false)
        #expect(root.hasOnlySpace && root.child("x") == nil)
    }

    @Test(arguments: [
        ("", XMLFailure.empty), (" \n", .empty), ("<a>", .malformed(line: 1)), ("<a>\n<b></a>", .malformed(line: 2)),
        ("<a/><b/>", .malformed(line: 1)), ("text", .malformed(line: 1)), ("<a b='1' b='2'/>", .malformed(line: 1)),
        ("<a>&nbsp;</a>", .undeclaredEntity(line: 1)), ("<a>&#0;</a>", .forbiddenCharacter(line: 1)),
        ("<a>\n\u{1}</a>", .forbiddenCharacter(line: 2)), ("<!DOCTYPE a><a/>", .doctype(line: 1)),
        ("<!-- x -->\n<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>\n<a>&b;</a>", .doctype(line: 2)),
        ("<p:a/>", .malformed(line: 1)),
    ])
    func `what is not plain well-formed XML is refused with its line`(text: String, failure: XMLFailure) {
        #expect(throws: failure) { try parse(text) }
    }

    @Test func `forty thousand attributes are refused at once`() {
        let attributes = (0..<40_000).map { "a\($0)='x'" }.joined(separator: " ")
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(throws: XMLFailure.startTagTooLarge(line: 1)) { try parse("<a \(attributes)/>") }
        }
        #expect(time < .seconds(1))
    }

    @Test(arguments: [
        ("<a><!-- \u{1} ", " --></a>"), ("<a><![CDATA[\u{1} ", "]]></a>"), ("<a><?p \u{1} ", "?></a>"),
        ("<a></b ", "></a>"),
        ("<a><!x ", "></a>"), ("<a>&b ", "</a>"), ("<!-- \u{1} ", " --><a/>"), ("<a k='<", "'/>"), ("<a></a", "></a>"),
    ])
    func `forty thousand attributes do not hide behind an error`(before: String, after: String) {
        let attributes = (0..<40_000).map { "a\($0)='x'" }.joined(separator: " ")
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(throws: XMLFailure.self) { try parse("\(before)<b \(attributes)/>\(after)") }
        }
        #expect(time < .seconds(1))
    }

    @Test func `a start tag that never ends is refused`() {
        #expect(throws: XMLFailure.startTagTooLarge(line: 2)) {
            try parse("<a>\n<b k='\(String(repeating: "x", count: 10_000))'/></a>")
        }
    }

    @Test func `depth is limited`() throws {
        let nested = { (depth: Int) in String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(try parse(nested(64)).root.localName == "a")
        #expect(throws: XMLFailure.tooDeep(line: 1)) { try parse(nested(65)) }
        #expect(throws: XMLFailure.tooDeep(line: 1)) { try parse(nested(100_000)) }
    }

    @Test func `size and number of elements are limited`() {
        var limits = XMLLimits()
        limits.elements = 3
        #expect(throws: XMLFailure.tooLarge) {
            try XMLDocument.parse(Array("<a><b/><b/><b/></a>".utf8), limits: limits)
        }
        limits.bytes = 5
        #expect(throws: XMLFailure.tooLarge) { try XMLDocument.parse(Array("<a>  </a>".utf8), limits: limits) }
    }

    @Test func `markup in comments, texts and quotes does not count`() throws {
        let text = "<a k='<' "
        #expect(throws: XMLFailure.self) { try parse(text) }
        let document = try parse("<a><!-- <!DOCTYPE x> <b> --><![CDATA[<!DOCTYPE x><c>]]><?p <d> ?><e k='>'/></a>")
        #expect(document.root.children.map(\.localName) == ["e"])
    }

    @Test func `an element outlives the variable of its document`() throws {
        let child = try #require(try parse("<a><b>text</b></a>").root.children.first)
        #expect(child.text == "text")
    }

    private func parse(_ text: String) throws(XMLFailure) -> XMLDocument {
        try XMLDocument.parse(Array(text.utf8))
    }
}
