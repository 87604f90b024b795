import Glibc
import HTTPWire
import MessageFormats
import Messages
import Queues
import SampleWorld
import TestSupport
import Testing

/// Messages about others that are on disk alone: they are decided on as if those were in memory.
struct OldReferenceTests {
    /// Three messages in an intake that was started anew since they came.
    private func started(
        after messages: [Message]
    ) async throws -> (bench: IntakeBench, storage: FaultyStorage) {
        let storage = FaultyStorage()
        let before = try await IntakeBench(storage: storage)
        for message in messages { try await before.post(message) }
        await before.scratch.queue.close()
        let kept = storage.crashed(.everything)
        return (try await IntakeBench(storage: kept), kept)
    }

    @Test func `what refers to an old message is held to it`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let general = try ValidSample.read("GeneralMessage").head("refersTo", nil)
        let ready = try ValidSample.read("ReadyForDischarge")
        let (bench, _) = try await started(after: [notice, general])
        #expect(try await bench.refusal(of: ready.about(general)) == ["VX-1225 /refersTo"])
        #expect(try await bench.warnings(of: ready.about(notice)) == [])
    }

    @Test func `an old message that comes again is a duplicate`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let (bench, _) = try await started(after: [notice])
        #expect(try await bench.post(notice).status == 200)
    }

    @Test func `a consent that was registered long ago still stands`() async throws {
        let consent = try ValidSample.read("ConsentRegistered").head("consentReference", nil)
        let (bench, _) = try await started(after: [consent])
        let general = try ValidSample.read("GeneralMessage").head("refersTo", nil).numbered(8)
            .head("consentReference", .text(consent.id.description))
        #expect(try await bench.warnings(of: general).contains("VX-W107 /consentReference") == false)
    }

    @Test func `what the disk does not give refuses the message, and nothing else`() async throws {
        let notice = try ValidSample.read("AdmissionNotice")
        let ready = try ValidSample.read("ReadyForDischarge").about(notice)
        let (bench, storage) = try await started(after: [notice])
        _ = try? await bench.post(ready.about(ready))
        storage.fail(.read, with: EIO, forever: true)
        let codes = try await bench.refusal(of: ready)
        #expect(codes.first?.hasPrefix("VX-17") == true || codes.first?.hasPrefix("VX-19") == true, "\(codes)")
        _ = storage.mend()
        #expect(try await bench.post(ready).status == 202)
    }
}
