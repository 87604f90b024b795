/// The check digits of the regions' own reserve numbers, chosen by OID.
///
/// Source: Inera, "Lokala reservidentiteter"; test vectors of HL7 Sweden and Inera.
enum LocalReserveRule {
    private static let stockholm = "1.2.752.97.3.1.3"
    private static let vastraGotaland = "1.2.752.113.11.0.2.1.1.1"

    /// Whether the check digit of 12 letters and digits is right; true where no rule is known.
    static func isRight(_ characters: [UInt8], oid: String?) -> Bool {
        switch oid {
        case stockholm: isLuhn(characters[4..<11], check: characters[11])
        case vastraGotaland: isLuhn(characters[2..<11], check: characters[11])
        default: true
        }
    }

    private static func isLuhn(_ characters: ArraySlice<UInt8>, check: UInt8) -> Bool {
        let values = characters.compactMap(value)
        guard values.count == characters.count, let check = value(check) else { return false }
        return PersonIdentifier.luhnDigit(values) == check
    }

    /// A digit's value; the letters of Västra Götaland stand for numbers.
    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "K"): 5
        case UInt8(ascii: "M"): 7
        case UInt8(ascii: "X"): 8
        default: isDigit(byte) ? Int(byte - UInt8(ascii: "0")) : nil
        }
    }
}
