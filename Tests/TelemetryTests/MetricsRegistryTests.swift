import Testing

@testable import Telemetry

@Suite struct MetricsRegistryTests {
    @Test func `metrics are rendered by name and labels`() {
        let registry = MetricsRegistry()
        registry.gauge(name: "vaxel_open", help: "Open ones.").set(-3)
        registry.counter(name: "vaxel_done_total", help: "Done\nones.", labels: [("code", "500")]).add()
        registry.counter(name: "vaxel_done_total", help: "", labels: [("code", "2\"0\\0")]).add(41)
        #expect(
            registry.render() == """
                # HELP vaxel_done_total Done\\nones.
                # TYPE vaxel_done_total counter
                vaxel_done_total{code="2\\"0\\\\0"} 41
                vaxel_done_total{code="500"} 1
                # HELP vaxel_open Open ones.
                # TYPE vaxel_open gauge
                vaxel_open -3

                """)
    }

    @Test func `the same name and labels give the same counter`() {
        let registry = MetricsRegistry()
        registry.counter(name: "a_total", help: "A.").add(2)
        registry.counter(name: "a_total", help: "A.").add(3)
        #expect(registry.counter(name: "a_total", help: "A.").value == 5)
    }

    @Test func `a name used for two kinds keeps the first`() {
        let registry = MetricsRegistry()
        registry.counter(name: "a_total", help: "A.").add()
        registry.gauge(name: "a_total", help: "A.").set(9)
        #expect(registry.render().hasSuffix("\na_total 1\n"))
    }

    @Test func `counting from many tasks loses nothing`() async {
        let counter = MetricsRegistry().counter(name: "a_total", help: "A.")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1_000 { counter.add() } } }
        }
        #expect(counter.value == 8_000)
    }
}
