import { text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const regressions: Messages['regressions'] = {
  title: '多水平结局与连续结局',
  kinds: { ordinal: '比例优势回归', multinomial: '多项逻辑回归', linear: '线性回归' },
  count: (name, n) => text`${name}：${n}`,
  excluded: (n) => text`另有 ${n} 行因结局或变量未知、或为其他水平而未纳入。`,
  nested: (folds, repeats) => text`对新患者的性能由 ${folds} 折交叉验证（重复 ${repeats} 次）估计，每折内重新拟合。`,
  notNested: (why) => `无法在每一折中拟合，故没有对新患者的估计${why ? `（${why}）` : ''}。`,
  sentence: (label, kind, n, counts, left, judged) =>
    text`${label}：${kind}，完整病例 ${n} 例${counts === '' ? '' : text`（${counts}）`}。${left}${judged}`,
  few: (label, what, each) => text`${label}：每个参数对应的${what}为 ${each} 例，少于 10 例；系数可能偏大。`,
  limiting: {
    ordinal: '有效患者数（Harrell 有序结局的有限样本量）',
    multinomial: '最少水平患者数',
    linear: '患者数',
  },
  separated: (label) => `${label}：某一水平被变量完全分离，最大似然没有有限估计；不给出其系数，亦无列线图与模型文件。`,
  against: (level, reference) => `${level}（对照：${reference}）`,
  threshold: (level) => `阈值：${level}及以下`,
  intercept: (level) => `截距：${level}`,
  variable: '变量',
  coefficient: '系数 β',
  standardError: '标准误',
  oddsRatio: 'OR（95% CI）',
  difference: '差值（95% CI）',
  p: 'p 值',
  coefficients: (label, kind) => `${label}：${kind}`,
  notes: {
    ordinal: '更高水平的优势，各阈值处相同（比例优势）；某水平及以下的对数优势 = 阈值 − Σ β x。Wald 区间。',
    multinomial: '各水平相对于参照的优势。Wald 区间。',
    linear: '最小二乘法；变量每增加一个单位时结局的差值，区间按 Student t 分布。',
  },
  performance: (label) => `${label}：性能`,
  measure: '指标',
  outOfFold: '折外（95% CI）',
  apparent: '表观（95% CI）',
  measures: {
    handTill: '各水平两两之间的 AUC（Hand 与 Till）',
    orc: '有序 c 指数（ORC）',
    r2: '决定系数 R²',
    rmse: '均方根误差',
  },
  slope: '校准斜率',
  slopeOf: (level) => `校准斜率（${level}对其余）`,
  performanceNote: '折外：每次重复的预测合并计算，再对重复取平均。区间：200 个患者自助样本的百分位数，预测保持不变。',
  calibration: (label) => `${label}：各水平的校准`,
  calibrationCaption: (nested) =>
    `各水平的观察比例随其预测概率的变化，lowess 平滑；${nested ? '折外，第一次重复' : '拟合所用的患者'}。`,
  nomogram: (label) => `${label}：列线图`,
  nomogramCaption: {
    ordinal: '各变量的分值相加得总分，由总分读出各水平或更高水平的概率。由完整病例拟合，未作收缩。',
    linear: '各变量的分值相加得总分，由总分读出期望值。由完整病例拟合。',
  },
}
