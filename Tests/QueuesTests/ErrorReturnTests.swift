import QueueProof
import TestSupport
import Testing

/// Every call of every kind fails once under random work on a queue; what was answered stays true.
struct ErrorReturnTests {
    @Test(arguments: FaultedRun.Fault.all) func `whatever call fails, what was answered stays true`(
        fault: FaultedRun.Fault
    ) async {
        var passes = 0
        while true {
            let result = await FaultedRun.run(fault, after: passes, seed: 11)
            #expect(result.complaint == nil)
            guard result.isHit, result.complaint == nil else { break }
            passes += 1
        }
        #expect(passes > 0 || fault.call == .unlink, "\(fault) has been met")
    }
}
