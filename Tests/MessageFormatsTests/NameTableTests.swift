import Testing

@testable import MessageFormats

@Suite struct NameTableTests {
    private static let names = [
        "", "a", "b", "ab", "ba", "content", "contents", "municipalityCode", "municipalityCodes",
        "placingMunicipalityCode",
        "placingMunicipalitycode", "å", "räksmörgåsar", "xxxxxxxxAyyyyyyyy", "xxxxxxxxByyyyyyyy", "12345678", "1234567",
    ]

    @Test func `every name is found by its own number`() {
        let table = NameTable(Self.names)
        for (number, name) in Self.names.enumerated() {
            #expect(table.number(of: name) == Int32(number), "\(name)")
            #expect(table.names[number] == name)
        }
    }

    @Test func `names that are nearly the same are not found`() {
        let table = NameTable(Self.names)
        for name in Self.names {
            for other in [name + "x", "x" + name, String(name.dropLast()), name.uppercased()]
            where !Self.names.contains(other) {
                #expect(table.number(of: other) == nil, "\(other)")
            }
        }
        #expect(table.number(of: "xxxxxxxxCyyyyyyyy") == nil, "names that differ only in the middle")
        #expect(table.number(of: "\0\0a") == nil)
    }

    @Test func `a name that comes twice has its first number, and an empty table finds nothing`() {
        #expect(NameTable(["a", "b", "a"]).number(of: "a") == 0)
        #expect(NameTable([]).number(of: "a") == nil)
    }

    @Test func `a thousand names are told apart`() {
        let names = (0..<1000).map { "name\($0)OfAField" }
        let table = NameTable(names)
        #expect(names.enumerated().allSatisfy { table.number(of: $1) == Int32($0) })
        #expect((1000..<2000).allSatisfy { table.number(of: "name\($0)OfAField") == nil })
    }
}
