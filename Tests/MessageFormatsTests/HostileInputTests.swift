import MessageFormats
import Messages
import TestSupport
import Testing

/// Whatever comes in, the reader answers with a message or a rejection, soon, and without telling values.
@Suite struct HostileInputTests {
    @Test(arguments: Sample.valid + Sample.encodings + Sample.invalid)
    func `a sample with broken bytes is answered`(sample: Sample) throws {
        let bytes = try sample.bytes()
        let seed = sample.path.utf8.reduce(11) { $0 &* 31 &+ UInt64($1) }
        var random = SeededRandom(seed: seed)
        for _ in 0..<20 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<broken.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: broken[place] = UInt8.random(in: 0...255, using: &random)
                case 1: broken.remove(at: place)
                case 2: broken.insert(broken[Int.random(in: 0..<broken.count, using: &random)], at: place)
                default: broken.removeLast(min(broken.count - 1, Int.random(in: 0..<40, using: &random)))
                }
            }
            for form in WireForm.allCases { expectAnswer(broken, form, "seed \(seed)") }
        }
    }

    @Test func `entity bombs are refused before they are read`() {
        let bomb = """
            <?xml version="1.0"?>
            <!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>
            <message xmlns="urn:vaxel:message:1">&c;</message>
            """
        #expect(code(Array(bomb.utf8), .xml) == .xmlDoctype)
        let outside = "<!DOCTYPE m SYSTEM \"http://127.0.0.1:1/x.dtd\"><m/>"
        #expect(code(Array(outside.utf8), .xml) == .xmlDoctype)
        #expect(code(Array(outside.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }), .xml) == .xmlDoctype)
    }

    @Test func `floods are answered within seconds`() throws {
        let elements =
            "<message xmlns=\"urn:vaxel:message:1\">" + String(repeating: "<x/>", count: 150_000) + "</message>"
        let members = "{" + (0..<150_000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}"
        let twice = "{" + String(repeating: "\"type\":\"x\",", count: 150_000) + "\"type\":\"x\"}"
        let text = "{\"type\":\"" + String(repeating: "a", count: 4_000_000) + "\"}"
        let clock = ContinuousClock()
        for (flood, form) in [(elements, WireForm.xml), (members, .json), (twice, .json), (text, .json)] {
            #expect(clock.measure { expectAnswer(Array(flood.utf8), form, "") } < .seconds(20))
            #expect(code(Array(flood.utf8), form) != nil)
        }
    }

    @Test(arguments: ["null", "1", "\"x\"", "[]", "true", "{}", "[{}]", "{\"content\":null}", "{\"type\":{}}"])
    func `JSON that is no message is refused`(text: String) {
        #expect(code(Array(text.utf8), .json) != nil)
    }

    @Test func `a type of the schema language is no way around it`() throws {
        let text = String(decoding: try Sample(path: "valid/AdmissionNotice.xml").bytes(), as: UTF8.self)
        let retyped = text.replacing(
            "<sender>", with: "<sender xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Person\">")
        let hinted = text.replacing(
            "<message ",
            with: "<message xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x x.xsd\" "
        )
        #expect(code(Array(retyped.utf8), .xml) == .unknownAttribute)
        #expect(code(Array(hinted.utf8), .xml) == nil)
    }

    private func expectAnswer(_ bytes: [UInt8], _ form: WireForm, _ comment: Comment) {
        do throws(Rejection) {
            let read = try MessageReader().read(bytes, as: form)
            #expect(!MessageWriter().canonicalBytes(of: read.message).isEmpty, comment)
        } catch {
            #expect((1...100).contains(error.problems.count) && error.status < 500, comment)
        }
    }

    private func code(_ bytes: [UInt8], _ form: WireForm) -> RejectionCode? {
        do throws(Rejection) {
            _ = try MessageReader().read(bytes, as: form)
            return nil
        } catch {
            return error.first.code
        }
    }
}
