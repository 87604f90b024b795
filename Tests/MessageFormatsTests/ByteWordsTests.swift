import Testing

@testable import MessageFormats

@Suite struct ByteWordsTests {
    @Test func `the first of a byte is found in every place, and bytes behind it do not matter`() {
        for wanted in [UInt8(ascii: "<"), 0x00, 0x7F, 0x80, 0xFF] {
            for place in 0..<20 {
                for filler in [UInt8(0x01), 0x3B, 0x3D, 0x7E, 0x81, 0xFE] {
                    var bytes = [UInt8](repeating: filler, count: 20)
                    bytes[place] = wanted
                    if place + 1 < 20 { bytes[place + 1] = wanted &+ 1 }
                    #expect(ByteWords.index(of: wanted, in: bytes.span, from: 0) == place, "\(wanted) at \(place)")
                    #expect(ByteWords.index(of: wanted, in: bytes.span, from: min(place, 19)) == place)
                }
            }
            let without = [UInt8](repeating: wanted &+ 1, count: 17)
            #expect(ByteWords.index(of: wanted, in: without.span, from: 0) == 17)
        }
    }

    @Test func `the first byte below a bound is marked, whatever stands behind it`() {
        for bound in [UInt8(0x01), 0x20, 0x80] {
            for place in 0..<8 {
                for filler in [bound, 0x7F, 0x80, 0xFF] where filler >= bound {
                    for low in [UInt8(0), bound - 1] {
                        var bytes = [UInt8](repeating: filler, count: 8)
                        bytes[place] = low
                        let marks = ByteWords.marks(ByteWords.word(of: bytes.span, at: 0), below: bound)
                        #expect(ByteWords.first(marks) == place, "\(low) below \(bound) at \(place) among \(filler)")
                    }
                }
            }
            let word = ByteWords.word(of: [UInt8](repeating: bound, count: 8).span, at: 0)
            #expect(ByteWords.marks(word, below: bound) == 0)
        }
    }

    @Test func `a byte above 127 is seen in every place`() {
        for count in 0..<20 {
            let without = [UInt8](repeating: 0x7F, count: count)
            let areASCII = ByteWords.areASCII(without.span)
            #expect(areASCII)
            for place in 0..<count {
                var bytes = [UInt8](repeating: 0x7F, count: count)
                bytes[place] = 0x80
                let areASCII = ByteWords.areASCII(bytes.span)
                #expect(!areASCII, "\(place) of \(count)")
            }
        }
    }

    @Test func `the end of ASCII and of spaces is found in every place, from every place`() {
        for count in [0, 1, 7, 8, 9, 31, 32, 33, 41, 70] {
            for place in 0...count {
                var (text, spaces) = ([UInt8](repeating: 0x7F, count: count), [UInt8](repeating: 0x20, count: count))
                if place < count { (text[place], spaces[place]) = (0x80, 0x21) }
                for start in 0...place {
                    #expect(ByteWords.endOfASCII(in: text.span, from: start) == place, "\(start)…\(place) of \(count)")
                    #expect(
                        ByteWords.endOfSpaces(in: spaces.span, from: start) == place, "\(start)…\(place) of \(count)")
                }
            }
        }
    }

    @Test func `a word of a few bytes has zeros for the rest, in the middle of a text and at its end`() {
        let bytes = (1...20).map { UInt8($0) }
        for count in 0..<8 {
            for place in 0...20 - count {
                let wanted = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64($1 * 8) }
                #expect(ByteWords.word(of: bytes.span, at: place, count: count) == wanted, "\(count) at \(place)")
            }
        }
    }

    @Test func `bytes at two places are compared to the last, and none beyond the end`() {
        for count in 0..<20 {
            let bytes = (0..<count).map { UInt8($0) } + [0xFF] + (0..<count).map { UInt8($0) }
            #expect(areEqual(bytes, count + 1, 0, count))
            #expect(!areEqual(bytes, count + 1, 0, count + 1))
            for place in 0..<count {
                var changed = bytes
                changed[count + 1 + place] ^= 0x80
                #expect(!areEqual(changed, count + 1, 0, count), "\(place) of \(count)")
            }
        }
    }

    private func areEqual(_ bytes: [UInt8], _ first: Int, _ second: Int, _ count: Int) -> Bool {
        ByteWords.areEqual(bytes.span, first, second, count: count)
    }
}
