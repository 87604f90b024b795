import DurableLog
import Glibc
import LinuxSystem
import Testing
import TestSupport

/// Every call of every kind fails once, for a journal's whole life: opening, appending, segments, closing, opening again.
struct ErrorReturnTests {
    /// A call that fails, or does less than it was asked.
    struct Fault: CustomTestStringConvertible, Sendable {
        let call: FaultyDisk.Call
        /// The error number; nil for a transfer cut short.
        let code: Int32?

        var testDescription: String { "\(call) \(code.map { String(cString: strerror($0)) } ?? "short")" }

        /// Whether the journal copes without anybody noticing.
        var isInvisible: Bool { code == nil || code == EINTR }

        func order(on storage: FaultyStorage, after passes: Int) {
            if let code {
                storage.fail(call, after: passes, with: code)
            } else {
                storage.shorten(call, after: passes, to: 100)
            }
        }

        static let all: [Fault] =
            [FaultyDisk.Call.open, .lock, .read, .write, .sync, .rename, .unlink, .syncFolder, .names].map {
                Fault(call: $0, code: EIO)
            } + [FaultyDisk.Call.open, .write, .sync, .rename, .syncFolder].map { Fault(call: $0, code: ENOSPC) }
            + [FaultyDisk.Call.open, .lock].map { Fault(call: $0, code: EMFILE) }
            + [FaultyDisk.Call.read, .write].flatMap { [Fault(call: $0, code: EINTR), Fault(call: $0, code: nil)] }
    }

    /// What was answered in a life.
    private struct Answers {
        /// The bodies of groups that were told stored, in order.
        var stored: [[UInt8]] = []
        /// Why others were not.
        var refusals: [JournalFailure] = []
        var openings: [JournalFailure] = []
    }

    @Test(arguments: Fault.all) func `no failing call makes a false answer`(fault: Fault) async throws {
        var passes = 0
        while true {
            let storage = FaultyStorage()
            fault.order(on: storage, after: passes)
            let answers = try await live(on: storage)
            let isHit = storage.mend() == 0
            let context: Comment = "\(fault.testDescription) after \(passes)"
            if fault.isInvisible || !isHit {
                #expect(answers.refusals.isEmpty && answers.openings.isEmpty, context)
                #expect(answers.stored.count == 42, context)
            }
            for failure in answers.refusals + answers.openings { #expect(isMeant(failure, by: fault), context) }
            let (_, records) = try await JournalFixture.open(storage.crashed(.nothing))
            #expect(records.map(\.body) == answers.stored, context)
            guard isHit else { break }
            passes += 1
        }
        // Names are taken away only after a crash has left some.
        #expect(passes > 1 || fault.call == .unlink, "the fault has been met")
    }

    /// A journal's life on a disk: two sessions, three segments, everything read back.
    private func live(on storage: FaultyStorage) async throws -> Answers {
        var answers = Answers()
        let time = ManualClock()
        var number = 0
        while number < 42 {
            let journal: Journal
            do throws(JournalFailure) {
                journal = try await open(storage, time)
            } catch {
                answers.openings.append(error)
                // One that keeps failing would never end here.
                #expect(answers.openings.count < 3)
                if answers.openings.count > 2 { return answers }
                continue
            }
            let end = number < 21 ? 21 : 42
            while number < end, await append(number, to: journal, time, &answers) { number += 1 }
            if case .failed? = journal.failure {
                await expectSticky(journal, storage)
                // Nothing is known of the group that failed; a crash loses it here, and it is sent again.
                storage.mend()
                let crashed = storage.crashed(.nothing)
                let (_, records) = try await JournalFixture.open(crashed)
                #expect(records.map(\.body) == answers.stored)
                return answers
            }
            await journal.close()
        }
        return answers
    }

    private func open(_ storage: FaultyStorage, _ time: ManualClock) async throws(JournalFailure) -> Journal {
        try await Journal.open(
            at: "journal", storage: storage, options: JournalFixture.options, clock: time.clock
        ) { _ in }
    }

    /// Appends a group and reads it back; false when the journal has failed.
    private func append(_ number: Int, to journal: Journal, _ time: ManualClock, _ answers: inout Answers) async -> Bool
    {
        let body = JournalFixture.body(number, size: 3_000)
        for _ in 0..<3 {
            do throws(JournalFailure) {
                let group = try await journal.append(
                    JournalFixture.group([body]), for: number % 2 == 0 ? .intake : .settlement)
                answers.stored.append(body)
                for read in await journal.records([group.firstSequence]) {
                    switch read {
                    case .success(let record): #expect(record?.body == body)
                    case .failure(let failure): answers.refusals.append(failure)
                    }
                }
                return true
            } catch {
                answers.refusals.append(error)
                if case .failed = error { return false }
                // No room: nothing was stored, and after a while it is tried again.
                time.advance(seconds: 3)
            }
        }
        Issue.record("group \(number) is refused although the disk is well again")
        return false
    }

    private func expectSticky(_ journal: Journal, _ storage: FaultyStorage) async {
        let syncs = storage.count(of: .sync)
        for purpose in [AppendPurpose.intake, .settlement] {
            do throws(JournalFailure) {
                _ = try await journal.append(JournalFixture.group([[1]]), for: purpose)
                Issue.record("a journal that has failed takes more")
            } catch {
                guard case .failed = error else {
                    Issue.record("a journal that has failed says \(error)")
                    continue
                }
            }
        }
        #expect(storage.count(of: .sync) == syncs, "a failed sync is not tried again")
    }

    private func isMeant(_ failure: JournalFailure, by fault: Fault) -> Bool {
        switch failure {
        case .failed(let error), .unreadable(let error), .noSegment(let error): error.code == fault.code
        case .diskFull: fault.code == ENOSPC
        case .locked, .newerFormat, .damaged, .thinned, .noExtent, .overloaded, .closed, .held, .readOnly: false
        }
    }
}
