/// The number that this installation of the system got when it was set up.
///
/// Source: machine-id(5). It is not to leave the machine: whoever shows or stores it hashes it first.
package enum MachineID {
    /// Reads the number: 32 hexadecimal digits.
    ///
    /// - Parameter path: the file that holds it.
    /// - Returns: nil where there is none, or none yet, as in some containers.
    package static func read(from path: String = "/etc/machine-id") -> String? {
        guard let bytes = try? FileBytes.read(path, atMost: 64) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).prefix { !$0.isWhitespace }
        guard text.count == 32, text.allSatisfy({ $0.isHexDigit && $0.isASCII }) else { return nil }
        return text.lowercased()
    }
}
