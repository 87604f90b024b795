import Testing

@testable import Messages

@Suite struct UUIDBytesTests {
    private let text = "0123abCD-4567-89ef-FEDC-ba9876543210"

    @Test func `a UUID is read in either case and printed in lower case`() throws {
        let uuid = try #require(UUIDBytes(text))
        #expect(uuid.high == 0x0123_ABCD_4567_89EF && uuid.low == 0xFEDC_BA98_7654_3210)
        #expect(uuid.text == text.lowercased())
    }

    @Test func `in every place every byte but the right ones is refused`() {
        let usual = Array(text.utf8)
        for place in usual.indices {
            for byte in UInt8.min...UInt8.max {
                var bytes = usual
                bytes[place] = byte
                let isHyphen = usual[place] == UInt8(ascii: "-")
                let digit = Character(Unicode.Scalar(byte))
                let isRight = isHyphen ? digit == "-" : byte < 0x80 && digit.isHexDigit
                #expect((UUIDBytes(bytes.span) != nil) == isRight, "\(byte) at \(place)")
            }
        }
    }

    @Test func `every digit counts where it stands`() throws {
        for place in Array(text.utf8).indices where Array(text.utf8)[place] != UInt8(ascii: "-") {
            var bytes = Array("00000000-0000-0000-0000-000000000000".utf8)
            bytes[place] = UInt8(ascii: "c")
            #expect(UUIDBytes(bytes.span)?.text == String(decoding: bytes, as: UTF8.self), "at \(place)")
        }
    }

    @Test func `a text that is too short or too long is none`() {
        #expect(UUIDBytes(text.dropLast()) == nil && UUIDBytes(text + "0") == nil && UUIDBytes("") == nil)
    }
}
