import { boldFont, regularFont } from '../../figures/canvas/font.ts'
import { night, page } from '../../figures/theme/colours.ts'

const face = (weight: number, font: string) =>
  `@font-face{font-family:'DejaVu Sans';font-weight:${weight};src:url(data:font/woff2;base64,${font}) format('woff2')}`

/** The report's looks: one column of text with its contents beside it, a narrow screen, and paper. */
export const style = `${face(400, regularFont)}${face(700, boldFont)}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;color:${page.text};background:${page.paper};-webkit-text-size-adjust:100%}
body{margin:0}
a{color:${page.link}}
h1{font-size:1.55rem;line-height:1.25;margin:.2rem 0 .3rem}
h2{font-size:1.25rem;margin:2.6rem 0 .6rem;padding-top:.6rem;border-top:1px solid ${page.rule}}
h3{font-size:1.05rem;margin:1.8rem 0 .4rem}
p,ul,ol{margin:.55rem 0;max-width:72ch}
.banner{margin:0;max-width:none;background:${page.banner};color:${page.bannerText};padding:.45rem 1rem;font-weight:600;text-align:center}
.page{display:grid;grid-template-columns:minmax(0,1fr);max-width:1180px;margin:0 auto;padding:0 1rem 3rem}
nav{font-size:.88rem}
nav ul{list-style:none;margin:0;padding:0}
nav li{display:inline-block;margin:.15rem .9rem .15rem 0}
nav a{text-decoration:none;display:inline-block;padding:.12rem 0}
nav a:hover,nav a:focus{text-decoration:underline}
nav summary{font-weight:600;margin:.4rem 0 .1rem;cursor:pointer}
.origin{color:${page.quiet};font-size:.88rem;margin:0}
.headlines{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.7rem;margin:1rem 0}
.headlines{break-inside:avoid}
.headlines div{border:1px solid ${page.rule};border-left:4px solid ${page.accent};border-radius:3px;padding:.55rem .7rem}
.headlines dt{font-size:.8rem;color:${page.quiet}}
sup{line-height:0}
.whole{white-space:nowrap}
.headlines dd{margin:0;font-size:1.02rem;font-weight:600;line-height:1.3}
.headlines dd.detail{font-size:.82rem;font-weight:400;color:${page.secondary}}
.warning{border-left:4px solid ${page.warning};background:${page.warningPaper};padding:.45rem .7rem;margin:.5rem 0;max-width:80ch}
.warning.serious{border-left-color:${page.serious};background:${page.seriousPaper}}
.table{margin:1.4rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.88rem;border-bottom:1.5px solid ${page.text};min-width:min(100%,26rem)}
caption{text-align:left;padding:.3rem 0;font-size:.92rem}
caption b,figcaption b{font-weight:700}
thead{border-top:1.5px solid ${page.text};border-bottom:1px solid ${page.text}}
th,td{padding:.22rem .7rem .22rem 0;text-align:left;vertical-align:top;font-weight:400}
thead th{font-weight:600;vertical-align:bottom}
th.group{border-bottom:1px solid ${page.control};text-align:center}
tbody th{min-width:3rem}
td.left{white-space:normal;min-width:5rem}
td.right,th.right{text-align:right}
td.center,th.center{text-align:center}
td{font-variant-numeric:tabular-nums;white-space:nowrap}
td.left{overflow-wrap:anywhere}
tr.heading th{font-weight:600;padding-top:.5rem}
.indent-1{padding-left:1.1rem}
.indent-2{padding-left:2.2rem}
.footnotes{font-size:.8rem;color:${page.secondary}}
.footnotes p{margin:.2rem 0;max-width:none}
figure{margin:1.6rem 0}
figure svg{display:block;height:auto}
figure.single svg{width:116mm;max-width:100%}
figure.double svg{width:214mm;max-width:100%}
figure.narrow svg{width:72mm;max-width:100%}
figcaption{font-size:.88rem;margin-top:.5rem;max-width:80ch}
footer{margin-top:3rem;border-top:1px solid ${page.rule};padding-top:.8rem;color:${page.quiet};font-size:.85rem}
button,input{font:inherit}
.skip{position:absolute;left:-99rem;top:0;background:${page.paper};color:${page.link};padding:.5rem 1rem;z-index:2}
.skip:focus{left:0}
.abstract{font-size:.97rem;line-height:1.45;max-width:none}
#summary .warning{font-size:.86rem;max-width:none;padding:.25rem .6rem;margin:.3rem 0}
.pictures{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;align-items:start}
details.more summary,details.supplement>summary{cursor:pointer}
details.supplement>summary h2{display:inline;border:0;margin:0;padding:0}
details.supplement>summary{border-top:1px solid ${page.rule};margin-top:1.4rem;padding-top:.9rem}
.picture{max-width:none;margin:.6rem 0;break-inside:avoid}
.picture svg{display:block;width:100%;max-width:214mm;height:auto}
.see{font-size:.85rem;color:${page.quiet}}
.scroll.cut{box-shadow:inset -10px 0 8px -8px ${page.quiet}}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;justify-content:flex-end;margin-bottom:.2rem;font-size:.78rem}
.tools button,.threshold-panel button{border:1px solid ${page.control};border-radius:3px;background:none;color:inherit;padding:.15rem .5rem;cursor:pointer}
.tools input{border:1px solid ${page.control};border-radius:3px;background:none;color:inherit;padding:.15rem .4rem;width:11rem}
.sort{all:unset;cursor:pointer;font-weight:inherit}
.sort:hover{text-decoration:underline}
.sort:focus-visible{outline:3px solid ${page.focus};outline-offset:2px}
th[aria-sort=ascending] .sort::after{content:' ▲';font-size:.7em}
th[aria-sort=descending] .sort::after{content:' ▼';font-size:.7em}
.threshold-panel{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .8rem;border:1px solid ${page.rule};border-radius:3px;padding:.5rem .8rem;margin:.6rem 0;font-size:.88rem;max-width:214mm}
.threshold-panel[hidden]{display:none}
.threshold-panel input{flex:1 1 12rem;accent-color:${page.accent}}
.threshold-panel output{min-width:3rem;font-weight:600}
.threshold-panel table{min-width:0}
.threshold-panel td{text-align:right}
.threshold-panel .read{flex-basis:100%;max-width:none;margin:0}
:focus-visible{outline:3px solid ${page.focus};outline-offset:2px}
@media(min-width:1080px){
.page{grid-template-columns:15rem minmax(0,1fr);column-gap:2.5rem}
nav li{display:block;margin:.15rem 0}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:1.2rem 0}
main{padding-top:1rem}
}
:lang(zh){text-autospace:normal}
@media(max-width:480px){
html{font-size:15px}
h1{font-size:1.3rem}
.headlines{grid-template-columns:1fr;gap:.45rem;margin:.7rem 0}
.headlines div{padding:.35rem .6rem}
td,th{padding-right:.5rem}
}
@media screen and (prefers-color-scheme:dark){
html{color:${night.text};background:${night.paper}}
a,.skip{color:${night.link}}
.skip{background:${night.paper}}
h2,footer,.headlines div,.threshold-panel,details.supplement>summary{border-color:${night.rule}}
table,thead{border-color:${night.frame}}
.origin,.see,footer,.headlines dt{color:${night.quiet}}
.headlines dd.detail,.footnotes{color:${night.secondary}}
.warning{background:${night.warningPaper}}
.warning.serious{background:${night.seriousPaper}}
figure svg,.picture svg{background:${night.figurePaper};filter:brightness(.88)}
}
@page{size:A4;margin:16mm 13mm}
@media print{
html{font-size:9.5pt}
.page{display:block;max-width:none;padding:0}
/* A figure is never cut by the end of a page. */
figure svg{max-height:225mm;max-width:100%}
nav{display:none}
.sort::after{content:none!important}
.banner{margin:0;max-width:none;border:1px solid ${page.banner};color:${page.banner};background:${page.paper}}
.scroll{overflow:visible}
table{font-size:8pt}
td{white-space:normal}
td.right{white-space:nowrap}
thead{display:table-header-group}
tr,figure,.table,.headlines div,.warning,figcaption{break-inside:avoid}
.table.long{break-inside:auto}
h2,h3,caption{break-after:avoid}
figure.double svg{width:183mm}
.tools,.threshold-panel,.skip{display:none}
details>summary{list-style:none}
figure.single svg{width:110mm}
figure.narrow svg{width:60mm}
a{color:inherit;text-decoration:none}
}`
