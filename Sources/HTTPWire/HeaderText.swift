/// Header lines as bytes.
enum HeaderText {
    /// Appends the lines; what may not stand in a name or a value becomes `?`, so that no value can end its line.
    static func append(_ headers: HTTPHeaders, to bytes: inout [UInt8]) {
        for line in headers.lines {
            append(line.name, to: &bytes, allowing: Bytes.isToken)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(Bytes.space)
            append(line.value, to: &bytes, allowing: Bytes.isHeaderValue)
            bytes.append(Bytes.carriageReturn)
            bytes.append(Bytes.lineFeed)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8], allowing isAllowed: (UInt8) -> Bool) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        for place in start..<bytes.count where !isAllowed(bytes[place]) { bytes[place] = UInt8(ascii: "?") }
    }
}
