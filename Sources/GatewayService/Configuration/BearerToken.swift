internal import Digests
internal import LinuxSystem

/// A bearer token in clear, on its way to whom it is for.
struct BearerToken {
    /// The token as it goes into an `Authorization` header.
    let text: String

    /// A new one, of 256 random bits in hexadecimal digits.
    static func draw() -> BearerToken {
        BearerToken(text: HexText.of(SystemRandom.bytes(32)))
    }

    /// What the gateway keeps of it, 32 bytes.
    var digest: [UInt8] { SHA256.hash(Array(text.utf8)) }

    /// Writes it into a file that only its owner can read.
    func write(to path: String) throws(SystemError) {
        try FileBytes.replace(path, with: Array("\(text)\n".utf8), mode: 0o600)
    }
}
