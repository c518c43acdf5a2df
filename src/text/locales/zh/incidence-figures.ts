import { text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const incidenceFigures: Messages['incidenceFigures'] = {
  incidence: '累积发生率',
  gray: (p) => `Gray 检验 p ${p}`,
  title: (label, by) => `按${by}分组的累积发生率：${label}`,
  caption: (other) => `Aalen–Johansen 估计，竞争事件为${other}；阴影为逐点 95% 区间（log-log 法）；短竖线为删失患者。`,
  fineGray: 'Fine–Gray 模型',
  observed: '观察发生率',
  outOfFold: '折外',
  apparent: '表观',
  counted: (events, competing) => text`发生事件 ${events} 例，竞争事件在先 ${competing} 例`,
  aucAt: (time) => `${time}时的 AUC`,
  ratioIs: (ratio) => text`观察与预测之比 ${ratio}`,
  performance: (label) => `Fine–Gray 模型的风险：${label}`,
  heads: ['指标', '表观', '折外'],
  rows: {
    auc: 'AUC',
    brier: 'Brier 评分',
    scaledBrier: '标化 Brier 评分',
    predicted: '平均预测风险',
    observed: '观察发生率（95% CI）',
    ratio: '观察与预测之比',
  },
  measuresNote:
    'AUC：该时间内发生事件者与所有未发生该事件者（含竞争事件者）之比较；AUC 与 Brier 评分按删失概率的倒数为失访患者加权。标化 Brier 评分：一减去其与所有人同一风险时之比。观察发生率：Aalen–Johansen 估计及其 log-log 区间。',
  risk: (time) => `${time} 风险（考虑竞争事件）`,
  nomogram: (label) => `Fine–Gray 模型的列线图：${label}`,
  nomogramCaption:
    '各变量的分值相加得总分，由总分读出各时间的事件累积发生率（竞争事件可能先发生）。由完整病例拟合，未作收缩。',
  validation: (label) => `Fine–Gray 模型的校准与净获益：${label}`,
  at: (time, auc, predicted, observed, lower, upper) =>
    text`${time} 时 AUC ${auc}，平均预测风险 ${predicted}，观察值 ${observed}（95% CI ${lower}–${upper}）`,
  validationCaption: (folds, at) =>
    text`折外风险（${folds} 折）：${at}。上排为各时间的校准：曲线由预测风险样条的 Fine–Gray 回归得到，圆点为各风险组的 Aalen–Johansen 估计及 95% 区间。下排为相同时间的决策曲线，净获益按 Aalen–Johansen 估计计算。`,
}
