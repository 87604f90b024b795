@testable import Intake
import Testing

/// Source: W3C Trace Context §3.2.
struct TraceParentTests {
    private static let sound = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `a sound one is kept as it is`() {
        #expect(TraceParent.accepted(Self.sound) == Self.sound)
    }

    @Test(arguments: [("01", "01"), ("03", "01"), ("ff", "01"), ("fe-later-fields", "00"), ("01-", "01"), ("00", "00")])
    func `of a later version what is known is kept`(flags: String, kept: String) {
        let ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
        for version in ["01", "cc", "fe"] {
            let value = TraceParent.accepted("\(version)-\(ids)-\(flags)")
            #expect(value == "00-\(ids)-\(kept)", "\(version)")
        }
    }

    @Test func `of two none is kept, nor of a repeated one`() {
        #expect(TraceParent.accepted([Self.sound]) == Self.sound)
        #expect(TraceParent.accepted([String]()) == nil)
        #expect(TraceParent.accepted([Self.sound, Self.sound]) == nil)
    }

    @Test(arguments: [
        "", "00", Self.sound.uppercased(), Self.sound + "-x", " " + Self.sound,
        Self.sound.replacing("00-0a", with: "ff-0a"), Self.sound.replacing("00-0a", with: "01-0a") + "x",
        Self.sound.replacing("00-0a", with: "0A-0a"), "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c8031٣c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    ])
    func `a broken one is dropped`(value: String) {
        #expect(TraceParent.accepted(value) == nil)
    }
}
