import Testing

@testable import Operations

/// When the journal is read through, and when room is given back.
struct RetentionRoundsTests {
    @Test func `once a day all is read through, and then room is given back`() {
        var rounds = RetentionRounds()
        #expect(rounds.due(after: 60, isAtFloor: false) == [.verifying, .retaining])
        for day in 1...3 {
            for _ in 1..<1_440 { #expect(rounds.due(after: 60, isAtFloor: false) == []) }
            #expect(rounds.due(after: 60, isAtFloor: false) == [.verifying, .retaining], "day \(day)")
        }
    }

    @Test func `at the floor room comes first, once an hour, and all is read through once a day`() {
        var rounds = RetentionRounds()
        #expect(rounds.due(after: 60, isAtFloor: true) == [.retaining, .verifying])
        for minute in 1..<1_440 {
            #expect(rounds.due(after: 60, isAtFloor: true) == (minute % 60 == 0 ? [.retaining] : []))
        }
        #expect(rounds.due(after: 60, isAtFloor: true) == [.retaining, .verifying])
    }

    @Test func `what was broken off for want of room begins anew the next time`() {
        var rounds = RetentionRounds()
        #expect(rounds.due(after: 60, isAtFloor: false) == [.verifying, .retaining])
        rounds.noteBrokenOff()
        #expect(rounds.due(after: 60, isAtFloor: true) == [.verifying])
        #expect(rounds.due(after: 60, isAtFloor: true) == [])
        // Room is given back at the floor, and the next day's reading comes half an hour later.
        for _ in 0..<1_409 { _ = rounds.due(after: 60, isAtFloor: false) }
        #expect(rounds.due(after: 60, isAtFloor: true) == [.retaining])
        for _ in 0..<28 { #expect(rounds.due(after: 60, isAtFloor: false) == []) }
        #expect(rounds.due(after: 60, isAtFloor: false) == [.verifying])
        rounds.noteBrokenOff()
        #expect(rounds.due(after: 60, isAtFloor: true) == [.retaining, .verifying])
    }

    @Test func `a disk that comes to its floor an hour after the last round gets room at once`() {
        var rounds = RetentionRounds()
        for _ in 0...61 { _ = rounds.due(after: 60, isAtFloor: false) }
        #expect(rounds.due(after: 60, isAtFloor: true) == [.retaining])
    }
}
