import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const modelTables: Messages['modelTables'] = {
  parts: { nested: '折外', heldOut: '留出', apparent: '表观' },
  model: '模型',
  measuredOn: '评价数据',
  threshold: '阈值（风险）',
  prespecified: '预先设定阈值下的分类结果',
  truePositives: '真阳性',
  falsePositives: '假阳性',
  trueNegatives: '真阴性',
  falseNegatives: '假阴性',
  sensitivity: '灵敏度（95% CI）',
  specificity: '特异度（95% CI）',
  ppv: '阳性预测值（95% CI）',
  npv: '阴性预测值（95% CI）',
  netBenefitTitle: '净获益',
  netBenefit: '净获益（95% CI）',
  treatAll: '全部干预',
  avoided: '每 100 例减少的干预数',
  called: '达到阈值者（其中出现结局）',
  netBenefitNote:
    '净获益：每例患者的真阳性减去按阈值比值加权的假阳性，区间为该均数的正态区间。减少的干预数：与全部干预净获益相同时减少的干预（Vickers 与 Elkin）。',
  exactNote: '比例的区间为 Clopper–Pearson 精确区间。',
  baselineAt: (survival: TextPart, time: TextPart) => text`${time} 时 ${survival}`,
  baseline: (shift: TextPart, each: TextPart) =>
    text`某一时间的风险 = 1 − S₀^exp(Σ β x ${shift})，基线生存率 S₀：${each}。`,
  pooled: (imputations: TextPart) => text`估计与标准误由 ${imputations} 次插补按 Rubin 规则合并。`,
  likelihoodRatio: (chiSquare: TextPart, df: TextPart, p: TextPart) =>
    text`整个模型的似然比检验：χ² ${chiSquare}，自由度 ${df}，${p}。`,
}
