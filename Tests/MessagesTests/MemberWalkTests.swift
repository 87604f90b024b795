import Testing

@testable import Messages

@Suite struct MemberWalkTests {
    private let record = Record([
        .init("a", .text("1")), .init("b", .integer(2)), .init("c", .text("3")), .init("dd", .text("4")),
    ])

    @Test func `members are found in their order, with some passed over`() {
        var members = MemberWalk(record)
        #expect(members.text("a") == "1")
        #expect(members.next("x") == nil)
        #expect(members.text("c") == "3")
        #expect(members.next("y") == nil)
        #expect(members.text("dd") == "4")
    }

    @Test func `a member before the last that was found is found too, and one may be asked for twice`() {
        var members = MemberWalk(record)
        #expect(members.text("dd") == "4" && members.text("dd") == "4")
        #expect(members.next("b") == .integer(2) && members.text("b") == nil)
        #expect(members.text("a") == "1")
    }

    @Test func `a record without members has none`() {
        var members = MemberWalk(Record())
        #expect(members.next("a") == nil)
    }
}
