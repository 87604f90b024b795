import Foundation
import LinuxSystem
import Testing

@Suite struct MemoryTests {
    @Test func freePagesBetweenOthersAreGivenBack() {
        // Blocks that the C library keeps, since one in fifty is still needed.
        let blocks = (0..<32_768).map { _ in
            let block = UnsafeMutableRawPointer.allocate(byteCount: 8_192, alignment: 16)
            block.initializeMemory(as: UInt8.self, repeating: 1, count: 8_192)
            return block
        }
        defer { for number in stride(from: 0, to: blocks.count, by: 50) { blocks[number].deallocate() } }
        for (number, block) in blocks.enumerated() where number % 50 != 0 { block.deallocate() }

        let before = Self.ownKibibytes
        CurrentProcess.giveBackMemory()
        // Of 256 MiB; other tests may take some meanwhile.
        #expect(Self.ownKibibytes < before - (128 << 10))
    }

    private static var ownKibibytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
