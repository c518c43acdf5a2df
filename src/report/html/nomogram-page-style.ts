import { night, page } from '../../figures/theme/colours.ts'

export const nomogramPageStyle = `*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Microsoft YaHei',sans-serif;color:${page.text};background:${page.paper}}
body{margin:0}
main{max-width:1060px;margin:0 auto;padding:.6rem 1rem 2rem}
h1{font-size:1.4rem;line-height:1.25;margin:.3rem 0}
.banner{background:${page.banner};color:${page.bannerText};margin:0;padding:.4rem 1rem;font-weight:600;text-align:center}
.notice{color:${page.quiet};font-size:.86rem;margin:.2rem 0 1rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:1.2rem}
.row{display:grid;grid-template-columns:11rem 5.5rem minmax(4rem,1fr) 4.5rem 10rem;gap:.5rem;align-items:center;margin:0;padding:.32rem 0;border-bottom:1px solid ${page.track}}
.row select{grid-column:2/5;justify-self:start;max-width:100%}
.row.label input{grid-column:2/6}
input,select,button{font:inherit;padding:.25rem .4rem;border:1px solid ${page.border};border-radius:3px;background:${page.paper};color:inherit;min-width:0}
input[type=range]{padding:0;width:100%}
input[aria-invalid]{border-color:${page.warning};background:${page.warningPaper}}
small{color:${page.quiet}}
.row>small{grid-column:4}
.row>.hint{grid-column:2/6}
.points{grid-column:5;display:grid;grid-template-columns:1fr auto auto;gap:.35rem;align-items:center;font-variant-numeric:tabular-nums}
.track{background:${page.track};height:.5rem;border-radius:2px;overflow:hidden}
.track span{display:block;height:100%;width:0;background:${page.accent}}
.total{font-size:1.1rem;text-align:right;margin:.6rem 0}
button{cursor:pointer;padding:.35rem .8rem}
.result{border:1px solid ${page.rule};border-left:5px solid ${page.accent};border-radius:4px;padding:.6rem 1rem;align-self:start}
.risk{margin:.2rem 0}
.risk span:first-child{display:block;color:${page.secondary}}
.risk strong{font-size:2.2rem;font-weight:700;line-height:1.2;display:block}
#state{font-size:.84rem;color:${page.secondary}}
#warnings{margin:.4rem 0;padding-left:1.1rem}
#warnings li{color:${page.warningText}}
.quality summary{cursor:pointer}
.quality h2{display:inline;font-size:1.05rem}
.quality p{margin:.5rem 0}
figure{margin:.8rem 0 0}
figcaption{font-size:.84rem;color:${page.secondary}}
#training svg{width:100%;max-width:340px}
#training .all{fill:${page.patients}}
#training .events{fill:${page.patientsWithOutcome}}
#training .here .all{fill:${page.patientsHere}}
#training .here .events{fill:${page.marked}}
#training line{stroke:${page.quiet}}
#training text{font-size:9px;fill:${page.quiet}}
.drawing{overflow-x:auto;margin-top:1.4rem}
.drawing svg{display:block;width:100%;height:auto;min-width:600px}
.patient{fill:${page.marked}}
:focus-visible{outline:3px solid ${page.focus};outline-offset:2px}
@media(min-width:900px){.columns{grid-template-columns:minmax(0,1.8fr) minmax(0,1fr)}
.result{position:sticky;top:1rem}}
@media(max-width:899px){.result{order:-1}}
@media(max-width:640px){.drawing svg{min-width:480px}
.row{grid-template-columns:1fr auto}
.row label{grid-column:1/3}
.row select{grid-column:1/3}
.row.label input{grid-column:1/3}
.row>small{grid-column:2}
.row>.hint{grid-column:1/3}
.row input[type=range]{grid-column:1/2}
.points{grid-column:1/3}}
@media screen and (prefers-color-scheme:dark){
html{color:${night.text};background:${night.paper};color-scheme:dark}
.notice,small,#training line,#training text{color:${night.quiet};fill:${night.quiet};stroke:none}
.risk span:first-child,#state,figcaption{color:${night.secondary}}
input,select,button{background:${night.paper};border-color:${night.frame}}
.row,.result{border-color:${night.rule}}
.result{border-left-color:${night.link}}
.track{background:${night.rule}}
input[aria-invalid]{background:${night.warningPaper}}
#warnings li{color:${night.fault}}
.drawing svg{background:${night.figurePaper};filter:brightness(.88)}
}
@page{size:A4;margin:13mm}
@media print{button,input[type=range],.buttons{display:none}
.columns{grid-template-columns:1fr}
.result{position:static}
.row{padding:.1rem 0;grid-template-columns:1fr 9rem 0 5rem 10rem}
input,select,input[aria-invalid]{border:0;padding:0;appearance:none;background:none}
:focus-visible{outline:none}
.drawing{overflow:visible}
.drawing svg{width:183mm;min-width:0}
main{padding:0}
.drawing,.result,.row{break-inside:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{font-size:11pt}}`
