import Testing
import XMLDocuments

@Suite struct XMLWriterTests {
    @Test func `elements are written in one line`() {
        var writer = XMLWriter(withDeclaration: false)
        write(into: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == "<a xmlns=\"urn:x\"><b>1 &lt; 2</b><c><d>å</d></c></a>")
    }

    @Test func `elements are written a line each`() {
        var writer = XMLWriter(isIndented: true)
        write(into: &writer)
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <a xmlns="urn:x">
              <b>1 &lt; 2</b>
              <c>
                <d>å</d>
              </c>
            </a>

            """
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func `every character comes back as it went out`() throws {
        let text = "\r\n\t & < > \" ' ]]> å 🙂 \u{85} \u{2028}"
        var writer = XMLWriter()
        writer.leaf("a", text)
        #expect(Array(try XMLDocument.parse(writer.bytes).root.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(XMLText.escape("a\r<&>\"") == "a&#13;&lt;&amp;&gt;&quot;")
    }

    @Test func `what must be escaped is escaped in every place, and nothing else`() {
        let escapes = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\r": "&#13;", "a": "a", "å": "å"]
        for (special, escaped) in escapes {
            for length in 0..<10 {
                for place in 0...length {
                    let before = String(repeating: "ö", count: place)
                    let after = String(repeating: "x", count: length - place)
                    #expect(XMLText.escape(before + special + special + after) == before + escaped + escaped + after)
                }
            }
        }
    }

    private func write(into writer: inout XMLWriter) {
        writer.open("a", namespace: "urn:x")
        writer.leaf("b", "1 < 2")
        writer.open("c")
        writer.leaf("d", "å")
        writer.close("c")
        writer.close("a")
    }
}
