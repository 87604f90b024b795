import Messages
import Testing

/// Names of destinations, as the journal and the paths of the API have them.
struct DestinationTests {
    @Test func `a name is read back as the destination that it is the name of`() throws {
        let unit = Destination(try #require(UnitID("SE0000000002-SOC1")))
        let system = try #require(SystemID("ehr_2-b"))
        for destination in [unit, .publisher1177, .receipts(of: system)] {
            #expect(Destination(name: destination.name) == destination)
        }
        #expect(Destination.receipts(of: system).name == "receipts:ehr_2-b")
    }

    @Test func `a destination is a unit, or receipts of a system, or neither, and never both`() throws {
        let unit = try #require(UnitID("SE1"))
        let system = try #require(SystemID("ehr"))
        #expect(Destination(unit).unit == unit && Destination(unit).system == nil)
        #expect(Destination.receipts(of: system).unit == nil && Destination.receipts(of: system).system == system)
        #expect(Destination.publisher1177.unit == nil && Destination.publisher1177.system == nil)
    }

    @Test(arguments: ["", "receipts:", "receipts:EHR", "receipts:a b", "receipts:(gateway)", "Receipts:ehr", "x:ehr"])
    func `other names are no destination`(name: String) {
        #expect(Destination(name: name) == nil)
    }
}
