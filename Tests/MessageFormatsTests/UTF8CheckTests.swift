import TestSupport
import Testing

@testable import MessageFormats

@Suite struct UTF8CheckTests {
    @Test func `every character alone and among others is valid`() {
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 7) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            #expect(UTF8Check.firstFault(in: bytes.span) == nil, "U+\(String(value, radix: 16))")
            #expect(UTF8Check.firstFault(in: (Array("abcdefg".utf8) + bytes + Array("hijklmnop".utf8)).span) == nil)
        }
    }

    @Test func `all pairs and triples of bytes get the verdict of the standard library`() {
        for first in 0x7F...0xFF {
            for second in stride(from: 0, through: 0xFF, by: 1) {
                let pair = [UInt8(first), UInt8(second)]
                #expect((UTF8Check.firstFault(in: pair.span) == nil) == isValid(pair), "\(pair)")
                for third in [0x00, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] {
                    let triple = pair + [UInt8(third)]
                    #expect((UTF8Check.firstFault(in: triple.span) == nil) == isValid(triple), "\(triple)")
                    let quadruple = triple + [0xBF]
                    #expect((UTF8Check.firstFault(in: quadruple.span) == nil) == isValid(quadruple), "\(quadruple)")
                }
            }
        }
    }

    @Test func `the place of the fault is told`() {
        for length in 0..<40 {
            let before = Array("räksmörgås och räkor, ännu fler och ännu mer".utf8.prefix(length))
            guard isValid(before) else { continue }
            #expect(UTF8Check.firstFault(in: (before + [0xC3, 0x28]).span) == before.count)
            #expect(UTF8Check.firstFault(in: (before + [0xF0, 0x9F, 0x99]).span) == before.count)
        }
    }

    @Test func `random bytes get the verdict of the standard library`() {
        var random = SeededRandom(seed: 20_261_122)
        let pieces: [[UInt8]] = [
            [0x61], Array("å".utf8), Array("€".utf8), Array("🙂".utf8), [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90],
            [0x80], [0xFF], Array("abcdefgh".utf8),
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0..<12, using: &random)
            let bytes = (0..<count).flatMap { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
            #expect((UTF8Check.firstFault(in: bytes.span) == nil) == isValid(bytes), "\(bytes)")
        }
    }

    private func isValid(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
}
