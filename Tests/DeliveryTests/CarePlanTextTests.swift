@testable import Delivery
import Messages
import Routing
import SampleWorld
import Testing

/// What the citizen reads on 1177.
struct CarePlanTextTests {
    private func text(_ plan: Message, sender: Unit? = nil) -> String {
        String(decoding: CarePlanText(plan, sender: sender).bytes, as: UTF8.self)
    }

    @Test func `a plan with everything in it`() throws {
        let plan = try ValidSample.read("SipEstablished")
        #expect(
            text(plan, sender: Directory.sample().units[.healthCentre]) == """
                SAMORDNAD INDIVIDUELL PLAN (SIP)
                Upprättad: 2026-11-20
                Version: 1
                Upprättad av: Hälsocentralen Ett

                VAD ÄR VIKTIGT FÖR MIG
                Att kunna bo kvar hemma och komma ut varje dag.

                NULÄGE
                Bor ensam på andra våningen. Har svårt med trappor.

                EGNA RESURSER
                Lagar mat själv.

                BEHOV
                - Hjälp med inköp.
                - Uppföljning av blodtryck.

                MÅL
                - Gå ut varje dag. (på kort sikt)
                - Bo kvar hemma. (på lång sikt)

                INSATSER
                - Hemtjänst med inköp två gånger i veckan.
                  Ansvarig: Socialtjänsten Exempel kommun, kommunen
                  Läge: planerad
                  Från: 2026-11-23
                - Blodtryck och läkemedelsgenomgång.
                  Ansvarig: Hälsocentralen Exempel, regionen
                  Läge: pågår
                - Promenad efter frukost.
                  Ansvarig: jag själv
                  Läge: planerad

                ÅTGÄRDER AV ANDRA
                - Föreningen Exempel: Väntjänst på söndagar.

                ANSVAR OCH KONTAKT
                Samordningsansvarig: Testperson Fem, telefon 010-000 01 01
                Övergripande ansvar: regionen
                Fast vårdkontakt: Testperson Fem, Hälsocentralen Exempel

                UPPFÖLJNING
                2027-02-19

                TIDIGA TECKEN OCH KRISPLAN
                Ring hälsocentralen vid yrsel.

                """)
    }

    @Test func `a plan with the least in it has no empty sections`() throws {
        #expect(
            text(try ValidSample.read("SipEstablished-minimal")) == """
                SAMORDNAD INDIVIDUELL PLAN (SIP)
                Upprättad: 2026-11-20
                Version: 1

                MÅL
                - Bo kvar hemma.

                INSATSER
                - Promenad.
                  Ansvarig: jag själv
                  Läge: planerad

                ANSVAR OCH KONTAKT
                Samordningsansvarig: Testperson Fem, telefon 010-000 01 01
                Övergripande ansvar: regionen

                UPPFÖLJNING
                2027-02-19

                """)
    }

    @Test func `the person's words may be missing one by one`() throws {
        let plan = try ValidSample.read("SipEstablished").content("whatMatters", nil)
        #expect(text(plan).contains("Version: 1\n\nNULÄGE\n"))
        #expect(!text(plan.content("situation", nil)).contains("\n\n\n"))
    }

    @Test func `the name that the sender gives itself goes before the directory's`() throws {
        let plan = try ValidSample.read("SipEstablished")
        let sender = plan.record.record("sender")?.setting("unitName", to: .text("HC Ett"))
        let named = plan.head("sender", sender.map { .record($0) })
        #expect(text(named, sender: Directory.sample().units[.healthCentre]).contains("Upprättad av: HC Ett\n"))
    }

    @Test func `days are Swedish days`() throws {
        let plan = try ValidSample.read("SipEstablished").content("establishedAt", .text("2026-11-20T23:30:00Z"))
        #expect(text(plan).contains("Upprättad: 2026-11-21\n"))
    }
}
