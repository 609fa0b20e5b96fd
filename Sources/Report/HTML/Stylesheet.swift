/// How the page looks. Written with no sign that markup would read as its own.
enum Stylesheet {
    static let markup: Markup = """

        :root{color-scheme:light dark;--ink:#1b2026;--soft:#57606b;--rule:#d8dde3;--faint:#eef1f4;--page:#fff;
        --link:#00609a;--good:#6b7683;--bad:#b3261e;--m0:#0072b2;--m1:#c44f00;--m2:#00805c;--m3:#a8478a;--m4:#8a6d00;
        --m5:#4a4a4a;--m6:#5b5bd6;--m7:#a02c2c}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0 auto;max-width:1120px;padding:32px 24px 48px;background:var(--page);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;
        font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
        bdi,.facts dd{overflow-wrap:anywhere}
        h1{font-size:28px;line-height:1.2;margin:0 0 16px;font-weight:650;letter-spacing:-.01em}
        h2{font-size:20px;line-height:1.25;margin:0 0 8px;font-weight:650}
        h3{font-size:15px;margin:24px 0 4px;font-weight:650}
        p{margin:0 0 10px;max-width:72ch}
        a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}
        section{border-top:1px solid var(--rule);padding-top:24px;margin-top:36px}
        .eyebrow{color:var(--soft);font-size:12px;letter-spacing:.08em;text-transform:uppercase;margin:0 0 4px}
        p.soft{font-size:13.5px;max-width:84ch}
        .soft,figcaption,caption,dt,footer{color:var(--soft)}
        .defs{position:absolute;width:0;height:0}
        .facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0 0 16px}
        .facts div{min-width:0}
        dt{font-size:12px}
        dd{margin:0}
        nav{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:14px}
        ul{margin:0 0 12px;padding-left:20px}
        li{margin:0 0 6px;max-width:76ch}
        .lead{font-size:17px;line-height:1.45}
        table{border-collapse:collapse;width:100%;font-size:14px;margin:8px 0 4px}
        caption{text-align:left;font-size:13px;padding:0 0 6px;caption-side:top;max-width:88ch}
        caption b{color:var(--ink);font-size:15px;font-weight:650;display:block}
        th,td{padding:5px 10px;text-align:right;vertical-align:baseline;border-bottom:1px solid var(--rule);
        white-space:nowrap}
        th{font-weight:600;font-size:13px}
        thead th{position:sticky;top:0;background:var(--page);border-bottom:1.5px solid var(--soft);z-index:1;
        vertical-align:bottom;white-space:normal;overflow-wrap:normal}
        th.text,td.text,tbody th{text-align:left;white-space:normal}
        tbody th{font-weight:500;font-size:14px}
        tfoot td,tfoot th{border-bottom:0;border-top:1.5px solid var(--soft);font-weight:600}
        td.best{font-weight:700}
        td .se{color:var(--soft);font-weight:400}
        td.none{color:var(--soft)}
        .table{margin:16px 0}
        .figures .se{display:block;font-size:12px}
        .standings div{display:grid;grid-template-columns:minmax(110px,180px) 1fr;gap:4px 20px;padding:8px 0;
        border-top:1px solid var(--rule)}
        .standings dt{font-size:15px;font-weight:600}
        .standings dd{max-width:80ch}
        .key{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:13px;margin:8px 0;padding:0;list-style:none}
        .key li{display:flex;align-items:center;gap:6px;margin:0}
        .key svg,th svg{width:34px;height:12px;flex:none;vertical-align:-1px}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(310px,100%),1fr));gap:20px 28px;
        margin:12px 0}
        figure{margin:0;min-width:0}
        figure h4{margin:0 0 2px;font-size:14px;font-weight:600}
        figcaption{font-size:13px;line-height:1.4;margin-top:4px}
        .chart{display:block;width:100%;height:auto;max-width:420px}
        .chart text{font-size:11px;fill:var(--soft)}
        .chart text.strong{fill:var(--ink);font-size:12px}
        .axis{stroke:var(--soft);stroke-width:1;fill:none}
        .grid{stroke:var(--rule);stroke-width:1;fill:none}
        .chance{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 4;fill:none}
        .line{fill:none;stroke:var(--c);stroke-width:1.8;stroke-linejoin:round}
        .error{stroke:var(--c);stroke-width:1.4;fill:none}
        .mark{fill:var(--c);stroke:var(--page);stroke-width:.8}
        .m0{--c:var(--m0)}.m1{--c:var(--m1)}.m2{--c:var(--m2)}.m3{--c:var(--m3)}.m4{--c:var(--m4)}.m5{--c:var(--m5)}
        .m6{--c:var(--m6)}.m7{--c:var(--m7)}
        .goods{fill:var(--good)}
        .bads{fill:var(--bad)}
        .threshold{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:5 3}
        .parts{margin:12px 0 0}
        .part{border-top:1px solid var(--rule);padding:12px 0;break-inside:avoid}
        .part h4{margin:0;font-size:14px;font-weight:600}
        .part .why{font-size:13px;color:var(--soft);margin:0 0 8px}
        .panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(200px,46%),1fr));gap:12px 16px}
        .panel svg{display:block;width:100%;max-width:300px;height:auto;max-height:230px}
        .panel svg + svg{margin-top:4px}
        .panel .nomap{margin:0;padding:18px 12px;border:1px dashed var(--rule);color:var(--soft);font-size:13px;
        max-width:300px}
        .truth{fill:none;stroke:#fff;stroke-width:1.3;stroke-dasharray:4 2;vector-effect:non-scaling-stroke}
        .halo{fill:none;stroke:#000;stroke-width:2.6;stroke-opacity:.6;vector-effect:non-scaling-stroke}
        .verdict{font-weight:650;color:var(--ink)}
        .heatkey{max-width:360px;margin:8px 0}
        .heatkey rect{shape-rendering:crispEdges}
        details{font-size:13px;margin:6px 0}
        summary{cursor:pointer;color:var(--link)}
        .lines{padding-left:18px;font-size:13px}
        .glossary div{margin:0 0 10px}
        .glossary dt{font-weight:600;color:var(--ink);font-size:14px}
        .glossary dd{max-width:76ch}
        footer{border-top:1px solid var(--rule);margin-top:36px;padding-top:12px;font-size:12px}
        @media screen and (max-width:820px){
        body{padding:20px 16px 32px}
        h1{font-size:23px}
        .lead{font-size:16px}
        .standings div{grid-template-columns:1fr}
        .table{overflow-x:auto;margin-left:-16px;margin-right:-16px}
        td .se{display:block;font-size:12px}
        thead th{position:static}
        tbody th,tfoot th,thead th:first-child{position:sticky;left:0;background:var(--page);z-index:2;
        max-width:46vw;min-width:152px;padding-left:16px}
        caption{position:sticky;left:0;max-width:100vw;padding:0 16px 6px}
        }
        @media screen and (prefers-color-scheme:dark){
        :root{--ink:#e4e8ec;--soft:#9ba5b0;--rule:#343b43;--faint:#1d2228;--page:#14181c;--link:#6cb8ee;--good:#7d8894;
        --bad:#f2766d;--m0:#56b4e9;--m1:#f08a3c;--m2:#2fc99a;--m3:#e39cc6;--m4:#e3c045;--m5:#c8c8c8;--m6:#a5a5f5;
        --m7:#ef8585}
        }
        @media print{
        @page{size:A4;margin:16mm 14mm}
        :root{color-scheme:light}
        body{max-width:none;padding:0;font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        nav,summary{display:none}
        a{color:inherit;text-decoration:none}
        section{margin-top:18pt;padding-top:12pt}
        .category{break-before:page;border-top:0}
        h2,h3,h4,h3 + p,.key,.heatkey{break-after:avoid}
        figure,table,.part,.glossary div,.standings div,li{break-inside:avoid}
        td.text{overflow-wrap:anywhere}
        tbody th{min-width:28mm}
        .panel svg{max-height:60mm}
        thead{display:table-header-group}
        thead th{position:static}
        th,td{padding:3pt 5pt}
        table{font-size:9pt}
        .charts{grid-template-columns:repeat(2,1fr);gap:10pt 16pt}
        .panels{grid-template-columns:repeat(auto-fill,minmax(36mm,1fr))}
        details::details-content{content-visibility:visible;display:block;height:auto}
        }

        """
}
