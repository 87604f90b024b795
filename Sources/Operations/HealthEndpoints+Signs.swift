package import HTTPDoors
internal import Messages

extension HealthEndpoints {
    /// What stands on the doors, in their order.
    package static let signs = [livezSign, readyzSign, metricsSign]

    static let livezSign = DoorSign(
        "GET", "/livez", access: .open, name: "livez", summary: "Whether the program runs.",
        answers: [DoorAnswer(200, "`alive`", .text)])

    static let readyzSign = DoorSign(
        "GET", "/readyz", access: .open, name: "readyz", summary: "Whether the program takes messages.",
        answers: [DoorAnswer(200, "`ready`", .text)], refusals: [.journalFailed, .stopping, .auditFailed, .diskFull])

    static let metricsSign = DoorSign(
        "GET", "/metrics", access: .local, name: "metrics",
        summary: "Figures in the Prometheus text format; for callers on the same machine only.",
        answers: [DoorAnswer(200, "The figures.", .text)], refusals: [.notFound])
}
