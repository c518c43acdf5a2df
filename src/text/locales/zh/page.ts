import type { Messages } from '../en/index.ts'

/** What can be moved, searched and copied on the report's page. */
export const page: Messages['page'] = {
  threshold: '阈值',
  chosen: '恢复选定的阈值',
  calledPositive: '判为阳性',
  calledNegative: '判为阴性',
  withOutcome: '出现结局',
  without: '未出现',
  read: '折外：灵敏度 {sensitivity}，特异度 {specificity}，阳性预测值 {ppv}，阴性预测值 {npv}，净获益 {benefit}。',
  copy: '复制表格',
  copied: '已复制',
  search: '在表中查找',
}
