import HTTPWire
import HostileHTTP
import Testing

/// Requests that two readers could understand differently, or that are no requests: each with the one answer.
@Suite struct MalformedRequestTests {
    @Test(arguments: RequestCase.all)
    func `the bytes are read as the RFCs say, however they are cut`(example: RequestCase) {
        let reading = RequestReading([example.bytes[...]])
        switch example.end {
        case .open:
            #expect(reading.problem == nil)
            #expect(reading.isBetweenRequests)
        case .unfinished, .tooLarge:
            #expect(reading.problem == nil)
            #expect(!reading.isBetweenRequests)
        case .closed:
            #expect(reading.heads[example.served.count - 1].wantsKeepAlive == false)
        case .refused(let problem):
            #expect(reading.problem == problem)
        }
        #expect(reading.requests.prefix(example.served.count) == example.served[...])
        #expect(example.end == .closed || reading.ends == example.served.count)
        #expect(Cuts.firstDifference(example.bytes, pairsUpTo: 64, from: RequestReading()) == nil)
    }

    @Test func `the table holds what it promises`() {
        let refused = RequestCase.all.filter { $0.refusal != nil }
        #expect(refused.count >= 150)
        #expect(RequestCase.all.allSatisfy { $0.end != .closed || !$0.served.isEmpty })
        let problems = Set(refused.compactMap { if case .refused(let problem) = $0.end { problem } else { nil } })
        let missing = Set(HTTPProblem.allCases).subtracting(problems)
        #expect(missing == [.statusLineMalformed], "a request for each reason but that of responses")
    }

    @Test func `random bytes never do more than be refused`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededBytes(state: seed)
        let alphabet = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\nTransfer-Encoding:chunked5;0\u{0}\u{7F}".utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<Int(random.next() % 120)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))]
            }
            let whole = RequestReading([bytes[...]])
            let cut = bytes.isEmpty ? 0 : Int(random.next() % UInt64(bytes.count))
            #expect(RequestReading([bytes[..<cut], bytes[cut...]]) == whole, "seed \(seed)")
        }
    }

    @Test func `each reason has a status of refusal and a name of its own`() {
        for problem in HTTPProblem.allCases { #expect((400...505).contains(problem.status)) }
        #expect(HTTPProblem.headTooLarge.status == 431)
        #expect(HTTPProblem.targetTooLong.status == 414)
        #expect(HTTPProblem.versionNotSupported.status == 505)
        #expect(HTTPProblem.transferEncodingNotImplemented.status == 501)
        #expect(HTTPProblem.methodNotImplemented.status == 501)
        #expect(HTTPProblem.expectationUnknown.status == 417)
        #expect(HTTPProblem.contentLengthRepeated.status == 400)
    }
}

/// SplitMix64: numbers that depend on nothing but their seed.
struct SeededBytes {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
