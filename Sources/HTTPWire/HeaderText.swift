/// Header lines as bytes.
enum HeaderText {
    /// Appends the lines; what may not stand in a name or a value becomes `?`, so that no value can end its line.
    static func append(_ headers: HTTPHeaders, to bytes: inout [UInt8]) {
        for line in headers.lines {
            for byte in line.name.utf8 { bytes.append(Bytes.isToken(byte) ? byte : UInt8(ascii: "?")) }
            bytes.append(UInt8(ascii: ":"))
            bytes.append(Bytes.space)
            for byte in line.value.utf8 { bytes.append(Bytes.isHeaderValue(byte) ? byte : UInt8(ascii: "?")) }
            bytes.append(Bytes.carriageReturn)
            bytes.append(Bytes.lineFeed)
        }
    }
}
