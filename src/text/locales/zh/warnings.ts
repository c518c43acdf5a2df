import { joinTexts, type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'
import type { AbsentMeasure } from '../en/warnings.ts'

const absentMeasures: Record<AbsentMeasure, (cox: boolean) => string> = {
  discrimination: (cox) => (cox ? 'C 指数' : 'AUC'),
  interval: (cox) => `${cox ? 'C 指数' : 'AUC'} 置信区间`,
  calibration: () => '校准斜率',
  agreement: () => '风险与结局一致性',
  horizon: () => '各时间点性能',
  decision: () => '决策曲线',
  curves: () => '风险与结局曲线',
}

export const warnings: Messages['warnings'] = {
  'events-per-variable': (rarer: TextPart, cox: boolean, parameters: TextPart, each: TextPart, limit: TextPart) =>
    text`${cox ? '事件' : '少数类患者'} ${rarer} 例，候选参数 ${parameters} 个：每个参数 ${each} 例，低于 ${limit}。`,
  'fewer-folds': (made: TextPart, asked: TextPart, cox: boolean) =>
    text`嵌套交叉验证为 ${made} 折而非 ${asked} 折：${cox ? '发生事件' : '出现（或未出现）结局'}的患者仅有这些，而每一折至少需要一位。`,
  'proportional-hazards': (columns: readonly { column: string; p: TextPart }[]) =>
    text`${joinTexts(
      columns.map(({ column, p }) => text`${column}（p = ${p}）`),
      '、',
    )}的风险比随时间变化（Grambsch–Therneau 检验）：模型给出的是其平均值。`,
  'missing-block': (patients: TextPart) =>
    text`${patients} 例患者缺失模型所用某一变量组的全部数值：未参与建模，也没有预测风险。`,
  'resampled-classes': (copies: TextPart, withOutcome: TextPart) =>
    text`${copies} 行训练数据与另一患者的数值完全相同，其中 ${withOutcome} 行出现结局：为平衡类别而复制的数据会同时落在一折的两侧并破坏校准，应予删除。`,
  separation: (columns: readonly string[]) =>
    text`结局被 ${columns.join('、')} 分离，最大似然没有有限估计：估计值与风险采用 Firth 惩罚估计。`,
  'term-left-out': (term: string, reason: 'constant' | 'collinear' | 'no value', of: readonly string[]) =>
    text`${term} 未进入模型：${reason === 'no value' ? '训练数据中没有任何取值' : reason === 'constant' ? '在训练数据中为常数' : `与 ${of.join('、')} 完全共线`}。`,
  'empty-model': (selects: boolean, candidates: TextPart) =>
    selects
      ? text`没有选中任何特征（${candidates} 个候选变量中 0 个）：模型仅含截距，所有患者风险相同；无可验证，也无可收缩。`
      : text`没有可估计的项：模型仅含截距，所有患者风险相同。`,
  'empty-folds': (empty: TextPart, all: TextPart) =>
    text`嵌套重新拟合中 ${empty} 次（共 ${all} 次）没有选中任何特征：所有患者风险相同，AUC 为 0.5。`,
  withheld: (kind: 'nested' | 'optimismCorrected', failed: TextPart, all: TextPart) =>
    text`不报告${kind === 'nested' ? '嵌套交叉验证' : '乐观校正'}结果：${failed} 次重新拟合失败（共 ${all} 次；原因见 results.json）。`,
  'selection-before-validation': () => text`按原文方案，特征选择已使用验证所用的数据：此处所有性能均偏高。`,
  collinearity: (column: string, inflation: TextPart, limit: TextPart) =>
    text`${column} 与其他变量共线：其系数的方差膨胀 ${inflation} 倍（界值 ${limit}）。`,
  'beyond-training-range': (rows: TextPart, heldOut: TextPart) =>
    text`留出患者中 ${rows} 例（共 ${heldOut} 例）在模型某一变量上的取值超出训练数据范围。`,
  'bootstrap-too-high': (measure: string, corrected: TextPart, nested: TextPart, many: boolean) =>
    text`自助法校正的 ${measure} ${corrected} 高于嵌套值 ${nested}：${many ? '变量多于患者时自助法不可信' : '自助样本与评价所用的数据有共同的患者'}，应以嵌套结果为准。`,
  overfitting: (measure: string, apparent: TextPart, nested: TextPart) =>
    text`表观 ${measure} ${apparent} 在嵌套交叉验证中降至 ${nested}。`,
  'no-better-than-chance': (measure: string, lower: TextPart) =>
    text`嵌套 ${measure} 的区间包含随机水平（下限 ${lower}）：没有证据表明模型能够预测结局。`,
  'calibration-slope': (slope: TextPart, certain: boolean, factor: TextPart | undefined) =>
    text`嵌套校准斜率为 ${slope}：风险预测${certain ? '' : '可能'}过于极端${certain ? '' : '（区间包含 1）'}${factor === undefined ? '' : text`，应将系数乘以 ${factor}`}。`,
  'unstable-selection': (unstable: TextPart, selected: TextPart, shown: readonly { term: string; share: TextPart }[]) =>
    text`选中的特征中 ${unstable} 个（共 ${selected} 个）在不到一半的重新拟合中被选中（${joinTexts(
      shown.map(({ term, share }) => text`${term} ${share}`),
      '、',
    )}）。`,
  permutation: (measure: string, mean: TextPart, expected: TextPart) =>
    text`随机置换结局后嵌套 ${measure} 为 ${mean}，与 ${expected} 相差超过三个标准误：存在信息泄漏。`,
  'failed-refits': (failed: TextPart, all: TextPart) => text`${failed} 次重新拟合未能完成（共 ${all} 次）。`,
  'measure-absent': (part: 'apparent' | 'nested' | 'heldOut', measure: AbsentMeasure, cox: boolean, reason: string) =>
    text`${part === 'heldOut' ? '留出数据' : part === 'nested' ? '折外预测' : '训练数据'}的${absentMeasures[measure](cox)}未给出：${reason}`,
  'test-set-choice': (models: TextPart, best: TextPart, preferred: string, other: TextPart) =>
    text`在 ${models} 个模型中，该模型在留出数据上表现最好（${best}），而嵌套交叉验证更支持${preferred}（留出 ${other}）：按留出结果选择模型即已用掉测试集，该结果偏高。`,
}
