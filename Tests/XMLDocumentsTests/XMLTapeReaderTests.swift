import TestSupport
import Testing
import WireTapes

@testable import XMLDocuments

@Suite struct XMLTapeReaderTests {
    private let names = NameTable(["a", "b", "message", "text", "longerNameOfAnElement"])

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

    @Test func `a reader that has met thousands of strange names reads on`() throws {
        let reader = XMLTapeReader(names: names, namespaces: [])
        var tape = WireTape()
        for round in 0..<4 {
            let strange = (0..<3000).map { "<n\(round)x\($0)/>" }.joined()
            try reader.read(Array("<a>\(strange)<b>t</b></a>".utf8), onto: &tape)
            let (count, last) = (tape.nodes.count, tape.nodes[tape.nodes.count - 1])
            let text = String(decoding: tape.text[last.range], as: UTF8.self)
            #expect(count == 3002 && last.name == 1 && text == "t")
        }
    }

    /// What is read without libxml2 is what libxml2 reads, for documents changed at random in ways that keep many of them plain.
    @Test(arguments: [UInt64](1...8))
    func `documents of the plain kind are read as libxml2 reads them`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "<a>", "</a>", "<b>", "</b>", "<b/>", "<longerNameOfAnElement>", "</longerNameOfAnElement>", "text", " ",
            "\n", "\t",
            "\r", "å🙂", "&lt;", "&amp;", "&quot;", "&apos;", "&gt;", "&#10;", "]", "]]", "]]>", ">", "\u{FFFD}",
            "\u{FFFE}",
            "\u{7F}", "\u{85}", "<!-- c -->", "<![CDATA[x]]>", "<?p x?>", "<a k='v'>", "<c>", "</c>",
            " xmlns=\"urn:x\"", "\0",
        ]
        var (plain, refused) = (0, 0)
        for _ in 0..<2000 {
            var text = "<message xmlns=\"urn:x\">\n<a><b>x</b>\n <b>y</b></a><text>z</text>\n</message>"
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                let place = text.unicodeScalars.index(
                    text.startIndex, offsetBy: Int.random(in: 0...text.unicodeScalars.count, using: &random))
                text.unicodeScalars.insert(contentsOf: piece.unicodeScalars, at: place)
            }
            var builder = XMLTapeBuilder(names: names, namespaces: ["urn:x"])
            var document = PlainDocument(names: names, namespaces: ["urn:x"], limits: XMLLimits())
            guard document.read(Array(text.utf8).span, into: &builder) else { continue }
            plain += 1
            let byLibrary = Result { try read(text, byLibraryOnly: true) }
            if case .failure = byLibrary { refused += 1 }
            let byUs = describe(builder.tape)
            #expect(try byUs == byLibrary.get(), "seed \(seed): \(text)")
        }
        #expect(plain > 200 && refused == 0, "seed \(seed): \(plain) were plain")
    }

    private func read(
        _ text: String, limits: XMLLimits = XMLLimits(), byLibraryOnly: Bool = false
    ) throws(XMLFailure) -> [String] {
        let reader = XMLTapeReader(names: names, namespaces: ["urn:x", "urn:y"], limits: limits)
        var tape = WireTape()
        try reader.read(Array(text.utf8), onto: &tape, byLibraryOnly: byLibraryOnly)
        return describe(tape)
    }

    /// Each node on a line, with its text when it has nothing else in it.
    private func describe(_ tape: borrowing WireTape) -> [String] {
        var lines: [String] = []
        for place in 0..<tape.nodes.count {
            let node = tape.nodes[place]
            let name =
                WireTape.placeOfOtherName(node.name).map {
                    String(decoding: tape.text[tape.otherNames[$0]], as: UTF8.self)
                }
                ?? names.names[Int(node.name)]
            var line = "\(name) \(node.namespace.map { "\($0)" } ?? "nil")"
            if node.hasAttributes { line += " attributes" }
            if node.hasStrayText { line += " stray" }
            line += " line \(node.line) children \(node.children) next \(node.next)"
            if node.children == 0 { line += ": " + String(decoding: tape.text[node.range], as: UTF8.self) }
            lines.append(line)
        }
        return lines
    }
}
