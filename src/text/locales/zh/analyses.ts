import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const analyses: Messages['analyses'] = {
  roc: {
    title: (outcome: string) => `${outcome}的受试者工作特征曲线`,
    heads: ['指标', 'n（阳性）', 'AUC（95% CI）', '截断值', '灵敏度（95% CI）', '特异度（95% CI）'],
    cutOff: (sign: '≥' | '≤', value: TextPart) => text`${sign} ${value}`,
    pairs: '曲线下面积之差',
    pairHeads: ['指标', '例数', '差值（95% CI）', 'z 值', 'p'],
    pair: (first: string, second: string) => `${first} − ${second}`,
    lower: '较低的值与结局相关：有结局者的中位数低于无结局者。',
    several: (values: string) => `截断值 ${values} 的约登指数相同；此处给出第一个。`,
    axes: { falsePositives: '1 − 特异度', sensitivity: '灵敏度' },
    methods: (several: boolean) =>
      `以受试者工作特征曲线下面积及其 DeLong 法 95% 置信区间评价区分度。${
        several ? '同一组患者的曲线下面积以相关曲线的 DeLong 检验比较。' : ''
      }截断值取约登指数最大者，且在选出它的同一组患者中给出灵敏度与特异度（Clopper–Pearson 精确 95% 置信区间），因此偏于乐观。缺失值的患者不计入相应指标。`,
  },
  groups: {
    methods:
      '连续变量以均值 ± 标准差或中位数［四分位数］表示，依正态性（Shapiro–Wilk）与方差齐性（Levene）选用 Student 或 Welch t 检验、方差分析、Mann–Whitney 或 Kruskal–Wallis 检验；分类变量以例数（%）表示，用 χ² 检验或 Fisher 精确检验。各 p 值所用检验注于表下；p 值均为双侧，表中未作多重比较校正。',
  },
  survival: {
    methods:
      '生存率以 Kaplan–Meier 法估计（log–log 95% 置信限），以 log-rank 检验比较；风险比来自仅含分组的 Cox 回归；中位随访时间以反向 Kaplan–Meier 法估计。',
  },
  baseline: {
    title: (by?: string) => (by ? `按${by}分组的患者` : '患者'),
  },
  agreement: {
    title: (first: string, second: string) => `${first}与${second}的一致性`,
    heads: ['指标', '值（95% CI）'],
    n: '两者均有的患者',
    kappa: { none: 'Cohen κ 系数', quadratic: 'Cohen κ（二次加权）' },
    same: '答案相同',
    icc: 'ICC(2,1)，绝对一致',
    bias: '平均差',
    lower: '一致性下限',
    upper: '一致性上限',
    counts: (first: string, second: string) => `${first}（行）与 ${second}（列）`,
    mean: (first: string, second: string) => `${first}与${second}的均值`,
    difference: (first: string, second: string) => `${first}与${second}之差`,
    levels: (weighted: boolean) => `一致性以 Cohen κ${weighted ? '（二次加权）' : ''}及其 95% 置信区间评价。`,
    numbers:
      '一致性以组内相关系数 ICC(2,1)（双向随机、绝对一致、单次测量）及其 95% 置信区间，以及平均差与 95% 一致性界限（Bland–Altman）评价。',
  },
  plan: {
    all: '全部患者，各在一折之中',
    training: '训练集',
    heldOut: '留出',
    learnt: '用于学习',
    judged: '用于评价',
    fold: (number: number) => `第 ${number} 折`,
    repeats: (n: number) => `折的划分重复 ${n} 次；图示为第一次。`,
    bootstrap: (n: number) => `以训练集的 ${n} 个自助样本校正表观性能的乐观偏差。`,
    patients: (n: number, events: number) => `${n}（${events} 例有结局）`,
    inside: '在每个蓝色部分中重新拟合，且不涉及其他患者：',
    imputation: '缺失值填补',
    fit: '模型本身；带惩罚时以内层折选 λ',
  },
}
