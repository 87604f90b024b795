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
        let doors =
            [intake.door, status.door, cases.door] + leases.doors + settle.doors + [kvittens.door] + payloads.doors
            + queues.doors + deadLetters.doors + health.doors + documentation.doors
        // What is told of the doors comes from the doors themselves.
        return doors + [DescriptionEndpoint(of: doors.map(\.sign)).door]
    }

    /// What stands on these doors, in the same order, for those who have no gateway running.
    ///
    /// A test holds the two together.
    static let signs: [DoorSign] =
        [IntakeEndpoint.sign, StatusEndpoint.sign, CaseEndpoint.sign] + LeaseEndpoint.signs + SettleEndpoints.signs
        + [KvittensEndpoint.sign] + PayloadEndpoints.signs + QueueEndpoints.signs + DeadLetterEndpoints.signs
        + HealthEndpoints.signs + DocumentationEndpoints.signs
}
