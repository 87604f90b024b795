/// The style of the catalogue's page: in the page itself, so that a policy can name it by its hash and forbid all else.
package enum CatalogueStyle {
    /// The text between the tags of `style`.
    package static let css = """

        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #f3f5f7; --line: #c9d0d8; --faint: #545d68;
          --link: #0b5394; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171b; --soft: #1e232a; --line: #3c444f;
          --faint: #a5aeba; --link: #8cc2ff; } }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
          overflow-wrap: anywhere; }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
        header, main, footer { max-width: 76rem; margin: 0 auto; padding: 1rem; }
        nav { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
        nav ul { list-style: none; margin: 0; padding: 0; columns: 17rem; column-gap: 2rem; }
        nav li { break-inside: avoid; padding: .1rem 0; }
        h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: break-word; }
        h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); padding-bottom: .3rem; }
        h3 { margin-top: 2.5rem; }
        h3 small { font-weight: normal; color: var(--faint); }
        nav h2 { border: 0; margin: 1rem 0 .3rem; font-size: 1.1rem; }
        code, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
        pre { background: var(--soft); padding: .75rem; overflow: auto; max-height: 36rem; overflow-wrap: normal; }
        details { margin: .5rem 0; }
        summary { cursor: pointer; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
        dt { font-weight: 600; }
        dd { margin: 0; }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0; table-layout: fixed; }
        caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--line); padding: .4rem .75rem .4rem 0; }
        thead th { border-top: 0; }
        tbody th { font-weight: normal; }
        .first { width: 32%; }
        .label { font-weight: 600; }
        .faint { color: var(--faint); }
        td p, th p { margin: 0; }
        @media (max-width: 45rem) {
          dl { display: block; }
          dd { margin: 0 0 .5rem; }
          .first { width: 42%; }
          th, td { padding-right: .5rem; font-size: .9rem; }
          th code, td code { font-size: .8rem; }
        }
        @media print { nav, .skip { display: none; } pre { max-height: none; white-space: pre-wrap; } }

        """
}
