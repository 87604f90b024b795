import Foundation
import Messages
import Testing

@testable import MessageFormats

/// Members of JSON may come in any order; most come in that of the declaration, and those are read another way.
@Suite struct MemberOrderTests {
    private let reader = MessageReader()

    @Test(arguments: Sample.valid.filter { $0.form == .json })
    func `a message says the same in whatever order its members come`(sample: Sample) throws {
        let bytes = try sample.bytes()
        let object = try JSONSerialization.jsonObject(with: Data(bytes))
        let sorted = [UInt8](try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
        let (read, readSorted) = (try reader.read(bytes, as: .json), try reader.read(sorted, as: .json))
        #expect(read.message.record == readSorted.message.record)
        #expect(Set(read.warnings.map(\.path)) == Set(readSorted.warnings.map(\.path)))
    }

    @Test(arguments: Sample.valid.filter { $0.form == .json })
    func `a null member is as one that was not sent, and leaves the others as they are`(sample: Sample) throws {
        let bytes = try sample.bytes()
        var text = String(decoding: bytes, as: UTF8.self)
        text.replace(#""status":"#, with: #""replaces": null, "status":"#, maxReplacements: 1)
        let read = try reader.read(bytes, as: .json)
        guard read.message.replaces == nil else { return }
        #expect(try reader.read(Array(text.utf8), as: .json).message.record == read.message.record)
    }
}
