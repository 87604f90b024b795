import Foundation

// Proves on a simulated disk that nothing acknowledged is lost: see `Usage.text`.
guard let wishes = Wishes(Array(CommandLine.arguments.dropFirst())) else {
    print(Wishes.usage)
    exit(2)
}
var losses = 0
if wishes.parts.contains(.crashes) { losses += await CrashProof.run(wishes) }
if wishes.parts.contains(.faults) { losses += await FaultProof.run(wishes) }
if wishes.parts.contains(.rot) { losses += await RotProof.run(wishes) }
if wishes.parts.contains(.model) { losses += await ModelProof.run(wishes) }
exit(losses == 0 ? 0 : 1)
