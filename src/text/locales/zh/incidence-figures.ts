import { text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const incidenceFigures: Messages['incidenceFigures'] = {
  incidence: '累积发生率',
  gray: (p) => `Gray 检验 p ${p}`,
  title: (label, by) => `按${by}分组的累积发生率：${label}`,
  caption: (other) => `Aalen–Johansen 估计，竞争事件为${other}；阴影为逐点 95% 区间（log-log 法）；短竖线为删失患者。`,
  fineGray: 'Fine–Gray 模型',
  groups: '折外',
  risk: (time) => `${time} 风险（考虑竞争事件）`,
  nomogram: (label) => `Fine–Gray 模型的列线图：${label}`,
  nomogramCaption:
    '各变量的分值相加得总分，由总分读出各时间的事件累积发生率（竞争事件可能先发生）。由完整病例拟合，未作收缩。',
  validation: (label) => `Fine–Gray 模型的校准与净获益：${label}`,
  at: (time, auc, predicted, observed, lower, upper) =>
    text`${time} 时 AUC ${auc}，平均预测风险 ${predicted}，观察值 ${observed}（95% CI ${lower}–${upper}）`,
  validationCaption: (folds, at, last) =>
    text`折外风险（${folds} 折）：${at}。圆点为各风险组的 Aalen–Johansen 估计及 95% 区间；AUC 与该时间内未发生事件者比较，失访者按删失概率的倒数加权。最后为 ${last} 的决策曲线，净获益按 Aalen–Johansen 估计计算。`,
}
