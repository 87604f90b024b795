package import HTTPWire

extension HTTPRequestHead {
    /// Whether the client has what a tag stands for, by the tags that it names; they are compared weakly.
    ///
    /// Source: RFC 9110 §13.1.2.
    package func knows(tag: String) -> Bool {
        headers.all("if-none-match").flatMap { $0.split(separator: ",") }.contains { part in
            let named = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return named == "*" || (named.hasPrefix("W/") ? named.dropFirst(2) : named) == tag
        }
    }
}
