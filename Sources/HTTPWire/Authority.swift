/// A host with a port, as it stands in `Host` and in absolute targets.
///
/// Source: RFC 3986 §3.2.2, §3.2.3. Without the comma, which would look like two hosts, and without the addresses of
/// future versions of IP in brackets, of which there are none.
enum Authority {
    /// Whether the bytes are a host, maybe empty, with or without a port.
    static func isValid(_ text: Substring.UTF8View) -> Bool {
        guard let end = endOfHost(text), isHost(text[..<end]) else { return false }
        let rest = text[end...]
        return rest.isEmpty || rest.dropFirst().allSatisfy(Bytes.isDigit)
    }

    /// Whether the bytes are a host that is not empty, with or without a port.
    ///
    /// Source: RFC 9110 §4.2.1.
    static func isOfURI(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.first, first != UInt8(ascii: ":") else { return false }
        return isValid(text)
    }

    // Where the colon of the port stands, or the end; nil when a bracket does not end the host.
    private static func endOfHost(_ text: Substring.UTF8View) -> String.Index? {
        guard text.first == UInt8(ascii: "[") else {
            return text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        }
        guard let bracket = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        let end = text.index(after: bracket)
        return end == text.endIndex || text[end] == UInt8(ascii: ":") ? end : nil
    }

    private static func isHost(_ host: Substring.UTF8View) -> Bool {
        guard host.first == UInt8(ascii: "[") else { return isName(host) }
        let number = host.dropFirst().dropLast()
        return number.contains(UInt8(ascii: ":"))
            && number.allSatisfy {
                Bytes.hexadecimal($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
    }

    private static func isName(_ name: Substring.UTF8View) -> Bool {
        var rest = name
        while let byte = rest.popFirst() {
            guard byte != Bytes.percent else {
                guard rest.popFirst().flatMap(Bytes.hexadecimal) != nil,
                    rest.popFirst().flatMap(Bytes.hexadecimal) != nil
                else { return false }
                continue
            }
            guard Bytes.isName(byte) else { return false }
        }
        return true
    }
}
