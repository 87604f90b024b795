/// English words made of the names on the wire, which are English already.
package enum EnglishName {
    /// The words of a name: `municipalHealthCare` is `municipal health care`; what holds no capitals stays as it is.
    package static func words(_ name: String) -> String {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty {
                words.append(character.lowercased())
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words.map { abbreviations.contains($0) ? $0.uppercased() : $0 }.joined(separator: " ")
    }

    /// The words of a name as a heading: `SipEstablished` is `SIP established`.
    package static func title(_ name: String) -> String {
        let words = words(name)
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static let abbreviations: Set<String> = ["sip", "adl", "id", "url", "hsa", "oid", "uuid"]
}

extension MessageType {
    /// The title that people see, in English: the words of its name.
    package var englishTitle: String { EnglishName.title(name) }
}
