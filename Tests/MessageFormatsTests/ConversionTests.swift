import MessageFormats
import Messages
import Testing

@Suite struct ConversionTests {
    private let reader = MessageReader()
    private let writer = MessageWriter()

    @Test(arguments: Sample.valid + Sample.encodings)
    func `a sample goes through the other form and back without loss`(sample: Sample) throws {
        let first = try sample.read().message
        for layout in [Layout.compact, .indented] {
            let xml = try reader.read(writer.write(first, as: .xml, layout: layout), as: .xml).message
            let json = try reader.read(writer.write(xml, as: .json, layout: layout), as: .json).message
            let back = try reader.read(writer.write(json, as: .xml, layout: layout), as: .xml).message
            #expect(json.record == first.record && back.record == first.record)
        }
    }

    @Test(arguments: MessageCatalogue.standard.types)
    func `a generated message goes through the other form and back without loss`(type: MessageType) throws {
        for seed in 0..<UInt64(20) {
            var generator = MessageGenerator(type, seed: seed)
            let tree = generator.message()
            // Rules may refuse it; what the schema takes can be converted, whatever the rules say.
            let first = try reader.decode(Array(tree.xml(type).utf8), as: .xml)
            let other = try reader.decode(Array(tree.json.utf8), as: .json)
            #expect(first.record == other.record, "seed \(seed)")
            let json = try reader.decode(writer.write(first, as: .json), as: .json)
            let xml = try reader.decode(writer.write(other, as: .xml), as: .xml)
            let back = [
                try reader.decode(writer.write(json, as: .xml), as: .xml),
                try reader.decode(writer.write(xml, as: .json), as: .json),
            ]
            for message in [json, xml] + back {
                #expect(writer.write(message, as: .json) == writer.write(first, as: .json), "seed \(seed)")
                #expect(message.content.items("extension") == first.content.items("extension"), "seed \(seed)")
            }
        }
    }

    @Test(arguments: Sample.valid)
    func `form, white space and case of ids do not make another message`(sample: Sample) throws {
        let message = try sample.read().message
        let xml = String(decoding: writer.write(message, as: .xml, layout: .indented), as: UTF8.self)
        let shouted = xml.replacing(message.id.description, with: message.id.description.uppercased())
        let again = try reader.read(Array(shouted.utf8), as: .xml).message
        #expect(writer.canonicalBytes(of: again) == writer.canonicalBytes(of: message))
    }

    @Test func `the id of the attempt is no part of the message`() throws {
        let message = try Sample(path: "valid/AdmissionNotice.json").read().message
        let other = try #require(
            Message(
                type: message.type,
                record: message.record.setting("transmissionId", to: .text("00000000-0000-0000-0000-000000000001"))))
        #expect(message.transmissionID != nil)
        #expect(message.withoutTransmissionID().transmissionID == nil)
        #expect(writer.canonicalBytes(of: other) == writer.canonicalBytes(of: message))
        let changed = try #require(
            Message(type: message.type, record: message.record.setting("caseId", to: .text("X"))))
        #expect(writer.canonicalBytes(of: changed) != writer.canonicalBytes(of: message))
    }

    @Test func `every character that may be sent comes back`() throws {
        let text = "\u{9}\r\n\r & < > \" ' \\ / ]]> åäö 🙂 \u{7F} \u{85} \u{2028} \u{FFFD} e\u{301}  "
        let message = try Sample(path: "valid/GeneralMessage.json").read().message
        let changed = try #require(
            Message(
                type: message.type,
                record: message.record.setting("content", to: .record(message.content.setting("text", to: .text(text))))
            ))
        for form in WireForm.allCases {
            let back = try reader.read(writer.write(changed, as: form), as: form).message
            #expect(back.content.text("text").map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
        }
    }

    @Test func `null and an empty list are the same as nothing`() throws {
        let text = String(decoding: try Sample(path: "valid/AdmissionNotice.json").bytes(), as: UTF8.self)
        let plain = try reader.read(Array(text.utf8), as: .json).message
        let padded = text.replacing(
            "\"consentState\": \"given\"",
            with: "\"consentState\": \"given\", \"livesAlone\": null, \"relatives\": [], \"housing\": null")
        #expect(try reader.read(Array(padded.utf8), as: .json).message.record == plain.record)
    }

    @Test func `members of JSON may come in any order`() throws {
        let text = String(decoding: try Sample(path: "valid/AdmissionNotice.json").bytes(), as: UTF8.self)
        let moved = text.replacing("\"version\": 1,", with: "").replacing(
            "\"content\"", with: "\"version\": 1, \"content\"")
        let plain = try reader.read(Array(text.utf8), as: .json).message
        #expect(try reader.read(Array(moved.utf8), as: .json).message.record == plain.record)
    }
}
