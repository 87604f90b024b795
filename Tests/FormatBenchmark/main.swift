import Foundation
import MessageFormats
import Messages

// Reading and checking a message, beside what the platform's own parsers need to go through the same bytes and keep nothing.
// Run by `make bench-formats` in the repository's folder; one thread.

let samples = ["AdmissionNotice-full", "DischargeMessage", "SipEstablished"]
let reader = MessageReader()

func report(_ name: String, _ bytes: [UInt8], _ form: WireForm) throws {
    let contest = Contest(batch: 40)
    let result: Contest.Result
    switch form {
    case .xml:
        var empty = EmptyPass()
        precondition(empty.parse(bytes))
        result = try contest.run(
            ours: { _ = try reader.read(bytes, as: .xml) }, theirs: { _ = empty.parse(bytes) })
    case .json:
        let data = Data(bytes)
        result = try contest.run(
            ours: { _ = try reader.read(bytes, as: .json) },
            theirs: { _ = try JSONSerialization.jsonObject(with: data) })
    }
    let columns = [
        padded(name, 30), padded(form.rawValue, 4), padded("\(bytes.count) bytes", 10),
        padded("\(Int(result.ours)) ns", 9), padded("\(Int(Double(bytes.count) / result.ours * 1e3)) MB/s", 8),
        padded((form == .xml ? "SAX" : "JSONSerialization") + " \(Int(result.theirs)) ns", 26),
        "ratio \(Double(Int(result.ratio * 100)) / 100)",
    ]
    print(columns.joined(separator: "  "))
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

for name in samples {
    for form in WireForm.allCases {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "samples/valid/\(name).\(form.rawValue)")))
        try report(name, bytes, form)
        let message = try reader.read(bytes, as: form).message
        try report("\(name), compact", MessageWriter().write(message, as: form), form)
    }
}
