internal import LinuxSystem

/// A window that moves over a file, so that a file is read in large steps and never whole.
///
/// A class, so that walks may be kept in an enum and moved on without copying the window.
final class FileWindow {
    private let file: any StorageFile
    /// Bytes of the file that count; what lies behind is not looked at.
    let end: Int
    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var start = 0
    private var count = 0
    /// Whether pages that the disk does not give are shown as zeros.
    private let isLenient: Bool
    /// Why the disk did not give a page, the first time.
    private(set) var refusal: SystemError?

    init(_ file: any StorageFile, end: Int, isLenient: Bool = false) {
        self.file = file
        self.end = end
        self.isLenient = isLenient
    }

    deinit {
        buffer.deallocate()
    }

    /// Sees to it that a range of the file is in the window; false when the file ends before.
    ///
    /// - Throws: `SystemError` when the disk does not give it.
    func cover(_ range: Range<Int>) throws(SystemError) -> Bool {
        if range.lowerBound >= start, range.upperBound <= start + count { return true }
        guard range.upperBound <= end else { return false }
        let wanted = min(max(range.count, Limits.windowBytes), end - range.lowerBound)
        grow(to: wanted)
        start = range.lowerBound
        count = 0
        do throws(SystemError) {
            count = try load(wanted, at: 0)
        } catch {
            guard isLenient else { throw error }
            try loadByPages(wanted)
        }
        return range.count <= count
    }

    /// Forgets what was read, so that it is read again.
    func forget() {
        count = 0
    }

    /// Gives the bytes of a range that `cover` has brought in.
    func withBytes<Output>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Output) -> Output {
        body(UnsafeRawBufferPointer(buffer).part(range.lowerBound - start..<range.upperBound - start))
    }

    private func grow(to wanted: Int) {
        guard buffer.count < wanted else { return }
        buffer.deallocate()
        buffer = .allocate(byteCount: wanted, alignment: 16)
    }

    private func load(_ wanted: Int, at place: Int) throws(SystemError) -> Int {
        try file.readAll(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[place..<place + wanted]), at: UInt64(start + place))
    }

    /// Loads what can be had, page by page.
    private func loadByPages(_ wanted: Int) throws(SystemError) {
        for place in stride(from: 0, to: wanted, by: Limits.page) {
            let length = min(Limits.page, wanted - place)
            do throws(SystemError) {
                count += try load(length, at: place)
            } catch {
                if refusal == nil { refusal = error }
                UnsafeMutableRawBufferPointer(rebasing: buffer[place..<place + length]).initializeMemory(
                    as: UInt8.self, repeating: 0)
                count += length
            }
        }
    }
}
