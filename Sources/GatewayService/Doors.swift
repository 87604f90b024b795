internal import Delivery
internal import HTTPDoors
internal import Intake
internal import Operations

extension GatewayParts {
    /// All doors of the gateway, in the order of interfaces §3: the one file that shows what can be called.
    static func doors(
        intake: IntakeEndpoint, leases: LeaseEndpoint, settle: SettleEndpoints, status: StatusEndpoint,
        deadLetters: DeadLetterEndpoints, payloads: PayloadEndpoints, health: HealthEndpoints
    ) -> [Door] {
        [intake.door, status.door, leases.door] + settle.doors + payloads.doors + deadLetters.doors + health.doors
    }
}
