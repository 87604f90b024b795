internal import XMLDocuments

// The only file that knows how XML is read.
extension PlanElement {
    /// Reads a document in UTF-8.
    ///
    /// - Throws: `XMLFailure` when it is not well-formed, has a document type, or exceeds the reader's limits.
    static func parse(_ bytes: [UInt8]) throws(XMLFailure) -> PlanElement {
        var limits = XMLLimits()
        limits.bytes = Limits.bodyBytes
        return PlanElement(try XMLDocument.parse(bytes, limits: limits).root)
    }

    private init(_ element: XMLElement) {
        let children = element.children
        name = element.localName
        namespace = element.namespace ?? ""
        text = children.isEmpty ? Self.trimmed(element.text) : ""
        self.children = children.map { PlanElement($0) }
    }

    private static func trimmed(_ text: String) -> String {
        let isNoSpace: (UInt8) -> Bool = { $0 != 0x20 && !(0x09...0x0D).contains($0) }
        let bytes = text.utf8
        guard let first = bytes.firstIndex(where: isNoSpace), let last = bytes.lastIndex(where: isNoSpace) else {
            return ""
        }
        return String(text[first...last])
    }
}
