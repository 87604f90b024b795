import Messages
import TestSupport
import Testing
import XMLDocuments

@testable import MessageFormats

/// What is read without libxml2 is what libxml2 reads.
@Suite struct PlainXMLTests {
    private static let names = NameTable(["a", "b", "message", "text", "longerNameOfAnElement"])

    @Test(arguments: [
        "<a/>", "<message xmlns=\"urn:vaxel:message:1\"/>", "<a> </a>", "<a>\n</a>", "<a><b> x </b>\n</a>\n",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<a>&lt;&amp;&gt;&quot;&apos;</a>", "<?xml version=\"1.0\"?><a/>",
        "<a>]] ]&gt; ] ></a>", "<a>å€🙂\u{FFFD}\u{7F}\u{85}</a>", "<a>x\r\ny\r\n\r\nz</a>\r\n", "<a>x<b/>y<b/> </a>",
        "<longerNameOfAnElement><text>\t12345678\t1234567\t</text></longerNameOfAnElement>",
    ])
    func `plain documents are read without libxml2, and as it reads them`(text: String) throws {
        #expect(plain(text) != nil)
        #expect(try plain(text) == byLibrary(text))
    }

    @Test(arguments: [
        "", "text", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", " <?xml version=\"1.0\"?><a/>", "<c/>",
        "<a k=\"v\"/>",
        "<a >x</a>", "<a></a >", "<a>&nbsp;</a>", "<a>&#10;</a>", "<a>]]></a>", "<a>\u{FFFE}</a>", "<a>\u{FFFF}</a>",
        "<a>\0</a>", "<a>\u{1F}</a>", "<a>x\ry</a>", "<a><!-- c --></a>", "<a><![CDATA[x]]></a>", "<?p x?><a/>",
        "<!DOCTYPE a><a/>",
        "<a xmlns=\"urn:other\"/>", "<a xmlns='urn:vaxel:message:1'/>", "<a><b xmlns=\"urn:vaxel:message:1\"/></a>",
        "<:a/>",
        "<p:a xmlns:p=\"urn:vaxel:message:1\"/>", "<a/", "</a>", "<>", "<a><", "<a></", "<a></a", "<a>x</a>\0",
        "<?xml version='2.0'?><a/>",
    ])
    func `what is not plain is left to libxml2`(text: String) {
        #expect(plain(text) == nil)
    }

    @Test func `what libxml2 refuses by its limits is left to it`() {
        let nested = { (depth: Int) in String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(plain(nested(64)) != nil)
        #expect(plain(nested(65)) == nil)
        var limits = XMLLimits()
        limits.elements = 3
        limits.textBytes = 4
        #expect(plain("<a><b/>1234<b/></a>", limits) != nil)
        #expect(plain("<a><b/><b/><b/></a>", limits) == nil)
        #expect(plain("<a>12345</a>", limits) == nil)
        #expect(plain("<a>123&lt;&gt;</a>", limits) == nil)
        limits.bytes = 5
        #expect(plain("<a>1</a>", limits) == nil)
    }

    @Test(arguments: [UInt64](1...8))
    func `documents that are changed at random are read as libxml2 reads them, or left to it`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "<a>", "</a>", "<b>", "</b>", "<b/>", "<longerNameOfAnElement>", "</longerNameOfAnElement>", "text", " ",
            "\n", "\t",
            "\r", "\r\n", "å🙂", "&lt;", "&amp;", "&quot;", "&apos;", "&gt;", "&#10;", "]", "]]", "]]>", ">", "\u{FFFD}",
            "\u{FFFE}",
            "\u{7F}", "\u{85}", "<!-- c -->", "<![CDATA[x]]>", "<?p x?>", "<a k='v'>", "<c>", "</c>",
            " xmlns=\"urn:x\"", "\0",
        ]
        var found = 0
        for _ in 0..<1500 {
            var text = "<message xmlns=\"urn:vaxel:message:1\">\n<a><b>x</b>\n <b>y</b></a><text>z</text>\n</message>"
                .unicodeScalars
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                let place = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random))
                text.insert(contentsOf: piece.unicodeScalars, at: place)
            }
            guard let plain = plain(String(text)) else { continue }
            found += 1
            #expect(try plain == byLibrary(String(text)), "seed \(seed): \(String(text))")
        }
        #expect(found > 150, "seed \(seed): \(found) were plain")
    }

    @Test(arguments: Sample.valid.filter { $0.form == .xml })
    func `our samples are plain`(sample: Sample) throws {
        let (bytes, plan) = (try sample.bytes(), ReadingPlan.standard)
        var tape = WireTape()
        let isPlain = PlainXML.read(
            bytes, names: plan.names, namespaces: WireReader.namespaces.map { Array($0.utf8) }, limits: XMLLimits(),
            onto: &tape)
        #expect(isPlain)
        let reader = WireReader(names: plan.names)
        try reader.readByLibrary(bytes)
        #expect(Self.describe(tape, plan.names) == Self.describe(reader.tape, plan.names))
    }

    /// The nodes of a plain document; nil when it is not plain.
    private func plain(_ text: String, _ limits: XMLLimits = XMLLimits()) -> [String]? {
        var tape = WireTape()
        let isPlain = PlainXML.read(
            Array(text.utf8), names: Self.names, namespaces: WireReader.namespaces.map { Array($0.utf8) },
            limits: limits,
            onto: &tape)
        return isPlain ? Self.describe(tape, Self.names) : nil
    }

    private func byLibrary(_ text: String) throws -> [String] {
        let reader = WireReader(names: Self.names)
        try reader.readByLibrary(Array(text.utf8))
        return Self.describe(reader.tape, Self.names)
    }

    private static func describe(_ tape: borrowing WireTape, _ names: NameTable) -> [String] {
        var lines: [String] = []
        for place in 0..<tape.nodes.count {
            let node = tape.nodes[place]
            var line = node.name >= 0 ? names.names[Int(node.name)] : "?"
            line +=
                " \(node.namespace.map { "\($0)" } ?? "nil") \(node.hasAttributes) \(node.hasStrayText) line \(node.line)"
            line += " children \(node.children) next \(node.next): \(tape.string(node.range))"
            lines.append(line)
        }
        return lines
    }
}
