import type { Language, Origin } from './document.ts'

/** Every fixed word of a report, in both languages. Figures stay English: no font with Chinese is shipped. */
const english = {
  table: 'Table',
  figure: 'Figure',
  contents: 'Contents',
  summary: 'Summary',
  warnings: 'What to know first',
  notice: 'Research use only, not a medical device.',
  synthetic: 'Synthetic data: these patients do not exist. Nothing here is a medical finding.',
  asPublished: 'as-published protocol: features were selected before validation',
  version: 'Nomoscope',
  cohort: 'Cohort',
  date: 'Date',
  seed: 'Seed',
  characteristic: 'Characteristic',
  missing: 'Missing',
  statistic: 'Statistic',
  p: 'p',
  smd: 'SMD',
  overall: 'All',
  variable: 'Variable',
  coefficient: 'β',
  standardError: 'SE',
  wald: 'Wald χ²',
  oddsRatio: 'OR',
  hazardRatio: 'HR',
  interval: '95% CI',
  reference: 'reference',
  univariable: 'Univariable',
  multivariable: 'Multivariable',
  model: 'Model',
  measure: 'Measure',
  nested: 'Nested cross-validation',
  apparent: 'Apparent',
  optimismCorrected: 'Optimism-corrected',
  heldOut: 'Held-out',
}

const chinese: Record<keyof typeof english, string> = {
  table: '表',
  figure: '图',
  contents: '目录',
  summary: '摘要',
  warnings: '阅读前须知',
  notice: '仅供研究使用，不是医疗器械。',
  synthetic: '合成数据：这些患者并不存在，此处内容不是医学结论。',
  asPublished: '按原文方案：特征选择先于验证',
  version: 'Nomoscope',
  cohort: '队列',
  date: '日期',
  seed: '随机种子',
  characteristic: '特征',
  missing: '缺失',
  statistic: '统计量',
  p: 'p',
  smd: '标准化均数差',
  overall: '总体',
  variable: '变量',
  coefficient: 'β',
  standardError: '标准误',
  wald: 'Wald χ²',
  oddsRatio: 'OR',
  hazardRatio: 'HR',
  interval: '95% CI',
  reference: '参照',
  univariable: '单因素',
  multivariable: '多因素',
  model: '模型',
  measure: '指标',
  nested: '嵌套交叉验证',
  apparent: '表观',
  optimismCorrected: '乐观校正',
  heldOut: '留出验证',
}

export type Labels = typeof english

export const labels: Record<Language, Labels> = { en: english, zh: chinese }

/** The line under the title: what made it, from whom, when. A report without a seed is not one of a cohort of patients. */
export function originLine({ version, cohort, date, seed }: Origin, words: Labels): string {
  const parts = [
    `${words.notice} ${words.version} ${version}`,
    seed === undefined ? cohort : `${words.cohort}: ${cohort}`,
    date && `${words.date}: ${date}`,
    seed === undefined ? '' : `${words.seed}: ${seed}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
