import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

/** figures/canvas/evenly.ts 中的 `mostMarks`。 */
const ofMany = '（一组超过 500 例时，按秩次等距绘出 500 例）'

export const selection: Messages['selection'] = {
  title: '特征选择',
  paragraph: '特征选择在每一折与每次自助重抽样中重新进行；此处显示最终拟合，以及各次重新拟合选中相同特征的频率。',
  lasso: (score: string) => `LASSO 路径与交叉验证：${score}`,
  lassoCaption: (lambda: TextPart, columns: TextPart) =>
    text`每标准差系数随 log λ 的变化，以及交叉验证偏差及其标准误；所选 λ 为 ${lambda}，此时保留 ${columns} 个特征。`,
  lassoDescription: (score: string) => `${score}的 LASSO 路径。`,
  deviance: { cox: '偏似然偏差', logistic: '二项偏差' },
  score: (name: string) => name.replace(/ ?score$/, ' 评分'),
  table: (score: string) => `${score}所含特征`,
  heads: ['特征', '系数（每标准差）', '重新拟合中入选', '符号一致', '入选时的均值（标准差）'],
  ofRefits: (refits: TextPart) => text`重新拟合：成功的 ${refits} 次自助重拟合。`,
  largest: (shown: TextPart, all: TextPart) => text`其中绝对值最大的 ${shown} 个（共 ${all} 个）；全部见 model.json。`,
  coefficients: (score: string) => `${score}的系数`,
  coefficientsCaption: (refits: boolean) =>
    `最终拟合的系数，由大到小${refits ? '；横条为自助重拟合中选中同一特征的比例' : ''}。`,
  coefficientsDescription: (columns: number) => `${columns} 个系数的棒棒糖图。`,
  distributions: (score: string) => `${score}各特征按结局的分布`,
  distributionsCaption: (thinned: boolean) =>
    `点为患者${thinned ? ofMany : ''}，外形为其密度；箱为四分位数，须至 1.5 倍四分位距内的最远值。不给 p 值：这些特征正是按这些患者的结局筛选的。`,
  distributionsDescription: (columns: number) => `${columns} 个特征按结局的小提琴图。`,
  reliability: '两名阅片者各特征的一致性',
  reliabilityCaption: '拟合所用患者的 ICC(2,1) 及其 95% 区间；横线为筛选阈值。',
  perturbed: '各特征在扰动下的一致性',
  perturbedCaption: '拟合所用患者重复测量的 ICC(1,1) 及其 95% 区间；横线为筛选阈值。',
  reliabilityDescription: (features: number) => `${features} 个特征的组内相关系数。`,
  readers: (score: string) => `两名阅片者测得的${score}各特征`,
  readersCaption:
    '拟合所用患者的 Bland–Altman 图：第一名阅片者的值减去第二名的值，对两者均值作图；横线为平均差与一致性界限。所示为权重最大的特征。',
  readersDescription: (columns: number) => `${columns} 个特征的 Bland–Altman 图。`,
  readersMean: '两名阅片者的均值',
  readersDifference: '阅片者 1 − 阅片者 2',
  correlation: (score: string) => `${score}所含特征的相关性`,
  correlationMeasure: (n: number) => `Pearson 相关，n = ${n}`,
  correlationCaption: '拟合所用患者；特征按 1 − |r| 的平均连锁聚类排序。',
  correlationDescription: (columns: number) => `${columns} 个特征的热图。`,
  waterfall: (score: string) => `拟合所用患者的${score}`,
  waterfallCaption: (patients: TextPart, share: TextPart, thinned: boolean) =>
    text`${patients} 例患者各一条${thinned ? ofMany : ''}，按拟合于其自身的评分排列：此为表观结果，不代表新患者。${share} 出现结局。`,
  waterfallDescription: (score: string) => `${score}的瀑布图。`,
}

export const markers: Messages['markers'] = {
  title: '标志物',
  paragraph: '表中为各次比较未经校正的 p 值；图中标记为在同一图内经 Holm 法校正后的结果。',
  by: (label: string | undefined, by: string) => `按${by}分组的${label ?? '标志物'}`,
  panel: (letter: string | undefined, label: string, p: TextPart) =>
    text`${letter ? `（${letter}）` : ''}${label}，${p}`,
  test: (name: string, panels: string | undefined) => `${name}${panels ? `（${panels}）` : ''}`,
  caption: (panels: TextPart, tests: TextPart, thinned: boolean) =>
    text`点为患者${thinned ? ofMany : ''}，外形为其密度，箱为四分位数及 Tukey 须。${panels}。${tests}；p 值经 Holm 法校正：*** 低于 0.001，** 低于 0.01，* 低于 0.05，其余为 ns。`,
  description: (panels: string, by: string) => `${panels} 按${by}分组的各图。`,
  survival: '标志物与生存',
  marker: '标志物',
  survivalHeads: ['患者（事件）', '每标准差 HR（95% CI）', 'p 值', 'p（Holm）'],
  survivalNote:
    '对各标志物单独作 Cox 回归，以每增加一个标准差计；Wald 区间与检验。Holm：对同一列的各标志物校正。无估计值处以短横表示。',
}
