internal import Foundation

/// Base64 with padding and without line breaks.
///
/// Source: RFC 4648 §4.
enum Base64 {
    /// The text of some bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
