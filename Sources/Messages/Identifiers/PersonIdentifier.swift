/// A person id whose form and date are right for its kind; a wrong check digit is told apart.
///
/// Source: Skatteverket, SKV 704 (personnummer, samordningsnummer); Inera, nationellt reservnummer; the regions' own rules.
package struct PersonIdentifier: Sendable {
    /// What can be wrong with a person id.
    package enum Fault: Sendable {
        /// Not the characters that the kind demands.
        case form
        /// The date does not exist.
        case date
        case checkDigit
    }

    /// The day of birth; nil when the id does not tell it.
    package let birthDate: CivilDate?
    /// Whether the last character is right; true for kinds without a check digit.
    package let hasRightCheckDigit: Bool

    /// Reads 12 characters of a kind; nil when the form or the date is wrong.
    package init?(_ id: String, kind: PersonIdentifierKind, oid: String? = nil) {
        guard case .success(let found) = Self.parse(id, kind: kind, oid: oid) else { return nil }
        self = found
    }

    /// What is wrong with an id of a kind; nil when nothing is.
    ///
    /// For a local reserve number the OID chooses the rule; without a rule that is known, only the 12 characters count.
    package static func fault(in id: String, kind: PersonIdentifierKind, oid: String? = nil) -> Fault? {
        verdict(on: id, kind: kind, oid: oid).fault
    }

    /// The same, and the day of birth, which an id may tell though its check digit is wrong.
    static func verdict(
        on id: String, kind: PersonIdentifierKind, oid: String?
    ) -> (fault: Fault?, birthDate: CivilDate?) {
        switch parse(id, kind: kind, oid: oid) {
        case .failure(let broken): (broken.fault, nil)
        case .success(let found): (found.hasRightCheckDigit ? nil : .checkDigit, found.birthDate)
        }
    }

    private struct Broken: Error {
        let fault: Fault
    }

    private init(birthDate: CivilDate?, hasRightCheckDigit: Bool) {
        self.birthDate = birthDate
        self.hasRightCheckDigit = hasRightCheckDigit
    }

    private static func parse(
        _ id: String, kind: PersonIdentifierKind, oid: String?
    ) -> Result<PersonIdentifier, Broken> {
        let characters = Array(id.utf8)
        guard characters.count == 12, characters.allSatisfy({ isDigit($0) || isLetter($0) }) else {
            return .failure(Broken(fault: .form))
        }
        return switch kind {
        case .personnummer: dated(characters, dayOffset: 0)
        case .samordningsnummer: dated(characters, dayOffset: 60)
        case .nationalReserveNumber: nationalReserve(characters)
        case .localReserveNumber:
            .success(
                PersonIdentifier(birthDate: nil, hasRightCheckDigit: LocalReserveRule.isRight(characters, oid: oid)))
        }
    }

    /// `YYYYMMDDNNNC`, the day moved by 60 in a samordningsnummer; Luhn over YYMMDDNNN.
    private static func dated(_ characters: [UInt8], dayOffset: Int) -> Result<PersonIdentifier, Broken> {
        guard characters.allSatisfy(isDigit) else { return .failure(Broken(fault: .form)) }
        let year = number(characters[0..<4])
        guard year >= 1800,
            let date = CivilDate(
                year: year, month: number(characters[4..<6]), day: number(characters[6..<8]) - dayOffset)
        else { return .failure(Broken(fault: .date)) }
        let isRight =
            luhnDigit(characters[2..<11].lazy.map { Int($0 - UInt8(ascii: "0")) }) == number(characters[11..<12])
        return .success(PersonIdentifier(birthDate: date, hasRightCheckDigit: isRight))
    }

    /// `XXYYMMDDNNGC`: XX is the century of birth and 3, 6 … or 78 more, or 00 for an unknown birth date.
    private static func nationalReserve(_ characters: [UInt8]) -> Result<PersonIdentifier, Broken> {
        guard characters[0..<8].allSatisfy(isDigit), characters[8..<10].allSatisfy(isReserveLetter),
            isDigit(characters[10]) || isUpperCase(characters[10]), isDigit(characters[11])
        else { return .failure(Broken(fault: .form)) }
        let prefix = number(characters[0..<2])
        let month = number(characters[4..<6])
        let day = number(characters[6..<8])
        let birthDate: CivilDate?
        if prefix == 0 {
            guard (20...99).contains(month), (40...59).contains(day) else { return .failure(Broken(fault: .date)) }
            birthDate = nil
        } else {
            guard (22...98).contains(prefix) else { return .failure(Broken(fault: .form)) }
            let year = (18 + prefix % 3) * 100 + number(characters[2..<4])
            birthDate = CivilDate(year: year, month: month, day: day)
            guard birthDate != nil else { return .failure(Broken(fault: .date)) }
        }
        let values = characters[0..<11].lazy.map { isDigit($0) ? Int($0 - UInt8(ascii: "0")) : Int($0) }
        let isRight = luhnDigit(values) == number(characters[11..<12])
        return .success(PersonIdentifier(birthDate: birthDate, hasRightCheckDigit: isRight))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1) - Int(UInt8(ascii: "0")) }
    }

    private static func isUpperCase(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isReserveLetter(_ byte: UInt8) -> Bool {
        isUpperCase(byte) && !"IOQVW".utf8.contains(byte)
    }

    /// The check digit over values with the weights 2, 1, 2 … from the left, adding the digits of each product.
    static func luhnDigit(_ values: some Sequence<Int>) -> Int {
        var sum = 0
        var isDoubled = false
        for value in values {
            isDoubled.toggle()
            var product = isDoubled ? value * 2 : value
            while product > 0 {
                sum += product % 10
                product /= 10
            }
        }
        return (10 - sum % 10) % 10
    }
}
