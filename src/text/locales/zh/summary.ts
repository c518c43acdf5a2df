import { type Quantity, type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'
import { faults } from './faults/index.ts'

export const summary: Messages['summary'] = {
  analysed: '纳入分析',
  withOutcome: (events: TextPart, outcome: string, level: string, share: TextPart) =>
    text`${events} 例 ${outcome}：${level}（${share}）`,
  followed: '有随访',
  described: '仅作描述，不作预测',
  measure: (measure: string, model: string) => `${measure}，${model}`,
  apparentMeasure: (measure: string, model: string) => `表观 ${measure}，${model}`,
  nested: (apparent: TextPart, heldOut: TextPart | undefined) =>
    text`嵌套交叉验证；表观 ${apparent}${heldOut ? text`，留出 ${heldOut}` : ''}`,
  slope: '校准斜率',
  slopeMeaning: '1 为理想；小于 1 表示风险预测过于极端',
  fittedOnly: '仅为拟合所用数据上的结果：不能代表新患者',
  abstract: {
    title: '结果摘要',
    patients: (n: TextPart) => text`共分析 ${n} 例患者。`,
    withOutcome: (n: TextPart, events: TextPart, outcome: string, share: TextPart) =>
      text`共分析 ${n} 例患者，其中 ${events} 例${outcome}（${share}）。`,
    split: (training: TextPart, heldOut: TextPart) =>
      text`模型由其中 ${training} 例拟合，并在留出的 ${heldOut} 例上测试一次。`,
    combined: (model: string) => text`主模型为${model}：由研究预先指定为联合模型，并非因其表现最好。`,
    last: (model: string) => text`主模型为${model}：因在研究文件中列于最后，并非因其表现最好。`,
    only: (model: string) => text`共拟合一个模型：${model}。`,
    interval: (lower: TextPart, upper: TextPart) => text`95% 置信区间 ${lower}–${upper}`,
    noInterval: '本数据无法计算其区间',
    nested: (measure: string, auc: TextPart, interval: TextPart, slope: TextPart) =>
      text`嵌套交叉验证（对新患者的估计）中，${measure} 为 ${auc}（${interval}），${slope}。`,
    calibration: (slope: TextPart, meaning: string) => text`校准斜率 ${slope}：${meaning}`,
    noSlope: '校准斜率无法估计',
    apparentOnly: (auc: TextPart, withheld: boolean) =>
      text`在拟合所用患者中 AUC 为 ${auc}；${withheld ? '嵌套交叉验证中失败的重新拟合过多' : '未要求嵌套交叉验证'}，故没有对新患者的估计。`,
    empty: (auc: TextPart, interval: TextPart) =>
      text`未选中任何变量：模型给每位患者相同的风险。得到它的流程在嵌套交叉验证中 AUC 为 ${auc}（${interval}）。`,
    slope: {
      reversed: '预测风险较高的患者并未更多地出现结局',
      extreme: '预测风险过于极端，高者偏高、低者偏低',
      moderate: '预测风险不够极端',
      perhapsExtreme: '预测风险可能过于极端，但区间未排除理想斜率 1',
      perhapsModerate: '预测风险可能不够极端，但区间未排除理想斜率 1',
      fits: '预测风险的离散程度与观察相符',
    },
    atThreshold: (threshold: TextPart, sensitivity: TextPart, specificity: TextPart) =>
      text`阈值为 ${threshold} 时，折外灵敏度 ${sensitivity}，特异度 ${specificity}。`,
    share: (value: TextPart, hit: TextPart, all: TextPart, interval: TextPart) =>
      text`${value}（${hit}/${all}；${interval}）`,
    heldOut: (n: TextPart, measure: string, auc: TextPart, interval: TextPart, slope: TextPart) =>
      text`在 ${n} 例留出患者中，${measure} 为 ${auc}（${interval}），校准斜率 ${slope}。`,
    survival: (
      event: string,
      model: string,
      rows: TextPart,
      events: TextPart,
      c: TextPart,
      interval: TextPart,
      slope: TextPart,
    ) =>
      text`至${event}的时间：模型${model}由 ${rows} 例患者（${events} 例事件）拟合；嵌套交叉验证中 C 指数为 ${c}（${interval}），${slope}。`,
    survivalApparent: (event: string, model: string, rows: TextPart, events: TextPart, c: TextPart) =>
      text`至${event}的时间：模型${model}由 ${rows} 例患者（${events} 例事件）拟合；在这些患者中 C 指数为 ${c}，没有对新患者的估计。`,
    regression: (label, kind, rows, measure, value, interval) =>
      text`${label} 的${kind}由 ${rows} 例患者拟合；折外${measure}为 ${value}（${interval}）。`,
    regressionApparent: (label, kind, rows) => text`${label} 的${kind}由 ${rows} 例患者拟合，尚无对新患者的估计。`,
    verdict: {
      better: (model: string) => text`${model}区分患者的能力优于随机。`,
      chance: (model: string) => text`没有证据表明${model}优于随机，不应使用。`,
      empty: (model: string) => text`${model}不含任何变量，无法区分患者，不应使用。`,
      mean: (model, better) =>
        text`${better ? `模型 ${model} 的预测优于全体均值。` : `没有证据表明模型 ${model} 的预测优于全体均值；不应使用。`}`,
      unknown: (model: string) => text`${model}在新患者中的表现未知。`,
    },
    notYet: '在其他地点与时间的患者中的表现无法由本数据得知；在此之前，模型不应指导诊疗。',
    synthetic: '患者为合成数据：仅展示程序如何工作，不能得出任何关于患者的结论。',
  },
  further: (n: Quantity) => text`另有 ${n} 条提示`,
}

export const limitations: Messages['limitations'] = {
  title: '数据显示的局限性',
  synthetic: '患者为合成数据：不能得出任何关于患者的结论。',
  asPublished: '按原文方案，特征在验证之前选定：此后测得的性能均偏高。',
  internal: '没有来自其他地点或时间的患者：模型在别处的表现未知。',
  oneReader: (sequences: TextPart) => text`${sequences} 的区域由一名阅片者勾画：特征对阅片者的依赖程度未知。`,
  fewEvents: (events: TextPart, needed: TextPart) =>
    text`验证集中出现结局的患者 ${events} 例，少于精确验证所需的 ${needed} 例。`,
  scarce: (model: string, each: TextPart, cox: boolean, least: TextPart, empty: boolean) =>
    text`${model}：每个候选参数对应的${cox ? '事件' : '少数类患者'}为 ${each} 例（通常至少 ${least} 例）；${empty ? '选中与否可能出于偶然' : '系数可能偏大，筛选可能出于偶然'}。`,
  falls: (model: string, measure: string, apparent: TextPart, nested: TextPart) =>
    text`${model}：${measure} 由拟合所用患者中的 ${apparent} 降至嵌套交叉验证的 ${nested}；模型过拟合。`,
  imprecise: (model: string, measure: string, lower: TextPart, upper: TextPart) =>
    text`${model}：嵌套 ${measure} 不精确（95% CI ${lower}–${upper}）。`,
  missing: (columns: TextPart) => text`缺失较多、以单一数值插补的变量：${columns}。`,
  share: (column: string, share: TextPart) => text`${column}（${share}）`,
}

export const dataIssues: Messages['dataIssues'] = {
  title: '数据问题',
  paragraph: (errors: TextPart, notes: TextPart, first: TextPart | undefined) =>
    text`${errors} 个数值或病例无法直接使用，${notes} 个使用但附有说明；其余均已使用。${first ? text`此处列出前 ${first} 个；全部见 results.json。` : ''}`,
  warning: (errors: Quantity) => text`${errors} 处数据问题列于文末。`,
  row: (row: number) => `第 ${row} 行`,
  patient: (patient: string) => `患者 ${patient}`,
  issue: (code: string, where: string) =>
    `${code}（${where}）：${faults[code]?.[0] ?? '详情见 results.json 的同一代码。'}`,
}
