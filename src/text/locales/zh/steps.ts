import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const steps: Messages['steps'] = {
  icc: (least: TextPart, lower: boolean, perturbed: boolean) =>
    text`${perturbed ? '扰动下 ICC(1,1)[@icc]' : '阅片者间 ICC(2,1)[@icc]'}${lower ? '的 95% 下限' : ''}不低于 ${least}`,
  variance: (least: TextPart, scaled: boolean) => text`方差不低于 ${least}${scaled ? '（缩放至 0–1 后）' : ''}`,
  correlation: (most: TextPart, first: boolean) =>
    text`|r| 大于 ${most} 的每对特征保留${first ? '排在前面者' : '与结局相关性较高者'}`,
  univariate: (p: TextPart) => text`单因素 p 低于 ${p}`,
  mrmr: (columns: TextPart) => text`按最小冗余最大相关[@mrmr]选取最佳的 ${columns} 个特征`,
  zscore: 'z 标准化',
  combat: ({ reference, keep, by, longitudinal }) => {
    const over = by ? (by.length > 1 ? `依次按 ${by.join('、')} ` : `按 ${by[0]} `) : '跨中心 '
    const kind = longitudinal
      ? '纵向 ComBat[@longcombat]'
      : by && by.length > 1
        ? '嵌套 ComBat[@nestedcombat]'
        : 'ComBat[@combat]'
    const kept = keep ? `，保留 ${keep.join('、')} 的效应` : ''
    const how = longitudinal ? '每位患者有各自的截距' : '某批次仅一位患者时只校正均值'
    return `${over}${kind} 校正${reference === undefined ? '' : `（以中心 ${reference} 为参照）`}${kept}（不使用结局；${how}）`
  },
  lasso: 'LASSO 回归[@lasso][@glmnet]',
  elasticNet: (alpha: TextPart) => text`弹性网络[@glmnet]（α ${alpha}）`,
  penalised: (name: TextPart, least: boolean, folds: TextPart) =>
    text`${name}，λ 取交叉验证偏差${least ? '最小者' : '在最小值一个标准误之内者'}（${folds} 折）`,
}
