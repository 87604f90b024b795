internal import Glibc

/// Where a socket listens or connects: an IP address with a port, or a path of the file system.
package struct SocketAddress: Sendable, Hashable {
    // The bytes of a sockaddr_in, sockaddr_in6 or sockaddr_un, as the kernel takes them.
    private let bytes: [UInt8]

    /// The address of an IPv4 or IPv6 number in text, as `127.0.0.1` or `::1`; `nil` if it is none.
    ///
    /// The port is 0 to 65,535; 0 lets the kernel choose when listening.
    package init?(number: String, port: Int) {
        guard let port = UInt16(exactly: port) else { return nil }
        var four = sockaddr_in()
        if inet_pton(AF_INET, number, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            bytes = withUnsafeBytes(of: four) { Array($0) }
            return
        }
        var six = sockaddr_in6()
        guard inet_pton(AF_INET6, number, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        bytes = withUnsafeBytes(of: six) { Array($0) }
    }

    /// The address of a Unix socket; `nil` if the path is empty, holds a NUL or has more than 107 bytes.
    ///
    /// Source: unix(7).
    package init?(path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard !path.isEmpty, path.utf8.count < capacity, !path.utf8.contains(0) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        bytes = withUnsafeBytes(of: address) { Array($0) }
    }

    /// The addresses of a host's name, in the order of the system's preference.
    ///
    /// Asks the system's resolver and waits for it: never call it on a thread of Swift's concurrency.
    ///
    /// - Returns: at least none; an unknown name has no address.
    package static func resolving(host: String, port: Int) -> [SocketAddress] {
        if let address = SocketAddress(number: host, port: port) { return [address] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [SocketAddress] = []
        var next = first
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                let raw = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
                addresses.append(SocketAddress(bytes: Array(raw)))
            }
            next = entry.ai_next
        }
        return addresses
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var family: Int32 {
        bytes.withUnsafeBytes { Int32($0.loadUnaligned(as: sa_family_t.self)) }
    }

    // The path behind the family, up to its NUL.
    var path: String? {
        isUnix ? String(decoding: bytes.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self) : nil
    }

    var isUnix: Bool { family == AF_UNIX }

    /// The port of an IP address, 0 for a path.
    package var port: Int {
        // Both IP forms have the port in the two bytes behind the family.
        isUnix ? 0 : Int(bytes[2]) << 8 | Int(bytes[3])
    }

    /// Whether only programs of this machine can be there: 127.0.0.0/8, `::1`, or a path.
    package var isLoopback: Bool {
        switch family {
        case AF_UNIX: true
        case AF_INET: bytes[4] == 127
        case AF_INET6: isLoopbackOfVersion6
        default: false
        }
    }

    // `::1`, or 127.0.0.0/8 as a socket sees it that listens for both versions. Source: RFC 4291 §2.5.
    private var isLoopbackOfVersion6: Bool {
        isMappedVersion4 ? bytes[20] == 127 : bytes[8..<24].elementsEqual([UInt8](repeating: 0, count: 15) + [1])
    }

    private var isMappedVersion4: Bool {
        bytes[8..<20].elementsEqual([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
    }

    /// Whose address it is: the 4 bytes of IPv4, or the first 8 of IPv6, which belong to one customer; none for a path.
    package var network: [UInt8] {
        switch family {
        case AF_INET: Array(bytes[4..<8])
        case AF_INET6: isMappedVersion4 ? Array(bytes[20..<24]) : Array(bytes[8..<16])
        default: []
        }
    }

    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { body($0.bindMemory(to: sockaddr.self).baseAddress, socklen_t($0.count)) }
    }
}
