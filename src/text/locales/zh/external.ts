import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const external: Messages['external'] = {
  title: '外部验证',
  of: (model: string) => `${model} 的外部验证`,
  asIs: '模型按原样应用：未以这些患者作任何拟合。',
  unsupported:
    '每个待估参数不足 10 例事件时，该队列不支持相应的更新；所示更新的性能为表观性能，即在用于更新的患者中测得。',
  noRemarks: '所有行均可读取，且在训练数据的范围之内。',
  further: (n: TextPart) => text`另有 ${n} 条说明`,
  against: (before: TextPart, nested: boolean) =>
    text`（建模时${nested ? '嵌套交叉验证' : '拟合所用患者中'}为 ${before}）`,
  interval: (lower: TextPart, upper: TextPart) => text`95% 置信区间 ${lower}–${upper}`,
  noInterval: '其区间无法由这些数据计算',
  found: (f) =>
    text`${f.model} 由 ${f.rows} 例患者建立（其中 ${f.outcome} ${f.events} 例；${f.study}），按原样应用于 ${f.cohort} 的 ${f.n} 例患者，其中${f.binary ? '出现结局' : '发生事件'}者 ${f.seen} 例。${f.measure} 为 ${f.value}（${f.limits}）${f.earlier}，校准斜率 ${f.slope}：${f.meaning}。${f.large}`,
  applied: (f) =>
    text`${f.model} 由 ${f.rows} 例患者建立（${f.study}），按原样应用于 ${f.cohort} 的 ${f.n} 例患者${f.counts === '' ? '' : text`（${f.counts}）`}：${f.found}。`,
  measured: (measure, value, lower, upper) => text`${measure} ${value}（95% 置信区间 ${lower}–${upper}）`,
  bootstrapNote: '区间：对这些患者作 200 次自助抽样所得的百分位数，预测值不变。',
  classesCaption: '各水平的观察比例随预测概率的变化，经 lowess 平滑。',
  incidenceCaption:
    '上排为各时间的校准：曲线由预测风险样条的 Fine–Gray 回归得到，圆点为各风险组的 Aalen–Johansen 估计及 95% 区间。下排为相同时间的决策曲线，净获益按 Aalen–Johansen 估计计算。',
  beyond: (at: TextPart) => text`此处无患者随访达 ${at}：该时间的风险无从评价。`,
  separates: '该模型区分这些患者的能力优于机遇。其风险对他们是否准确取决于校准；仅在该队列支持时方可采用更新。',
  chance: '没有证据表明该模型区分这些患者的能力优于机遇；不应对此类患者使用。',
  slopes: {
    unknown: '无法估计',
    reversed: '预测风险较高的患者并未更常出现结局',
    extreme: '预测风险在此过于极端',
    moderate: '预测风险在此不够极端',
    fits: '与理想斜率 1 相容',
  },
  sides: { high: '偏高', low: '偏低', right: '适当' },
  large: (side: string, interval: TextPart) => text`总体而言其风险${side}（总体校准 ${interval}）。`,
  events: (n: TextPart) => text`${n} 例事件`,
  performance: '外部队列中的性能',
  heads: ['指标', '建模时（嵌套）', '建模时（表观）', '外部（95% CI）'],
  concordance: 'Harrell C（一致性）',
  inTheLarge: '总体校准（斜率为 1）',
  observedOverExpected: '观察与预期事件之比',
  updates: '针对该队列的模型更新',
  updateHeads: ['更新', '每个参数的事件数', '是否支持', 'AUC 或 C（表观）'],
  methods: {
    intercept: '截距',
    'logistic recalibration': 'Logistic 再校准',
    refit: '重新拟合',
    baseline: '基线',
    'slope and baseline': '斜率与基线',
  },
  supported: { yes: '是', no: '否' },
  cohort: '外部队列',
  slopeNote: (slope: string) => `斜率 ${slope}`,
  panels: { discrimination: '区分度', calibration: '校准', netBenefit: '净获益' },
  figure: '外部队列中的校准、区分度与净获益',
  caption:
    'A：ROC 曲线及 DeLong 区间。B：各预测风险处的观察比例（平滑及按风险分组）。C：与全部处理和均不处理相比的净获益。',
  description: (model: string) => `${model} 在外部队列中的校准、ROC 与决策曲线`,
}
