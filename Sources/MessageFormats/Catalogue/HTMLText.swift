import XMLDocuments

/// HTML that is well-formed XML too, written element by element; every text and attribute is escaped.
struct HTMLText {
    private(set) var text = ""

    /// Elements that stand on a line of their own, so that two editions can be compared line by line.
    private static let blocks: Set<String> = [
        "html", "head", "body", "title", "header", "nav", "main", "section", "footer", "h1", "h2", "h3", "h4", "p",
        "ul",
        "li", "dl", "dt", "dd", "div", "table", "caption", "thead", "tbody", "tr", "details", "summary", "pre", "style",
    ]

    /// An element with what a body writes inside it.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ body: (inout Self) -> Void
    ) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(XMLText.escape(value))\"" }
        text += ">"
        body(&self)
        text += "</\(name)>"
        if Self.blocks.contains(name) { text += "\n" }
    }

    /// An element with a text.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
        element(name, attributes) { $0.append(text) }
    }

    /// An element without an end tag.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(XMLText.escape(value))\"" }
        text += "/>\n"
    }

    /// A text.
    mutating func append(_ text: String) {
        self.text += XMLText.escape(text)
    }

    /// A link within the page or beside it.
    mutating func link(to target: String, _ text: String) {
        element("a", ["href": target], text: text)
    }

    /// A name as it stands on the wire.
    mutating func code(_ text: String) {
        element("code", text: text)
    }

    /// A path of names that a narrow screen may break after its dots, and before the words of long names.
    mutating func appendBreakable(_ path: String) {
        let breaksWords = path.count > 16
        for character in path {
            if breaksWords, character.isUppercase { text += "<wbr/>" }
            append(String(character))
            if character == "." { text += "<wbr/>" }
        }
    }

    /// Words in Swedish on an English page.
    mutating func swedish(_ text: String) {
        element("span", ["lang": "sv"], text: text)
    }

    /// What is HTML already.
    mutating func appendMarkup(_ markup: String) {
        text += markup
    }
}
