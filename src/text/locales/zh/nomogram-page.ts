import type { Messages } from '../en/index.ts'

export const nomogramPage: Messages['nomogramPage'] = {
  patient: '患者',
  label: '患者标签（仅留在本页）',
  total: '总分',
  typical: '填入典型患者',
  clear: '清除',
  print: '打印此患者',
  result: '结果',
  training: {
    'out of fold': '训练集患者的风险分布，每例由未用该患者拟合的模型预测；深色：出现结局者。',
    apparent: '训练集患者按本模型的风险分布，模型由这些患者拟合，故偏乐观；深色：出现结局者。',
  },
  quality: '模型的表现',
  fittedTo: (rows: string, events: string, cohort: string) =>
    `拟合数据 ${rows} 例，其中 ${events} 例出现结局（${cohort}）。`,
  fittedToRows: (rows, cohort) => `由 ${rows} 例患者拟合（${cohort}）。`,
  outOfFold: (measure, value) => `在未参与拟合的患者中（交叉验证）：${measure} ${value}。`,
  nested: (measure: string, value: string, lower: string, upper: string) =>
    `在未见过的患者上（嵌套交叉验证）：${measure} ${value}（95% CI ${lower}–${upper}）。`,
  slope: (slope: string) => `其校准斜率（拟合所得）：${slope}。`,
  notValidated: '未经验证：无从得知其在新患者上的表现。',
  shrunken: (factor: string) => `系数已乘以推荐的收缩系数 ${factor}。`,
  asFitted: '系数为拟合所得。',
  threshold: (risk: string) => `阈值：风险 ${risk}（Youden，折外；按本页风险的尺度）。`,
  score: (columns: number) =>
    `由 ${columns} 个测量列计算得出，不能目测：nomoscope predict 与工作台可由患者的图像或特征计算。`,
  drawing: '列线图',
  slider: '滑块',
  noScript: '本页在浏览器中计算：请允许脚本运行，或使用下方的列线图。',
  page: {
    choose: '请选择…',
    points: '分',
    incomplete: '请填写全部数值以显示风险。',
    outside: '{label}：{value} 超出训练集范围（{low} 至 {high}），风险为外推值。',
    notNumber: '{label}：不是数字。',
    higher: '高于约 {share}% 的训练集患者。',
    group: '风险 {low} 至 {high} 的 {n} 名训练集患者中，{events} 名出现结局。',
    groupFollowed:
      '风险 {low} 至 {high} 的 {n} 名训练集患者中，{events} 名在该时间内出现结局；{unknown} 名随访未及该时间。',
    interval: '95% 区间 {lower} 至 {upper}',
    wald: '区间：线性预测值上的 Wald 区间；模型为预先指定且未惩罚，故有效。',
    prediction: '区间：若离散度为正态且处处相同，100 名此类患者中 95 名的值落于其中。',
    refits: '区间：对训练集重抽样并重新拟合整个流程（含特征选择）得到。',
    none: '该模型没有可用的区间。',
  },
}
