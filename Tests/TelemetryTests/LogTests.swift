import Synchronization
import Testing

@testable import Telemetry

@Suite struct LogTests {
    @Test func `a line has time, level, event and fields in order`() {
        let line = LogLine(
            time: 1_795_335_300_123_456, level: .info, event: "server-started",
            fields: [("port", 8080), ("unit", .token("SE0000000001-AVD52")), ("state", "ready")])
        #expect(
            String(decoding: line.bytes, as: UTF8.self)
                == "2026-11-22T08:15:00.123456Z level=info event=server-started port=8080 unit=SE0000000001-AVD52 state=ready\n"
        )
    }

    @Test func `a time before 1970 is still a time`() {
        let line = LogLine(time: -1, level: .error, event: "odd", fields: [])
        #expect(String(decoding: line.bytes, as: UTF8.self).hasPrefix("1969-12-31T23:59:59.999999Z "))
    }

    @Test func `a value cannot begin a new line or a new field`() {
        let line = LogLine(
            time: 0, level: .warning, event: "odd",
            fields: [("a", .token("x\ny z=\"1\"")), ("b", .fixed("two words\n\"quoted\" a=b")), ("c", .token(""))])
        let text = String(decoding: line.bytes, as: UTF8.self)
        #expect(text.hasSuffix(" a=x?y?z??1? b=\"two words\\n\\\"quoted\\\" a=b\" c=\"\"\n"))
        #expect(text.filter { $0 == "\n" }.count == 1)
    }

    @Test func `an identifier is cut at its limit`() {
        let line = LogLine(
            time: 0, level: .info, event: "long", fields: [("a", .token(String(repeating: "x", count: 500)))])
        #expect(String(decoding: line.bytes, as: UTF8.self).hasSuffix("a=" + String(repeating: "x", count: 128) + "\n"))
    }

    private func never() -> String {
        Issue.record("the fields of an event that is dropped are gathered")
        return ""
    }

    @Test func `events below the minimum are dropped, and their fields not even gathered`() {
        let lines = Mutex<[String]>([])
        let log = Log(
            minimum: .warning,
            sink: { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }, now: { 0 })
        log.write(.info, "quiet", [("field", .token(never()))])
        log.write(.warning, "loud")
        #expect(lines.withLock { $0 } == ["1970-01-01T00:00:00.000000Z level=warning event=loud\n"])
    }
}
