import Foundation
import Messages
import TestSupport
import Testing

@Suite struct PersonIdentifierTests {
    @Test(arguments: [
        ("191212121212", PersonIdentifierKind.personnummer), ("189002029800", .personnummer),
        ("200302022389", .personnummer),
        ("197010632391", .samordningsnummer), ("196206703974", .samordningsnummer),
        ("22950606FH20", .nationalReserveNumber),
        ("25780404KHD5", .nationalReserveNumber), ("00749852BZK0", .nationalReserveNumber),
        ("98240301AA06", .nationalReserveNumber),
    ])
    func `a public test number is right`(id: String, kind: PersonIdentifierKind) {
        #expect(PersonIdentifier.fault(in: id, kind: kind) == nil)
    }

    @Test(arguments: [
        ("191212121213", PersonIdentifierKind.personnummer, PersonIdentifier.Fault.checkDigit),
        ("191213121212", .personnummer, .date), ("190002290000", .personnummer, .date),
        ("1912121212AB", .personnummer, .form),
        ("1212121212", .personnummer, .form), ("19121212-121", .personnummer, .form),
        ("191212121212", .samordningsnummer, .date), ("197010632391", .personnummer, .date),
        ("19790914AA05", .nationalReserveNumber, .form), ("00790914AA06", .nationalReserveNumber, .date),
        ("22950606IO20", .nationalReserveNumber, .form), ("22950606FH21", .nationalReserveNumber, .checkDigit),
    ])
    func `a fault is told by its kind`(id: String, kind: PersonIdentifierKind, fault: PersonIdentifier.Fault) {
        #expect(PersonIdentifier.fault(in: id, kind: kind) == fault)
    }

    @Test(arguments: [
        ("991981000010", "1.2.752.97.3.1.3", true), ("991981000011", "1.2.752.97.3.1.3", false),
        ("19810829M071", "1.2.752.113.11.0.2.1.1.1", true), ("19810829M070", "1.2.752.113.11.0.2.1.1.1", false),
        ("19810829SU3A", "1.2.752.74.9.2", true), ("19810829TB1F", "1.2.3", true),
    ])
    func `a local reserve number follows the rule of its OID`(id: String, oid: String, isRight: Bool) {
        #expect((PersonIdentifier.fault(in: id, kind: .localReserveNumber, oid: oid) == nil) == isRight)
    }

    @Test func `the day of birth is told`() {
        #expect(PersonIdentifier("191212121212", kind: .personnummer)?.birthDate?.text == "1912-12-12")
        #expect(PersonIdentifier("197010632391", kind: .samordningsnummer)?.birthDate?.text == "1970-10-03")
        #expect(PersonIdentifier("22950606FH20", kind: .nationalReserveNumber)?.birthDate?.text == "1995-06-06")
        #expect(PersonIdentifier("00749852BZK0", kind: .nationalReserveNumber)?.birthDate == nil)
    }

    @Test(arguments: [
        "191212121212", "N-191212121212", "19121212-1212", "121212-1212", "121212+1212", "id 1212121212.",
        "197010632391", "1912 1212 1212", "19121212 1212", "121212 1212", "12 12 12 1212",
        "1912 12 12-1212", "19 121212 - 1212", "19 12 12 12 1212", "1912\u{A0}1212\u{A0}1212", "121212\u{2013}1212",
        "room 4 121212 1212, bed 2", "1912\t1212 1212",
        "00000000-0000-0000-0000-191212121212", "3f2504e0-4f89-11d3-0a0c-191212121212",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301 19121212-1212", "3f2504e0-4f89-41d3-9a0c-191212121212-191212121212",
    ])
    func `a person number is found in a text`(text: String) {
        #expect(PersonIdentifier.isFound(in: text))
    }

    @Test(arguments: [
        "", "N-2026-000417", "191212121213", "0191212121212", "A191212121212", "121212-1213", "121212-12123",
        "2026-11-22",
        "f6c0a1b1-191212121212a", "070-123 45 67", "1912-1212-1212", "1912-12-12 1212", "191212121 212",
        "121 212 1212", "1912 1212 1213", "1912, 1212, 1212", "12121 21212", "121212    1212", "121212--1212",
        "3f2504e0-4f89-41d3-9a0c-191212121212", "19121212-1212-41D3-BA0C-0305E82C3301",
        "Prov 19121212-1212-71d3-8a0c-191212121212 ur pärmen",
    ])
    func `what is no person number is not found`(text: String) {
        #expect(!PersonIdentifier.isFound(in: text))
    }

    @Test(.enabled(if: RepositoryFiles.corpus != nil, "VAXEL_CORPUS is not set"))
    func `every vector of the corpus is judged as its source does`() throws {
        let file = try #require(RepositoryFiles.corpus).appending(path: "identifiers/test-vectors.tsv")
        var judged: [String: Int] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            try #require(columns.count > 2)
            let (kind, oid) = try #require(Self.vectorKinds[columns[0]], "no rule is known for \(columns[0])")
            let fault = PersonIdentifier.fault(in: Self.onWire[columns[1]] ?? columns[1], kind: kind, oid: oid)
            switch columns[2] {
            case "yes": #expect(fault == nil, "\(line)")
            case "no": #expect(fault != nil, "\(line)")
            default: #expect(Self.disputed[columns[1]] == (fault == nil), "\(line)")
            }
            judged[columns[2], default: 0] += 1
        }
        #expect(judged == ["yes": 29, "no": 2, "disputed": 3])
    }

    @Test func `a reserve number as a source writes it, with hyphen or short date, is not what goes on the wire`() {
        for (written, sent) in Self.onWire {
            #expect(PersonIdentifier.fault(in: written, kind: .localReserveNumber) == .form)
            #expect(PersonIdentifier.fault(in: sent, kind: .localReserveNumber) == nil)
        }
    }

    /// The kinds of the vectors; local reserve numbers without a rule of their own count by their 12 characters.
    private static let vectorKinds: [String: (PersonIdentifierKind, String?)] = [
        "personnummer": (.personnummer, nil), "samordningsnummer": (.samordningsnummer, nil),
        "nrid": (.nationalReserveNumber, nil), "sll": (.localReserveNumber, "1.2.752.97.3.1.3"),
        "vgr": (.localReserveNumber, "1.2.752.113.11.0.2.1.1.1"),
        "varmland": (.localReserveNumber, "1.2.752.74.9.2"), "orebro": (.localReserveNumber, nil),
        "skane": (.localReserveNumber, nil), "blekinge": (.localReserveNumber, nil),
        "vasternorrland": (.localReserveNumber, nil), "sormland": (.localReserveNumber, nil),
        "clnk": (.localReserveNumber, nil),
    ]

    /// Vectors that their sources write otherwise than in the 12 characters of the contract.
    private static let onWire = ["810829DA1B": "19810829DA1B", "20200501-AA8A": "20200501AA8A"]

    /// Whether a vector is right where its sources disagree: Inera's rule counts, and a birth date in the future is no fault of form.
    private static let disputed = ["23790914AA09": true, "991981000011": false, "19810829M070": false]
}
