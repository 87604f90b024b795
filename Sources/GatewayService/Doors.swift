internal import Delivery
internal import HTTPDoors
internal import Intake
internal import Operations

extension GatewayParts {
    /// All doors of the gateway, in the order of interfaces §3: the one file that shows what can be called.
    static func doors(
        intake: IntakeEndpoint, status: StatusEndpoint, cases: CaseEndpoint, leases: LeaseEndpoint,
        settle: SettleEndpoints, kvittens: KvittensEndpoint, payloads: PayloadEndpoints, queues: QueueEndpoints,
        deadLetters: DeadLetterEndpoints, health: HealthEndpoints,
        documentation: DocumentationEndpoints
    ) -> [Door] {
        [intake.door, status.door, cases.door] + leases.doors + settle.doors + [kvittens.door] + payloads.doors
            + queues.doors + deadLetters.doors + health.doors + documentation.doors
    }
}
