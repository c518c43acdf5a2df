import type { Messages } from '../en/index.ts'

export const comparators: Messages['comparators'] = {
  title: '相同折中的模型与对照算法',
  heads: ['名称', '方法', '嵌套 AUC（95% CI）', '嵌套校准斜率', '嵌套 Brier 评分', '留出 AUC（95% CI）', '表观 AUC'],
  model: '研究的模型',
  methods: { forest: '随机森林', boosting: '梯度提升', svm: '支持向量机（径向核）' },
  note: '对照算法使用其变量块的变量、选择步骤中的过滤（无 LASSO）以及与模型相同的折；参数在每折内用拟合未使用的数据选定（随机森林：叶大小，按袋外偏差；梯度提升：深度与树数，支持向量机：代价与核宽，按内层折）。仅供比较，不提供列线图。随机森林与梯度提升的表观 AUC 无论学到什么都接近一。',
  tuned: (label, settings) => `${label}（拟合全部训练数据）：${settings}。`,
  failed: (label, refits, of, reason) => `${label}：${of} 折中有 ${refits} 折无法拟合（${reason}）。`,
  methodsSentence: (list) => `为作比较，${list}在相同的折内调参并评价；均不提供使用。`,
}
