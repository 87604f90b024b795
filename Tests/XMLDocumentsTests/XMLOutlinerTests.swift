import Testing
import XMLDocuments

@Suite struct XMLOutlinerTests {
    @Test func `names, namespaces, attributes, text and lines are read`() throws {
        let nodes = try read(
            """
            <message xmlns="urn:x" k="1 &amp; 2">
              <b>t<!-- no -->e<![CDATA[x<]]>t</b>
              <p:c xmlns:p="urn:y"/>
              <text>a &lt; b
            å</text>
            </message>
            """)
        #expect(
            nodes == [
                "message 0 attributes line 1 children 3 next 4", "b 0 line 2 children 0 next 2: tex<t",
                "c 1 line 3 children 0 next 3: ", "text 0 line 4 children 0 next 4: a < b\nå",
            ])
    }

    @Test func `text between elements is told and not kept`() throws {
        let nodes = try read("<a>x<b>y</b> <b/></a>")
        #expect(
            nodes == [
                "a nil stray line 1 children 2 next 3", "b nil line 1 children 0 next 2: y",
                "b nil line 1 children 0 next 3: ",
            ])
        #expect(try read("<a> <b/>\n\t<b/> x</a>").first == "a nil stray line 1 children 2 next 3")
    }

    @Test func `hints to schemas are no attributes`() throws {
        let hint = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='urn:x x.xsd'"
        #expect(try read("<a \(hint)/>") == ["a nil line 1 children 0 next 1: "])
        #expect(try read("<a \(hint) i:type='x'/>") == ["a nil attributes line 1 children 0 next 1: "])
    }

    @Test(arguments: [
        "", " \n", "<a>", "<a>\n<b></a>", "<a/><b/>", "text", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>&#0;</a>",
        "<a>\n\u{1}</a>", "<!DOCTYPE a><a/>",
        "<!-- x -->\n<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>\n<a>&b;</a>",
        "<p:a/>", "<a>]]></a>", "<a>\u{FFFE}</a>", "<a>\0</a>", "\0<a/>", "<a/>\0", "<\0?\0", "<a\0/>", "<a>&lt</a>",
        "<a><a/>",
        "<a></b>", "</a>", "<>", "< a/>", "<a/ >", "<?xml version=\"1.0\"?>", " <?xml version=\"1.0\"?><a/>",
        "<?xml version=\"2.0\"?><a/>", "<?xml version='1.0' encoding='UTF-16'?><a/>", "<a>&#xD800;</a>", "<a", "<a/",
        "<a x=\"&lt;\"/>", "<a x=\"<\"/>", "<a>\r\n</a>", "<a xmlns=''/>", "<a xmlns=\"urn:x\" xmlns=\"urn:y\"/>",
        "<a:b:c/>",
    ])
    func `the verdict and the line are those of the parser that builds documents`(text: String) {
        var (ours, theirs): (XMLFailure?, XMLFailure?)
        do throws(XMLFailure) { _ = try XMLDocument.parse(Array(text.utf8)) } catch { theirs = error }
        do throws(XMLFailure) { _ = try read(text) } catch { ours = error }
        #expect(ours == theirs)
    }

    @Test func `limits are kept`() throws {
        let nested = { (depth: Int) in String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(try read(nested(64)).count == 64)
        #expect(throws: XMLFailure.tooDeep(line: 1)) { try read(nested(65)) }
        #expect(throws: XMLFailure.tooDeep(line: 1)) { try read(nested(100_000)) }
        var limits = XMLLimits()
        limits.elements = 3
        #expect(throws: XMLFailure.tooLarge) { try read("<a><b/><b/><b/></a>", limits: limits) }
        limits.bytes = 5
        #expect(throws: XMLFailure.tooLarge) { try read("<a>  </a>", limits: limits) }
        let attributes = (0..<40_000).map { "a\($0)='x'" }.joined(separator: " ")
        #expect(throws: XMLFailure.startTagTooLarge(line: 1)) { try read("<a \(attributes)/>") }
        let text = String(repeating: "x", count: 10_000_001)
        #expect(throws: XMLFailure.malformed(line: 2)) { try read("<a>\n<b>\(text)</b></a>") }
    }

    @Test func `an outliner that has met thousands of strange names reads on, and nothing of a document stays`() throws
    {
        let outliner = XMLOutliner(namespaces: ["urn:x"])
        for round in 0..<4 {
            let strange = (0..<3000).map { "<n\(round)x\($0)/>" }.joined()
            try outliner.read(Array("<a>\(strange)<b>t</b></a>".utf8))
            #expect(outliner.outline.elements.count == 3002)
            #expect(throws: XMLFailure.malformed(line: 1)) { try outliner.read(Array("<a><b>".utf8)) }
            try outliner.read(Array("<a xmlns='urn:x'>t</a>".utf8))
            #expect(describe(outliner.outline) == ["a 0 line 1 children 0 next 1: t"])
        }
    }

    private func read(_ text: String, limits: XMLLimits = XMLLimits()) throws(XMLFailure) -> [String] {
        let outliner = XMLOutliner(namespaces: ["urn:x", "urn:y"], limits: limits)
        try outliner.read(Array(text.utf8))
        return describe(outliner.outline)
    }

    /// Each element on a line, with its text when it has nothing else in it.
    private func describe(_ outline: XMLOutline) -> [String] {
        outline.elements.map { element in
            var line = "\(String(decoding: outline.text[element.name], as: UTF8.self)) "
            line += element.namespace.map { "\($0)" } ?? "nil"
            if element.hasAttributes { line += " attributes" }
            if element.hasStrayText { line += " stray" }
            line += " line \(element.line) children \(element.children) next \(element.next)"
            if element.children == 0 { line += ": " + String(decoding: outline.text[element.text], as: UTF8.self) }
            return line
        }
    }
}
