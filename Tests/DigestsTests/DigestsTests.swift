@testable import Digests
import Testing

struct DigestsTests {
    /// Source: FIPS 180-4's example values, and one million times `a`.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `SHA-256 gives the published digests`(text: String, digest: String) {
        #expect(hexadecimal(SHA256.hash(Array(text.utf8))) == digest)
    }

    /// Source: `sha256sum` of the bytes 0, 1, 2 and on: as many as leave just room for the padding in a block, and just none.
    @Test(arguments: [
        (55, "463eb28e72f82e0a96c0a4cc53690c571281131f672aa229e0d45ae59b598b59"),
        (56, "da2ae4d6b36748f2a318f23e7ab1dfdf45acdc9d049bd80e59de82a60895f562"),
        (63, "29af2686fd53374a36b0846694cc342177e428d1647515f078784d69cdb9e488"),
        (64, "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108"),
        (119, "da18797ed7c3a777f0847f429724a2d8cd5138e6ed2895c3fa1a6d39d18f7ec6"),
        (120, "f52b23db1fbb6ded89ef42a23ce0c8922c45f25c50b568a93bf1c075420bbb7c"),
    ])
    func `SHA-256 is right where a block is just full`(length: Int, digest: String) {
        #expect(hexadecimal(SHA256.hash((0..<length).map { UInt8($0) })) == digest)
    }

    /// Source: the vectors of the reference implementation with 128 bits: key 00…0f, input 00, 01, 02 and on.
    @Test(arguments: [
        (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
        (2, "8177228da4a45dc7fca38bdef60affe4"), (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
    ])
    func `the keyed hash gives the published digests`(length: Int, digest: String) {
        let hash = KeyedHash128(key: (0..<16).map { $0 }).hash((0..<length).map { UInt8($0) })
        let bytes = [hash.high, hash.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        #expect(hexadecimal(bytes) == digest)
    }

    /// Source: RFC 3720 appendix B.4, and the check value of the catalogue of CRC algorithms.
    @Test func `CRC32C gives the published values`() {
        #expect(CRC32C.hash([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.hash([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.hash([UInt8](0..<32)) == 0x46DD_794E)
        #expect(CRC32C.hash([UInt8]("123456789".utf8)) == 0xE306_9283)
    }

    @Test func `CRC32C by the processor is that by the table, at every length`() {
        let bytes = (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 197 ^ $0 >> 5) }
        bytes.withUnsafeBytes { buffer in
            for length in 0...buffer.count {
                let part = UnsafeRawBufferPointer(rebasing: buffer[..<length])
                guard CRC32C.hash(part) != CRC32C.hashByTable(part) else { continue }
                Issue.record("another check of \(length) bytes")
            }
        }
    }

    @Test func `CRC32C of parts is that of the whole`() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for cut in [0, 1, 7, 8, 500, 1_000] {
            let whole = bytes.withUnsafeBytes { buffer in
                CRC32C.hash(
                    UnsafeRawBufferPointer(rebasing: buffer[cut...]),
                    continuing: CRC32C.hash(UnsafeRawBufferPointer(rebasing: buffer[..<cut])))
            }
            #expect(whole == CRC32C.hash(bytes))
        }
    }

    @Test func `comparing in constant time compares`() {
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(constantTimeEquals([], []))
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
