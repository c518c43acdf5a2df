import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const survivalTables: Messages['survivalTables'] = {
  survival: (label: string, by: string) => `按${by}分组的${label}：指定时间的生存率`,
  group: '分组',
  patients: '患者数',
  events: '事件数',
  notReached: '未达到',
  median: '中位数（95% CI）',
  at: (time: TextPart, unit: string) => text`${time}${unit ? ` ${unit}` : ''} 时（95% CI）[在险数]`,
  hazardRatio: '风险比（95% CI）',
  p: 'p',
  reference: '1（参照）',
  survivalNote:
    'Kaplan–Meier 估计，log-log 区间；风险比来自仅含分组的 Cox 回归，Wald 区间（分组使事件完全分离时以短横表示）。',
  incidence: (label: string, by: string) => `按${by}分组的${label}：竞争风险下的累积发生率`,
  incidenceAt: (time: TextPart, unit: string) => text`至 ${time}${unit ? ` ${unit}` : ''}（95% CI）`,
  incidenceNote: (competing: string, events: TextPart, others: TextPart) =>
    text`Aalen–Johansen 估计：${events} 例发生事件，${others} 例先发生${competing}。若将竞争事件视为删失，1 − Kaplan–Meier 会偏高。`,
  gray: (chiSquare: TextPart, df: TextPart, p: TextPart) => text`Gray 检验：χ² ${chiSquare}，自由度 ${df}，${p}。`,
  models: (label: string) => `${label}：原因别与 Fine–Gray 回归`,
  variable: '变量',
  causeSpecific: '原因别风险比（95% CI）',
  subdistribution: '子分布风险比（95% CI）',
  modelsNote: (n: TextPart, events: TextPart, others: TextPart) =>
    text`变量均已知的 ${n} 例患者（完整病例），其中事件 ${events} 例，竞争事件 ${others} 例。原因别风险比针对两种事件均未发生者，子分布风险比针对累积发生率（Fine 与 Gray；结点按 Breslow 处理）。`,
  univariable: (event: string, model: string) => `${event}的单变量与多变量 Cox 回归（多变量：${model}）`,
}
