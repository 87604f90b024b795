import Messages
import Testing

@testable import MessageFormats

@Suite struct WireTapeTests {
    @Test func `bytes and nodes grow, are read back, and keep their room when they are taken off`() {
        var tape = WireTape()
        for number in 0..<1000 {
            let start = tape.text.count
            Array("text \(number)".utf8).withUnsafeBufferPointer { tape.text.append(contentsOf: $0) }
            var node = WireTape.Node(.string, name: Int32(number), line: Int32(number + 1))
            node.start = Int32(start)
            node.length = Int32(tape.text.count - start)
            tape.nodes.append(node)
        }
        let count = tape.nodes.count
        let text = String(decoding: tape.text[tape.nodes[737].range], as: UTF8.self)
        #expect(count == 1000 && text == "text 737")
        tape.nodes[737].line = 5
        let line = tape.nodes[737].line
        #expect(line == 5)
        let before = (tape.nodes.capacity, tape.text.capacity)
        tape.removeAll()
        let (left, after) = (tape.nodes.count + tape.text.count, (tape.nodes.capacity, tape.text.capacity))
        #expect(left == 0 && before == after)
    }

    @Test func `a tape takes the room of another and leaves it with none`() {
        var old = WireTape()
        old.text.append(1)
        let room = old.text.capacity
        let new = WireTape(takingRoomOf: &old)
        let (taken, left) = ((new.text.capacity, new.text.count), (old.text.capacity, old.text.count))
        #expect(taken == (room, 0) && left == (0, 0))
        let nothing = Array(old.text[0..<0])
        #expect(nothing.isEmpty)
    }

    @Test func `nothing is added to a tape that has no room yet`() throws {
        var tape = WireTape()
        [UInt8]().withUnsafeBufferPointer { tape.text.append(contentsOf: $0) }
        let (count, room) = (tape.text.count, tape.text.capacity)
        #expect(count == 0 && room == 0)
        // A catalogue of its own brings a reader that has read nothing before.
        let fresh = MessageReader(catalogue: MessageCatalogue([.generalMessage]))
        for form in WireForm.allCases {
            let refusal = #expect(throws: Rejection.self) { try fresh.read([], as: form) }
            #expect(try #require(refusal).first.code == .emptyBody)
        }
    }

    @Test func `the number of an unknown name leads back to its place`() {
        for place in [0, 1, 70_000] {
            #expect(WireTape.placeOfOtherName(WireTape.number(ofOtherName: place)) == place)
        }
        #expect(WireTape.placeOfOtherName(-1) == nil && WireTape.placeOfOtherName(0) == nil)
    }
}
