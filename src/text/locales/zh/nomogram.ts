import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const nomogram: Messages['nomogram'] = {
  title: '列线图',
  paragraph:
    '在各变量轴上找到患者的取值，读取其上方的分数；相加后在总分轴上定位，再读取下方的概率。同一模型见 nomogram.html，网页可自动计算且无需联网。',
  form: (factor: TextPart) => text`图中系数已乘以推荐的收缩系数 ${factor}，并采用相应的截距。`,
  asFitted: '图中为拟合所得的模型。',
  figure: (model: string) => `${model}的列线图`,
  caption: (page: string, threshold: boolean) =>
    `各轴覆盖拟合所用患者的范围（向外取整）。${threshold ? '概率轴上的短线为固定阈值（按此处所绘风险的尺度）。' : ''}彩色为一例虚构的示例患者：各变量取预测风险较高的一半患者的中位数或最常见值。同一模型见 ${page}。仅供研究使用，不是医疗器械。`,
  description: (variables: readonly string[]) => `列线图，共 ${variables.length} 个变量：${variables.join('、')}。`,
  contributions: (model: string) => `示例患者在${model}中的风险构成`,
  contributionsCaption: (cox: boolean) =>
    `从各变量取中位数或最常见值的患者的风险到示例患者的风险，以百分点表示。各项贡献在${cox ? '对数风险' : '对数优势'}尺度上相加；以百分比表示时，每一步取决于之前各步。nomoscope predict --explain 可给出任一患者的同样结果。`,
  contributionsDescription: (bars: number) => `从典型患者的风险到该患者风险的瀑布图，共 ${bars} 步。`,
  effects: (model: string) => `${model}中的偏效应`,
  effectsCaption: (cox: boolean, without?: 'selected' | 'separated') =>
    `固定其他变量时每个取值对${cox ? '对数风险' : '对数优势'}的贡献：分类变量与其首个水平比较，数值变量与其中位数比较${without === undefined ? '；横条与阴影为 95% 区间' : without === 'separated' ? '；因结局可被完全分离，未给出区间' : '；因各项在相同数据上经评分或筛选，未给出区间'}。`,
  effectsDescription: (variables: string) => `${variables} 的偏效应。`,
  probability: (outcome: string, level: string) => `${outcome}（${level}）的概率`,
  riskAt: (event: string, time: string) => `${time} 内“${event}”的风险`,
}
