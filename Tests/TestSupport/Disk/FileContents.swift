/// A file's bytes in blocks of 4 KiB, which copies share until one is written; a block of zeros takes no room.
///
/// So that a hundred thousand images of a disk cost no more than what differs between them.
struct FileContents: Sendable {
    static let blockBytes = 4096

    /// A block's bytes, never changed.
    private final class Block: Sendable {
        let bytes: [UInt8]
        let digest: Int

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            digest = bytes.withUnsafeBytes(Self.digest)
        }

        /// A hash good enough to tell images apart, four words at a time: it is made of every block that is written.
        private static func digest(of bytes: UnsafeRawBufferPointer) -> Int {
            var lanes = SIMD4<UInt64>(
                0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5)
            for offset in stride(from: 0, to: bytes.count, by: 32) {
                lanes =
                    (lanes ^ bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self))
                    &* 0x9FB2_1C65_1E98_DF25
                lanes ^= lanes &>> 29
            }
            var hasher = Hasher()
            hasher.combine(lanes)
            return hasher.finalize()
        }
    }

    private var blocks: [Block?] = []
    /// The file's length in bytes.
    private(set) var count = 0

    init() {}

    init(_ bytes: [UInt8]) {
        write(bytes, at: 0)
    }

    /// All bytes.
    var bytes: [UInt8] { bytes(in: 0..<count) }

    /// The bytes of a range that lies within the file.
    func bytes(in range: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            filled = read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        }
    }

    /// Fills a buffer from an offset, and returns how many bytes there were.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let end = min(offset + buffer.count, count)
        var place = offset
        while place < end {
            let (index, inner) = place.quotientAndRemainder(dividingBy: Self.blockBytes)
            let length = min(Self.blockBytes - inner, end - place)
            let target = UnsafeMutableRawBufferPointer(rebasing: buffer[(place - offset)..<(place - offset + length)])
            if let block = blocks[index] {
                block.bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[inner..<inner + length])) }
            } else {
                target.initializeMemory(as: UInt8.self, repeating: 0)
            }
            place += length
        }
        return max(end - offset, 0)
    }

    /// Writes at an offset; what lies between the end and the offset becomes zeros.
    mutating func write(_ bytes: [UInt8], at offset: Int) {
        guard !bytes.isEmpty else { return }
        resize(to: max(count, offset + bytes.count))
        var done = 0
        while done < bytes.count {
            let (index, inner) = (offset + done).quotientAndRemainder(dividingBy: Self.blockBytes)
            let length = min(Self.blockBytes - inner, bytes.count - done)
            let part = bytes[done..<done + length]
            if length == Self.blockBytes {
                blocks[index] = Self.block(Array(part))
            } else {
                var whole = blocks[index]?.bytes ?? [UInt8](repeating: 0, count: Self.blockBytes)
                whole.replaceSubrange(inner..<inner + length, with: part)
                blocks[index] = Self.block(whole)
            }
            done += length
        }
    }

    /// Cuts the file off, or lengthens it by zeros.
    mutating func resize(to size: Int) {
        if size < count, size % Self.blockBytes != 0 {
            let inner = size % Self.blockBytes
            let kept = blocks[size / Self.blockBytes]?.bytes.prefix(inner) ?? []
            blocks[size / Self.blockBytes] = Self.block(
                Array(kept) + [UInt8](repeating: 0, count: Self.blockBytes - kept.count))
        }
        let needed = (size + Self.blockBytes - 1) / Self.blockBytes
        if needed < blocks.count {
            blocks.removeLast(blocks.count - needed)
        } else {
            blocks += [Block?](repeating: nil, count: needed - blocks.count)
        }
        count = size
    }

    /// Mixes length and bytes into a hash.
    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for (index, block) in blocks.enumerated() {
            guard let block else { continue }
            hasher.combine(index)
            hasher.combine(block.digest)
        }
    }

    private static func block(_ bytes: [UInt8]) -> Block? {
        let isEmpty = bytes.withUnsafeBytes { raw in
            stride(from: 0, to: raw.count, by: 8).allSatisfy {
                raw.loadUnaligned(fromByteOffset: $0, as: UInt64.self) == 0
            }
        }
        return isEmpty ? nil : Block(bytes)
    }
}
