namespace GpuFormer.Training;

/// <summary>
/// How the report of a run looks: one column on a telephone, several on a desk, in the light or dark colours that the
/// reader's system asks for. Colours of curves and cells differ in lightness too, for those who see few hues.
/// </summary>
internal static class ReportStyle
{
    // No greater-than signs and ampersands: XML would escape them, and HTML would not read them back in a style.
    public const string Sheet = """
        :root { color-scheme: light dark; --page: #f6f7f9; --card: #ffffff; --ink: #1c2430; --soft: #596579;
                --line: #dde2ea; --first: #1664c0; --second: #c2570c; --third: #2b7a3d; --right: #1664c0; --wrong: #b3261e;
                --inverse: #ffffff; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #11151b; --card: #1a2029; --ink: #e7ebf1; --soft: #a3aebf; --line: #313a47;
                  --first: #6db3ff; --second: #ffa657; --third: #6fd08c; --right: #4393e6; --wrong: #f0655c; --inverse: #0b0e12; }
        }
        * { box-sizing: border-box; }
        body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; margin: 0; color: var(--ink);
               background: var(--page); }
        main { max-width: 1400px; margin: 0 auto; padding: 24px 16px 48px; }
        h1 { font-size: clamp(20px, 5vw, 26px); line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 19px; margin: 36px 0 10px; }
        p { margin: 6px 0 12px; max-width: 95ch; }
        .soft, .data { color: var(--soft); overflow-wrap: anywhere; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; }
        header.card { display: grid; gap: 8px 40px; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr));
                      align-items: center; padding: 24px; }
        .result { font-size: clamp(36px, 11vw, 52px); font-weight: 650; line-height: 1.1; color: var(--first); }
        .result small { font-size: 17px; line-height: 1; font-weight: 400; color: var(--soft); }
        dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 14px; margin: 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); gap: 16px; }
        .charts .card:only-child { max-width: 560px; }
        .pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-items: start; margin-top: 16px; }
        @media (min-width: 1100px) { .pair { grid-template-columns: minmax(0, 9fr) minmax(0, 11fr); } }
        .settings { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 4px 24px; }
        .wide { overflow-x: auto; margin-top: 16px; } .pair .wide { margin-top: 0; }
        svg { display: block; width: 100%; height: auto; }
        svg text { font: 12px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); }
        svg .title { font-weight: 650; font-size: 14px; }
        svg .dense { font-size: 10.5px; }
        svg .tick { fill: var(--soft); }
        svg .grid { stroke: var(--line); }
        svg .curve path, svg .key { stroke-width: 2.2; fill: none; stroke-linejoin: round; }
        svg .first { stroke: var(--first); } svg .second { stroke: var(--second); stroke-dasharray: 6 3; }
        svg .curve circle { stroke: none; } svg .first circle { fill: var(--first); }
        svg .second circle { fill: var(--second); }
        svg .third { stroke: var(--third); stroke-dasharray: 2 3; } svg .third circle { fill: var(--third); }
        svg .cell { stroke: var(--line); } svg .right { fill: var(--right); } svg .wrong { fill: var(--wrong); }
        svg .inverse { fill: var(--inverse); }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 15px; }
        td, th { padding: 4px 9px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { color: var(--soft); font-weight: 600; }
        td.text, th.text { text-align: left; }
        tr.best td { font-weight: 650; color: var(--first); }
        .images { display: grid; grid-template-columns: repeat(auto-fill, minmax(132px, 1fr)); gap: 12px; }
        figure { margin: 0; } figcaption { font-size: 13px; line-height: 1.35; overflow-wrap: anywhere; }
        figure img { display: block; width: 100%; height: 112px; object-fit: contain; background: #000;
                     border-radius: 6px; margin-bottom: 6px; }
        .pixels { image-rendering: pixelated; }
        summary { cursor: pointer; font-weight: 650; padding: 4px 0; }
        details { margin-top: 16px; }
        """;
}
