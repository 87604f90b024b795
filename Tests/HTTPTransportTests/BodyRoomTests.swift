import Testing

@testable import HTTPTransport

/// Who may have how much of the room for bodies.
@Suite struct BodyRoomTests {
    @Test func `an owner may have as much as it leaves free`() {
        let room = BodyRoom(limit: 1_200, floor: 0)
        let (first, second, third) = (room.part(of: "a"), room.part(of: "b"), room.part(of: "c"))
        #expect(room.reserve(600, for: first))
        #expect(!room.reserve(1, for: first))
        #expect(room.reserve(300, for: second))
        #expect(!room.reserve(1, for: second))
        #expect(room.reserve(150, for: third))
        room.release(600, of: first)
        #expect(room.reserve(225, for: second))
        #expect(!room.reserve(1, for: second))
    }

    @Test func `an owner may have room for one body to the last byte`() {
        let room = BodyRoom(limit: 1_000, floor: 400)
        #expect(room.reserve(500, for: room.part(of: "a")))
        #expect(room.reserve(400, for: room.part(of: "b")))
        #expect(!room.reserve(101, for: room.part(of: "c")))
        #expect(room.reserve(100, for: room.part(of: "c")))
        #expect(!room.reserve(1, for: nil))
        room.release(100, of: room.part(of: "c"))
        #expect(room.reserve(100, for: nil))
    }

    @Test func `all that has no owner may have as much together as one owner`() {
        let room = BodyRoom(limit: 10, floor: 0)
        #expect(!room.reserve(6, for: nil))
        #expect(room.reserve(3, for: nil) && room.reserve(2, for: nil))
        #expect(!room.reserve(1, for: nil))
        #expect(room.reserve(2, for: room.part(of: "a")))
        room.release(3, of: nil)
        #expect(room.reserve(1, for: nil))
    }
}
