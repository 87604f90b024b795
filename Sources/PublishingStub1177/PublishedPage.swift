/// The plans as a person sees them who logs in at 1177: a page in Swedish, without script.
enum PublishedPage {
    /// What browsers may do with the page: show it, and load nothing.
    static let contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

    static func html(of plans: [StoredPlan]) -> String {
        let visible = plans.filter { !$0.isWithdrawn }
        let articles = visible.map { article($0.plan) }.joined(separator: "\n")
        return """
            <!DOCTYPE html>
            <html lang="sv">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Mina planer</title>
            <style>
            body { font: 1.1rem/1.5 sans-serif; color: #1f1f1f; background: #fff; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
            article { border: 1px solid #767676; border-radius: .5rem; padding: 1rem 1.5rem; margin: 1.5rem 0 }
            h2 { margin: 0 0 .5rem } dt { font-weight: bold } dd { margin: 0 0 .5rem }
            .closed { background: #f2f2f2; border-left: .3rem solid #767676; padding: .4rem .8rem; margin: 0 0 .5rem }
            pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }
            iframe { width: 100%; min-height: 20rem; border: 1px solid #767676 }
            </style>
            </head>
            <body>
            <header><h1>Mina planer</h1>
            <p>Testversion av 1177 Journalen. Här visas planer som vården har publicerat.</p></header>
            <main>
            \(visible.isEmpty ? "<p>Det finns inga planer att visa.</p>" : articles)
            </main>
            </body>
            </html>

            """
    }

    private static func article(_ plan: CarePlan) -> String {
        """
        <article>
        <h2>\(escaped(plan.title))</h2>\(closing(of: plan))
        <dl>
        <dt>Typ av plan</dt><dd>\(plan.type == "SPLPTLRV" ? "Samordnad plan enligt LPT och LRV" : "Samordnad individuell plan")</dd>
        <dt>Tid</dt><dd>\(escaped(time(plan.time)))</dd>
        <dt>Enhet</dt><dd>\(escaped(plan.unitName.map { "\($0) (\(plan.careUnit))" } ?? plan.careUnit))</dd>
        </dl>
        \(plan.contents.map(content).joined(separator: "\n"))
        </article>
        """
    }

    private static func closing(of plan: CarePlan) -> String {
        guard plan.isClosed else { return "" }
        return "\n<p class=\"closed\"><strong>Avslutad</strong> \(escaped(time(plan.authorTime)))</p>"
    }

    // HTML from outside is shown in a frame that may run nothing and open nothing; its source stands escaped in the attribute.
    private static func content(_ content: CarePlan.Content) -> String {
        if content.isReference { return "<p>Innehållet finns hos vårdenheten (\(escaped(content.mediaType))).</p>" }
        let text = String(decoding: content.bytes, as: UTF8.self)
        switch content.mediaType {
        case "text/plain": return "<pre>\(escaped(text))</pre>"
        case "text/html": return "<iframe sandbox title=\"Planens innehåll\" srcdoc=\"\(escaped(text))\"></iframe>"
        default: return "<p>Bilaga: \(escaped(content.mediaType)), \(content.bytes.count / 1_000 + 1) kB.</p>"
        }
    }

    // 20261120101500 becomes 2026-11-20 10:15.
    private static func time(_ digits: String) -> String {
        let characters = Array(digits)
        guard characters.count == 14 else { return digits }
        func part(_ from: Int, _ count: Int) -> String { String(characters[from..<(from + count)]) }
        return "\(part(0, 4))-\(part(4, 2))-\(part(6, 2)) \(part(8, 2)):\(part(10, 2))"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
