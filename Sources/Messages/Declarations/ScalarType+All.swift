extension ScalarType {
    static let text = ScalarType(
        "Text", length: 1...Limits.textScalars, label: "Text, högst 8 000 tecken; radbrytningar behålls",
        documentation: "At most 8,000 characters; line breaks are kept.")
    static let string = ScalarType(
        "String", length: 1...Limits.stringScalars, label: "Text, högst 200 tecken",
        documentation: "At most 200 characters.")
    static let shortID = ScalarType(
        "ShortId", length: 1...Limits.shortIDScalars, label: "Id, högst 64 tecken",
        documentation: "At most 64 characters.")

    static let uuid = ScalarType(
        "Uuid", pattern: "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", length: 36...36,
        keepsLowerCase: true, label: "UUID", documentation: "A UUID in either case, compared in lower case.",
        bytes: { UUIDBytes($0) != nil })
    static let hsaID = ScalarType(
        "HsaId", pattern: "[0-9A-Za-z\\-]{1,31}", length: 1...31, label: "HSA-id",
        documentation: "Letters, digits and hyphen, compared without regard to case.", bytes: { UnitID.isID($0) })
    static let organisationID = ScalarType(
        "OrganisationId", pattern: "[0-9A-Za-z\\-]{1,31}", length: 1...31, label: "HSA-id för en organisation",
        documentation: "The HSA-id of an organisation of the directory: that of its units before the hyphen.",
        bytes: { UnitID.isID($0) })
    static let oid = ScalarType(
        "Oid", pattern: "[0-2](\\.(0|[1-9][0-9]*))+", length: 3...64, label: "OID",
        documentation: "An object identifier.",
        bytes: isOID)
    static let personID = ScalarType(
        "PersonId", pattern: "[0-9A-Za-z]{12}", length: 12...12, label: "Person-id, 12 tecken",
        documentation: "The person id without hyphen, with century.",
        bytes: { $0.allSatisfy { isDigit($0) || isLetter($0) } })
    static let municipalityCode = ScalarType(
        "MunicipalityCode", pattern: "[0-9]{4}", length: 4...4, label: "Kommunkod enligt SCB",
        documentation: "The four digits of a municipality by Statistics Sweden.", bytes: { $0.allSatisfy(isDigit) })
    static let countryCode = ScalarType(
        "CountryCode", pattern: "[A-Z]{2}", length: 2...2, label: "Landskod enligt ISO 3166",
        documentation: "A country by ISO 3166-1 alpha-2.",
        bytes: { $0.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } })
    static let language = ScalarType(
        "Language", pattern: "[A-Za-z]{2,8}(-[0-9A-Za-z]{1,8})*", length: 2...35, label: "Språk enligt BCP 47",
        documentation: "A language tag by BCP 47: se, fit, fi, ar, en …",
        bytes: isLanguage)

    static let httpsURL = ScalarType(
        "HttpsUrl", pattern: Pattern.httpsURL, length: 9...Limits.urlScalars, label: "Länk som börjar med https://",
        documentation:
            "At most 2,000 characters; a host by its name, without user name. Source: RFC 3986 §3, RFC 9110 §4.2.",
        test: isHTTPSURL)

    static let dateTime = ScalarType(
        "DateTime", pattern: Pattern.dateTime, length: 20...35, label: "Tidpunkt med tidszon",
        documentation:
            "YYYY-MM-DDThh:mm:ss[.f](Z|±hh:mm). Source: RFC 3339 §5.6, without small letters, 24:00 and :60.",
        bytes: { Timestamp(rfc3339: $0) != nil })
    static let date = ScalarType(
        "Date", pattern: Pattern.date, length: 10...10, label: "Datum",
        documentation: "YYYY-MM-DD; the day must exist.",
        bytes: { CivilDate($0) != nil })
    static let when = ScalarType(
        "When", pattern: "\(Pattern.date)|\(Pattern.dateTime)", length: 10...35, label: "Datum eller tidpunkt",
        documentation: "A date, or a date with time and offset.",
        bytes: { CivilDate($0) != nil || Timestamp(rfc3339: $0) != nil })

    static let boolean = ScalarType(
        "Boolean", kind: .boolean, pattern: "true|false", length: 4...5, label: "Ja eller nej",
        documentation: "true or false.", bytes: { isTruthValue($0) })
    static let positiveInteger = ScalarType(
        "PositiveInteger", kind: .integer(1...999_999_999), pattern: "[1-9][0-9]{0,8}", length: 1...9,
        label: "Heltal från 1", documentation: "A whole number from 1 to 999,999,999 without leading zeros.",
        bytes: { $0.count > 0 && $0.allSatisfy(isDigit) && $0[0] != UInt8(ascii: "0") })

    static let fileName = ScalarType(
        "FileName", pattern: "[^./\\\\\\t\\n\\r][^/\\\\\\t\\n\\r]*", length: 1...Limits.stringScalars,
        label: "Filnamn utan mappar",
        documentation: "At most 200 characters without slash, backslash and line break; the first is no dot.",
        test: { text in
            !text.hasPrefix(".") && text.utf8.allSatisfy { !"/\\\t\n\r".utf8.contains($0) }
        })
    static let base64 = ScalarType(
        "Base64", pattern: "[0-9A-Za-z+/]+(==?)?", length: 4...Limits.base64Characters,
        label: "Base64 utan radbrytningar",
        documentation:
            "Base64 with padding and without line breaks, at most 8,000,000 characters. Source: RFC 4648 §4.",
        bytes: { text in
            var end = text.count
            while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
            return text.extracting(0..<end).allSatisfy(isOfBase64)
        })

    /// Whether a byte is a character of base64 that stands for bits.
    private static func isOfBase64(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// Whether a text is `https://`, a host name, perhaps a port, and then nothing or a path, query or fragment.
    private static func isHTTPSURL(_ text: String) -> Bool {
        guard text.hasPrefix("https://") else { return false }
        let rest = text.utf8.dropFirst("https://".utf8.count)
        let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
        let authority = rest[..<end].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let host = authority.first, let first = host.first, isDigit(first) || isLetter(first),
            host.allSatisfy({ isDigit($0) || isLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
        else { return false }
        let hasRightPort =
            authority.count == 1
            || (authority.count == 2 && (1...5).contains(authority[1].count) && authority[1].allSatisfy(isDigit))
        return hasRightPort
            && rest[end...].allSatisfy { isDigit($0) || isLetter($0) || "-._~:/?#@!$&'()*+,;=%".utf8.contains($0) }
    }

    private static func isTruthValue(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { $0.elementsEqual("true".utf8) || $0.elementsEqual("false".utf8) }
    }

    /// Whether numbers without leading zeros stand between points, at least two of them, the first 0, 1 or 2.
    @Sendable private static func isOID(_ bytes: Span<UInt8>) -> Bool {
        var (start, arcs) = (0, 0)
        for place in 0...bytes.count where place == bytes.count || bytes[place] == UInt8(ascii: ".") {
            let arc = bytes.extracting(start..<place)
            guard arc.count > 0, arc.allSatisfy(isDigit), arc.count == 1 || arc[0] != UInt8(ascii: "0"),
                arcs > 0 || (arc.count == 1 && arc[0] <= UInt8(ascii: "2"))
            else { return false }
            (start, arcs) = (place + 1, arcs + 1)
        }
        return arcs > 1
    }

    /// Whether tags of up to eight letters or digits stand between hyphens, the first of letters and at least two.
    @Sendable private static func isLanguage(_ bytes: Span<UInt8>) -> Bool {
        var start = 0
        for place in 0...bytes.count where place == bytes.count || bytes[place] == UInt8(ascii: "-") {
            let (tag, isFirst) = (bytes.extracting(start..<place), start == 0)
            guard tag.count >= (isFirst ? 2 : 1), tag.count <= 8,
                tag.allSatisfy({ isLetter($0) || (!isFirst && isDigit($0)) })
            else { return false }
            start = place + 1
        }
        return true
    }
}

/// Whether a byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Whether a byte is an ASCII letter.
func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

/// Patterns that are made of parts.
private enum Pattern {
    /// A day that exists, with a year from 1000: months of 31 days, of 30, February, and its 29th in leap years.
    static let date =
        "([1-9][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
        + "|([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29)"
    static let dateTime =
        date + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?"
        + "(Z|[+\\-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
    static let httpsURL =
        "https://[0-9A-Za-z][0-9A-Za-z.\\-]*(:[0-9]{1,5})?([/?#][0-9A-Za-z._~:/?#@!$&'()*+,;=%\\-]*)?"
}
