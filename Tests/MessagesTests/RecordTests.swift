import Messages
import Testing

@Suite struct RecordTests {
    private let record = Record([
        .init("a", .text("1")), .init("b", .record(Record([.init("c", .list([.integer(2), .boolean(true)]))]))),
    ])

    @Test func `members are found by name and kind`() {
        #expect(record.text("a") == "1")
        #expect(record["a"]?.integer == nil)
        #expect(record.record("b")?.items("c").map(\.integer) == [2, nil])
        #expect(record["b"]?.record?["c"]?.items?.last?.boolean == true)
        #expect(record["x"] == nil && record.items("x").isEmpty)
    }

    @Test func `setting a member keeps the order`() {
        #expect(record.setting("a", to: .text("2")).members.map(\.name) == ["a", "b"])
        #expect(record.setting("a", to: nil).members.map(\.name) == ["b"])
        #expect(record.setting("z", to: .text("2")).members.map(\.name) == ["a", "b", "z"])
        #expect(record.setting("z", to: nil) == record)
    }

    @Test func `a receiver is read in its five shapes only`() throws {
        let unit = try #require(UnitID("SE1-A"))
        #expect(address([("unit", .text("se1-a"))]) == .unit(unit))
        #expect(
            address([("function", .text("school")), ("municipalityCode", .text("2580"))])
                == .function(.school, municipalityCode: "2580"))
        #expect(
            address([("function", .text("medicallyResponsibleNurse")), ("municipalityCode", .text("2580"))])
                == .function(.medicallyResponsibleNurse, municipalityCode: "2580"))
        #expect(
            address([("function", .text("headOfOperations")), ("organisation", .text("se1"))])
                == .organisationFunction(.headOfOperations, organisation: try #require(UnitID("SE1"))))
        #expect(address([("function", .text("headOfOperations")), ("municipalityCode", .text("2580"))]) == nil)
        #expect(address([("function", .text("school")), ("organisation", .text("SE1"))]) == nil)
        #expect(address([("function", .text("headOfOperations"))]) == nil)
        #expect(address([("organisation", .text("SE1"))]) == nil)
        #expect(address([("function", .text("listedHealthCentre"))]) == .listedHealthCentre)
        #expect(address([("caseParties", .boolean(true))]) == .caseParties)
        #expect(address([]) == nil)
        #expect(address([("caseParties", .boolean(false))]) == nil)
        #expect(address([("function", .text("school"))]) == nil)
        #expect(address([("municipalityCode", .text("2580"))]) == nil)
        #expect(address([("function", .text("listedHealthCentre")), ("municipalityCode", .text("2580"))]) == nil)
        #expect(address([("unit", .text("SE1-A")), ("caseParties", .boolean(true))]) == nil)
    }

    private func address(_ members: [(String, Value)]) -> ReceiverAddress? {
        ReceiverAddress(Record(members.map { Record.Member($0.0, $0.1) }))
    }
}
