/// The first line of an XML document, read a byte a character.
enum XMLDeclaration {
    /// The encoding that the declaration names; nil without one.
    ///
    /// Source: XML 1.0 §2.8, §4.3.3.
    static func encoding(of bytes: [UInt8]) -> String? {
        let head = bytes.prefix(256)
        guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let declaration = String(decoding: head[..<end], as: UTF8.self)
        guard let name = declaration.firstRange(of: "encoding") else { return nil }
        let rest = declaration[name.upperBound...].drop {
            $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "="
        }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }
}
