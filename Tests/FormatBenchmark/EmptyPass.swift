import CLibXML2

/// libxml2's SAX2 parsing with handlers that do nothing: what reading XML is measured by.
struct EmptyPass {
    private var handler: xmlSAXHandler

    init() {
        xmlInitParser()
        handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { _, _, _, _, _, _, _, _, _ in }
        handler.endElementNs = { _, _, _, _ in }
        handler.characters = { _, _, _ in }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = { _, _, _ in }
    }

    /// Parses a document as libxml2's documentation says: `xmlSAXUserParseMemory`.
    mutating func parse(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                xmlSAXUserParseMemory(&handler, nil, characters.baseAddress, Int32(characters.count)) == 0
            }
        }
    }
}
