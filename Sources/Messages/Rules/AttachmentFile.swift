internal import Foundation

/// An attachment as its rules look at it: decoded only as far as a question needs.
struct AttachmentFile {
    /// The kinds of file that may be attached.
    enum MediaType: String, CaseIterable {
        case pdf = "application/pdf"
        case plainText = "text/plain"
        case png = "image/png"
        case jpeg = "image/jpeg"
        case tiff = "image/tiff"
    }

    private let mediaType: MediaType
    /// Base64, of the alphabet and with at most two `=` at the end: the declaration has seen to that.
    private let data: String

    init?(_ record: Record) {
        guard let mediaType = record.text("mediaType").flatMap({ MediaType(rawValue: $0) }),
            let data = record.text("data")
        else { return nil }
        self.mediaType = mediaType
        self.data = data
    }

    /// Whether the base64 ends as it should: no character too few, and no bits behind the last byte.
    var isWhole: Bool {
        let end = String(decoding: data.utf8.suffix(4), as: UTF8.self)
        return data.utf8.count.isMultiple(of: 4) && Data(base64Encoded: end)?.base64EncodedString() == end
    }

    /// The size in bytes, of a whole one.
    var size: Int {
        data.utf8.count / 4 * 3 - data.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
    }

    /// Whether the bytes begin as files of the type do; of a text, whether all of it is UTF-8.
    var isOfItsType: Bool {
        switch mediaType {
        // Readers of PDF look for the header in the first 1024 bytes. Source: ISO 32000-1, annex H.3, note 13.
        case .pdf: decoded(1024).range(of: Data("%PDF-".utf8)) != nil
        case .png: begins(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpeg: begins(with: [0xFF, 0xD8, 0xFF])
        case .tiff: begins(with: [0x49, 0x49, 0x2A, 0x00]) || begins(with: [0x4D, 0x4D, 0x00, 0x2A])
        case .plainText: String(validating: decoded(.max), as: UTF8.self) != nil
        }
    }

    private func begins(with signature: [UInt8]) -> Bool {
        decoded(signature.count).starts(with: signature)
    }

    /// At most so many bytes from the beginning, or a few more.
    private func decoded(_ bytes: Int) -> Data {
        let characters = bytes < size ? (bytes + 2) / 3 * 4 : data.utf8.count
        return Data(base64Encoded: String(decoding: data.utf8.prefix(characters), as: UTF8.self)) ?? Data()
    }
}
