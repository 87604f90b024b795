import Foundation
import MessageFormats

/// A message of which every copy has an id and a case of its own.
struct Notice: Sendable {
    /// What stands in the file where a fresh id and a fresh case go, as the load generator knows them.
    private static let markers = (id: "00000000-0000-0000-0000-000000000000", case: "case-of-its-own-case-of-its-own")

    let bytes: [UInt8]
    let form: WireForm
    private let id: Int
    private let `case`: Int

    /// Reads a file with both markers in it; nil when one is missing.
    init?(file: String, as form: WireForm) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        guard let id = data.range(of: Data(Self.markers.id.utf8)),
            let place = data.range(of: Data(Self.markers.case.utf8))
        else { return nil }
        bytes = Array(data)
        self.form = form
        self.id = id.lowerBound
        self.case = place.lowerBound
    }

    var contentType: String { form == .xml ? "application/xml" : "application/json" }

    /// The bytes of the copy with that number.
    func numbered(_ number: UInt64) -> [UInt8] {
        var copy = bytes
        for digit in 0..<12 {
            let nibble = UInt8(truncatingIfNeeded: number >> (4 * UInt64(digit))) & 15
            copy[id + 35 - digit] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            copy[`case` + 30 - digit] = 0x41 + nibble
        }
        copy[id + 14] = UInt8(ascii: "4")
        copy[id + 19] = UInt8(ascii: "8")
        return copy
    }
}
