internal import Digests
internal import DurableLog

/// A file of pages that is open; each page is read and checked by itself.
///
/// The file's body is the pages one behind the other, all of one length. The directory:
///
///     offset  bytes  what (integers little-endian)
///          0      4  words of four bytes in a page
///          4      4  number of pages, then for each page:
///          0      4  the page's number in the snapshot
///          4      4  CRC32C of the page
final class PageFile: Sendable {
    /// A page's number in the snapshot, and its check value.
    struct Slot: Sendable {
        var number: UInt32
        var check: UInt32
    }

    private static let slotLength = 8

    let reference: FileReference
    let wordsPerPage: Int
    let slots: [Slot]
    private let file: StoredFile

    init(_ file: StoredFile, as reference: FileReference, wordsPerPage: Int, slots: [Slot]) {
        self.file = file
        self.reference = reference
        self.wordsPerPage = wordsPerPage
        self.slots = slots
    }

    /// Opens a page file that a manifest names, and checks all of it but its pages.
    static func open(_ reference: FileReference, in folder: any StorageFolder) throws(SnapshotFailure) -> PageFile {
        let file = try StoredFile.open(reference.name, in: folder)
        let found = try FileFrame.directory(of: file, as: reference)
        guard let (wordsPerPage, slots) = try? decode(found.bytes),
            FileFrame.headerLength + slots.count * wordsPerPage * 4 == found.offset
        else { throw file.damage }
        return PageFile(file, as: reference, wordsPerPage: wordsPerPage, slots: slots)
    }

    /// Reads the page in a slot, which must hold the page of this number.
    func page(_ number: Int, slot: Int) throws(SnapshotFailure) -> [UInt32] {
        guard slot < slots.count, Int(slots[slot].number) == number else { throw file.damage }
        let offset = FileFrame.headerLength + slot * wordsPerPage * 4
        let words = try file.words(wordsPerPage, at: offset)
        guard Self.check(words) == slots[slot].check else { throw file.damage }
        return words
    }

    /// The check value of a page as it stands in the file.
    static func check(_ words: [UInt32]) -> UInt32 {
        guard UInt32(1).littleEndian == 1 else { return words.map(\.littleEndian).withUnsafeBytes { CRC32C.hash($0) } }
        return words.withUnsafeBytes { CRC32C.hash($0) }
    }

    static func encode(wordsPerPage: Int, slots: [Slot]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + slots.count * slotLength)
        bytes.appendInteger(UInt32(wordsPerPage))
        bytes.appendInteger(UInt32(slots.count))
        for slot in slots {
            bytes.appendInteger(slot.number)
            bytes.appendInteger(slot.check)
        }
        return bytes
    }

    private static func decode(_ bytes: [UInt8]) throws(ByteReader.Truncated) -> (wordsPerPage: Int, slots: [Slot]) {
        var reader = ByteReader(bytes)
        let wordsPerPage = Int(try reader.integer(UInt32.self))
        let count = try reader.count(of: slotLength)
        var slots: [Slot] = []
        slots.reserveCapacity(count)
        for _ in 0..<count {
            slots.append(Slot(number: try reader.integer(UInt32.self), check: try reader.integer(UInt32.self)))
        }
        guard reader.rest == 0, wordsPerPage <= Limits.pageWords else { throw ByteReader.Truncated() }
        return (wordsPerPage, slots)
    }
}
