import { type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const models: Messages['models'] = {
  title: '模型',
  performance: '各模型的性能',
  performanceNotes: [
    '嵌套：包括特征选择在内的每一步均在训练数据的每一折内重复，应以此为准。乐观校正：全流程自助法；变量远多于患者时偏高。留出：此前未参与任何步骤的验证数据。表观：拟合模型所用的数据。',
    'AUC 的区间：嵌套交叉验证采用 LeDell 影响函数法（logit 尺度）；表观与留出采用 DeLong 法；乐观校正为表观 AUC 的区间按乐观值平移（Noma）。灵敏度、特异度、准确率与预测值采用 Clopper–Pearson 法。',
  ],
  thresholdNote: (thresholds: TextPart) =>
    text`灵敏度、特异度、准确率与预测值对应的预测风险阈值由训练集折外预测选定并固定：${thresholds}。`,
  threshold: (model: string, share: TextPart) => text`${model}：${share}`,
  refused: (column: string, reason: string) => `${column} 未用作预测变量：${reason}。`,
  refusedWarning: (column: string, reason: string) => `${column} 被拒绝作为预测变量：${reason}。`,
  refusedOf: (column: string, event: string, reason: string) => `${column} 被拒绝作为${event}的预测变量：${reason}。`,
  suspected: (column: string, reason: string) => `${column} 可能是结局的副本：${reason}。`,
  invasive: (model: string, columns: TextPart) => text`模型 ${model} 称为无创，却需要组织标本：${columns}。`,
  warning: (model: string, message: TextPart) => text`${model}：${message}`,
  fitted: (rows: TextPart, events: TextPart, cox: boolean) =>
    text`以 ${rows} 行数据拟合，其中 ${events} 行出现${cox ? '事件' : '结局'}。`,
  steps: { impute: '插补', ComBat: 'ComBat 校正', 'z-score': 'z 标准化', LASSO: 'LASSO 回归' },
  step: (step: string, columnsIn: TextPart, columnsOut: TextPart) => text`${step}（${columnsIn} → ${columnsOut}）`,
  selection: (score: string, steps: TextPart) => text`${score}的筛选：${steps}。`,
  coefficients: (model: string, cox: boolean) => `多因素 ${cox ? 'Cox' : 'logistic'} 回归：${model}`,
  noInference: '在相同数据上经筛选或评分的项，其标准误、区间与 p 值不构成有效推断，仅供比较。',
  intercept: (intercept: TextPart) => text`截距 ${intercept}。`,
  knots: (column: string, knots: TextPart) =>
    text`${column}：限制性立方样条，节点位于 ${knots}；其各系数应合并解读，见偏效应图。`,
  firthInference:
    '结局被完全分离：估计为 Firth 惩罚估计，其 Wald 标准误、区间与 p 值仅为近似；在分离一侧，剖面似然区间更宽。',
  interactions: '对存在交互作用的变量，单个系数为另一变量取零或参照水平时的效应。',
  tests: { all: '所有项', nonlinear: '非线性项', interactions: '交互项' },
  jointTest: (column: string, of: string, chiSquare: TextPart, df: TextPart, p: TextPart) =>
    text`${column}，${of}：χ² ${chiSquare}，自由度 ${df}，${p}`,
  jointTests: (tests: TextPart) => text`联合 Wald 检验：${tests}。`,
  permutation: (model: string, times: TextPart, measure: string, mean: TextPart, error: TextPart, p: TextPart) =>
    text`${model}，随机置换结局 ${times} 次：嵌套 ${measure} 均值 ${mean}（标准误 ${error}），${p}。`,
  permutationBound: (p: TextPart) => text`p ≤ ${p}（没有一次置换达到该模型的结果，这是该次数所能给出的最小值）`,
  per: {
    units: (column: string, by: string) => `${column}（每 ${by}）`,
    iqr: (column: string, by: string) => `${column}（每四分位距 ${by}）`,
    note: '比值及其区间对应变量后所列的单位数（四分位距取自训练数据）；β 与标准误对应一个单位。',
  },
  forest: {
    title: (model: string) => `${model}的优势比`,
    counts: '有结局/全部',
    lower: '优势较低',
    higher: '优势较高',
    measure: '优势比（95% CI）',
    caption: (invalid: boolean) =>
      `方块为估计值，横线为 95% 区间${invalid ? '；在相同数据上经筛选或评分的项，其区间与 p 值仅供比较' : ''}。`,
    description: (terms: number) => `${terms} 项的森林图。`,
  },
  aucForest: {
    title: '各模型按不同评估方式的 AUC',
    measure: 'AUC（95% CI）',
    caption:
      '方块为估计值，横线为 95% 区间。嵌套交叉验证在每一折内重复包括特征筛选在内的全部步骤，应以其为准。表观 AUC 取自拟合模型所用的患者，偏高。区间：嵌套用 LeDell 法，表观与留出用 DeLong 法，乐观校正用 Noma 法。其余指标见补充材料。',
    description: (models: number) => `${models} 个模型 AUC 的森林图。`,
  },
  details: '各模型的全部指标',
  regressions: (model: string) => `单因素与多因素 logistic 回归（多因素模型：${model}）`,
  regressionsNote:
    '单因素：在该变量已知的拟合数据上作最大似然估计，Wald 区间；无估计值处以短横表示。任何变量均未因这些 p 值进入或退出模型。',
  validation: {
    title: '验证',
    noNested: (model: string, measure: string, apparent: TextPart, withheld: boolean) =>
      text`${model}：表观 ${measure} ${apparent}；${withheld ? '嵌套交叉验证中失败的重新拟合过多' : '未要求嵌套交叉验证'}，故没有对新患者的估计。`,
    empty: (model: string, measure: string, nested: TextPart, interval: TextPart, never: boolean) =>
      text`${model}：未选中任何变量，模型给每位患者相同的风险。嵌套交叉验证评价的是得到它的流程（${never ? '任何一折均无变量入选' : '部分折中有变量入选'}），而非该模型：${measure} ${nested}（${interval}）。`,
    lead: (model: string, measure: string, nested: TextPart, interval: TextPart, apparent: TextPart, slope: TextPart) =>
      text`${model}：嵌套交叉验证 ${measure} ${nested}（${interval}），拟合数据上为 ${apparent}；校准斜率 ${slope}。`,
    figure: (decision: boolean) => (decision ? '校准、区分度与净获益' : '各模型的校准与区分度'),
    caption: (model: string, heldOut: boolean, corrected: boolean, decision: boolean) =>
      `${heldOut ? 'A、B' : 'A'}：${model}在拟合所用患者${heldOut ? '与留出患者' : ''}中的校准（lowess 平滑${corrected ? '；偏差校正曲线由全流程自助法得到' : ''}）。${heldOut ? 'C、D' : 'B'}：各模型在相同患者中的 ROC 曲线，拟合所用患者的为表观，偏高。${decision ? `${heldOut ? 'E' : 'C'}：决策曲线。` : ''}`,
    ofFit: '拟合所用患者',
    ofHeldOut: '留出患者',
    calibrationPanel: (part: string) => `校准，${part}`,
    rocPanel: (part: string) => `ROC 曲线，${part}`,
    description: (model: string) => `校准图、ROC 曲线与决策曲线；主要模型为${model}。`,
    slope: (slope: string) => `斜率 ${slope}`,
    brier: (brier: string) => `Brier 评分 ${brier}`,
    shrinkage: '建议的收缩',
    shrinkageParagraph:
      '模型用于新患者之前，应将每个系数乘以建议的收缩因子（小于一时）并替换截距（Cox 模型为基线生存函数）：极端风险由此按过拟合造成的程度向平均风险靠拢。因子大于一表示惩罚已造成更多收缩。因子小于一时，模型的列线图、网页、model.json 与 predict 均采用该形式（研究文件另有要求时除外）；系数表为拟合所得。',
    shrinkageHeads: ['模型', '因子', '截距', '方法', '重新拟合', '无斜率的重新拟合'],
    by: { bootstrap: '自助法', nested: '折外预测' },
    shrinkageNote:
      '全流程重新拟合在未参与拟合的数据上的校准斜率均值，最大似然尺度（van Houwelingen 与 Le Cessie；自助法见 Steyerberg）。对所有人给出相同风险的重新拟合没有斜率。',
    shrinkageBy: {
      bootstrap: '自助法：对重抽样重新拟合，并在训练数据上评价。',
      nested: '折外预测：嵌套交叉验证的预测，用于候选变量多于训练行数或自助重新拟合过少时。',
    },
  },
  leading: {
    nested: '折外',
    heldOut: '留出',
    apparent: '表观',
    logistic: '折外，95% CI',
    smoothed: '折外，平滑',
    nestedMatrix: '折外',
    heldOutMatrix: '留出',
    slope: (slope: string) => `斜率 ${slope}`,
    threshold: (share: string) => `阈值 ${share}`,
    figure: (model: string) => `${model}在未参与拟合的患者中的表现`,
    caption: ({ heldOut, band, threshold }: { heldOut: boolean; band: boolean; threshold: boolean }) =>
      `彩色为嵌套交叉验证的折外预测；灰色仅供对照，为${heldOut ? '留出患者及' : ''}参与拟合的患者（表观）。A：ROC 曲线${threshold ? '，圆圈为阈值' : ''}。B：校准，${band ? 'Logistic 曲线及其逐点 95% 区间，lowess 平滑曲线；' : 'lowess 平滑；'}圆点为预测风险分组及其精确 95% 区间。C：决策曲线。D：出现结局（上）与未出现结局（下）的患者的预测风险。${threshold ? 'E：按结局与阈值划分的患者；阈值由折外预测选定后固定，以虚线标出。' : ''}`,
    panels: {
      roc: '区分度',
      calibration: '校准',
      decision: '净获益',
      risks: '折外预测风险',
      matrix: '按阈值划分',
    },
    description: (model: string) => `${model}的折外 ROC 曲线、校准曲线、决策曲线、风险分布与混淆矩阵。`,
    slopeIn: {
      nested: (slope: TextPart) => text`折外 ${slope}`,
      optimismCorrected: (slope: TextPart) => text`乐观校正 ${slope}`,
      heldOut: (slope: TextPart) => text`留出患者 ${slope}`,
      apparent: (slope: TextPart) => text`参与拟合的患者 ${slope}`,
    },
    slopes: (all: TextPart, events: TextPart, heldOut: boolean) =>
      text`各校准斜率回答的问题不同：${all}。折外斜率在更少的患者上重复全部筛选与拟合步骤，评价的是整个流程；${heldOut ? '留出斜率在少数患者中评价这一个模型；' : ''}参与拟合的患者中的斜率只反映惩罚对模型的收缩。出现结局的患者仅 ${events} 例，各斜率均不精确。应以折外斜率为准。`,
  },
  comparison: {
    title: '模型比较',
    paragraph:
      '在两个模型均给出风险的患者中比较。DeLong 检验仅用于留出预测。折外预测在每一折来自不同的拟合：只给出差值而不检验。似然比为样本内结果，且仅用于一个模型包含另一模型全部项且未经筛选的情形。',
    panels: { calibration: '校准', decision: '净获益' },
    table: '模型之间的差异',
    heads: [
      '模型',
      'ΔAUC（折外）',
      'ΔAUC（留出，95% CI）',
      'p（DeLong）',
      '患者',
      '似然比 χ²（自由度）',
      'p（似然比）',
      'NRI：有结局，无结局',
      'IDI（综合判别改善）',
    ],
    reclassification:
      'NRI（风险的任何变化，有、无结局者分列）与 IDI 描述同一批患者的风险（有留出者用留出，否则折外），不作检验：无用的标志物也可能因此显得有用（Pepe 2015）。',
    difference: (large: string, small: string) => `${large} 减 ${small}`,
    figure: '各模型的校准与净获益',
    caption: (heldOut: boolean) =>
      `A：校准（lowess 平滑）；B：决策曲线；对象为${heldOut ? '留出患者' : '训练集的折外预测'}，任何模型均未使用其结局。`,
    description: (models: number, heldOut: boolean) =>
      `${models} 个模型在${heldOut ? '留出患者' : '训练集折外预测'}中的校准曲线与决策曲线。`,
  },
  robustness: {
    title: '各中心、亚组与样本量',
    centres: '依次留出每个中心，由未使用其任何患者的模型预测，所有学习步骤均在去除该中心后重复。',
    subgroups: '亚组中的性能，采用 DeLong 区间。小亚组的结果不确定，此处未检验亚组间差异。',
    learning:
      '以训练数据的随机部分拟合模型，在其余训练数据上评价：曲线右端仍在上升时，更多患者会有帮助。旁列 Riley 标准在嵌套 C 统计量下要求的样本量，计入模型可选的每个变量。',
    prevalence: (study: TextPart, population: TextPart) =>
      text`患者按结局抽样：训练数据中 ${study} 出现结局，人群中为 ${population}。优势比与 AUC 不变；风险需采用下列截距（按对数优势之差平移），预测值由灵敏度与特异度按 Bayes 公式计算。`,
    heads: ['患者', '出现结局', 'AUC（95% CI）', '校准截距', '校准斜率', 'Brier 评分'],
    centre: '中心',
    centreTable: '各中心（由未使用该中心的模型预测）',
    group: '亚组',
    subgroupTable: '亚组中的性能',
    subgroup: (model: string, column: string, middle: TextPart | undefined, heldOut: boolean) =>
      text`${model}：${column}${middle ? text`，以 ${middle} 为界` : ''}，${heldOut ? '留出' : '训练集折外'}`,
    everyone: '全部，嵌套交叉验证',
    counts: '有结局/全部',
    subgroupOf: (column: string, middle: number | undefined, heldOut: boolean) =>
      `${column}${middle === undefined ? '' : `（以 ${middle} 为界）`}，${heldOut ? '留出验证' : '折外'}`,
    places: (model: string) => `${model}在各中心和亚组的 AUC`,
    placesCaption: '方块为估计值，横线为 95% 区间。所示亚组均由研究文件预先指定。',
    placesDescription: (rows: number) => `${rows} 行的森林图。`,
    otherModels: '仅列主模型；其余模型见 results.json（further.subgroups）。',
    half: { 'lower half': '较低一半', 'upper half': '较高一半' },
    sizeTable: '按 Riley 标准模型所需的样本量',
    sizeHeads: ['模型', '候选参数', '嵌套 C 统计量', '所需（出现结局）', '现有（出现结局）'],
    prevalenceTable: '人群患病率下的模型',
    prevalenceHeads: ['模型', '截距', '收缩后的截距', '阳性预测值', '阴性预测值'],
    noModel: () => '无模型（未能拟合）',
    figure: '学习曲线',
    caption: '其余训练数据上的平均 AUC，及随机部分之间的标准差。',
    description: (models: string) => `AUC 随训练行数的变化，${models}。`,
  },
  cox: {
    title: (event: string) => `至“${event}”的时间`,
    left: (rows: TextPart) => text`时间或事件未知的 ${rows} 行未纳入。`,
    horizon: (events: TextPart, time: TextPart, followed: TextPart) =>
      text`${time} 内 ${events} 例，随访达此时间者 ${followed} 例`,
    who: (event: string, events: TextPart, rows: TextPart, left: TextPart, horizons: TextPart) =>
      text`${event}：${events} 例事件，共 ${rows} 行。${left}拟合所用患者中：${horizons}。假定风险成比例；相持（ties）按 Efron 法处理。`,
    proportionality: (all: TextPart, each: TextPart) =>
      text`比例风险（Grambsch 与 Therneau 评分检验）：全部变量 ${all}；${each}。`,
    performance: (event: string) => `“${event}”各模型的性能`,
    performanceNote:
      '一致性指数：整个随访期的 Harrell C，嵌套交叉验证中为各折均值，其区间由各患者对它的影响（无穷小刀切法）在 logit 尺度上得到。校准斜率：以线性预测值作 Cox 回归所得；一为理想。',
    overTime: (event: string) => `“${event}”的风险随时间的变化`,
    modelAt: (model: string, time: TextPart) => text`${model}，${time}`,
    overTimeNote:
      'AUC：该时间内发生事件者与随访超过该时间者之比较；AUC 与 Brier 评分按删失概率的倒数为失访患者加权。标化 Brier 评分：一减去其与所有人同一风险时之比。观察风险：Kaplan–Meier 估计及其 log-log 区间。',
    competing: (n: TextPart, other: string, time: TextPart, alone: TextPart, incidence: TextPart) =>
      text`${n} 例先发生竞争事件（${other}），按删失处理：此处的风险是不会发生竞争事件者的风险。至 ${time} 实际发生事件者占 ${incidence}（Aalen–Johansen），而一减 Kaplan–Meier 为 ${alone}；前者由 Fine–Gray 模型预测。`,
    overTimeLate:
      '患者为延迟进入观察：删失概率的倒数加权不能弥补进入前已发生事件者，故不给出 AUC 与 Brier 评分。观察风险：按风险集的 Kaplan–Meier 估计及其 log-log 区间。',
    risks: ['低风险', '中风险', '高风险'],
    part: { nested: '折外', apparent: '表观', heldOut: '验证集' },
    partTitle: { nested: '折外', apparent: '表观', heldOut: '验证集' },
    groupsTitle: (model: string) => `按预测风险分组的 Kaplan–Meier 估计：${model}`,
    groupsCaption: (parts: TextPart, nested: boolean) =>
      text`预测风险三等分，${parts}。阴影为逐点 95% 区间（log-log 法）；短竖线为删失患者。${nested ? '折外风险彼此相关，故对其作对数秩检验无效。' : ''}`,
    groupsDescription: (parts: string) => `三个预测风险组的生存曲线，${parts}。`,
    freeOf: (event: string) => `未发生“${event}”`,
    riskBy: (part: string) => `风险（${part}）`,
    notCompared: '这些风险是由同一批患者学习得到的。',
    calibrationTitle: (model: string) => `事件风险的校准与净获益：${model}`,
    calibrationCaption: (corrected: boolean, rows: TextPart, last: TextPart) =>
      text`观察风险由预测风险样条的 Cox 回归得到${corrected ? '（偏差校正曲线由全流程自助法得到）' : ''}；圆点：各风险组的 Kaplan–Meier 估计与 95% 区间。各行：${rows}；最后为 ${last} 风险的决策曲线。`,
    calibrationDescription: (times: string) => `${times} 的校准曲线与决策曲线。`,
    timeRocTitle: (model: string) => `时间依赖 ROC 曲线：${model}`,
    timeRocCaption: (parts: TextPart, until: TextPart, integrals: TextPart) =>
      text`各时间的 ROC 曲线，${parts}：该时间内发生事件者与随访超过该时间者之比较，按删失概率的倒数加权；最后为各事件时间的 AUC。至 ${until} 的均值（以生存曲线的下降加权）：${integrals}。折外预测合并了不同拟合的线性预测值，故 AUC 可与表中各折均值不同。`,
    integral: (part: string, value: TextPart) => text`${part}：${value}`,
    auc: (auc: string) => `AUC：${auc}`,
    brier: (brier: string) => `Brier 评分 ${brier}`,
    predicted: (time: string) => `${time} 预测风险`,
    observed: '观察风险',
  },
}
