import { type Quantity, type TextPart, text } from '../../with-numbers.ts'
import type { Messages } from '../en/index.ts'

export const methods: Messages['methods'] = {
  title: '方法',
  heads: {
    patients: '患者',
    patientsAndOutcome: '患者与结局',
    quality: '图像质量',
    features: '影像特征',
    models: '模型与验证',
    statistics: '统计学',
    software: '软件、数据与代码',
    references: '参考文献',
  },
  source: (file: string, codebook: string | undefined) =>
    `队列数据来自 ${file}${codebook ? `，变量说明见 ${codebook}，其中规定了各变量的类型、水平、单位、缺失编码及获知时间` : ''}。`,
  lesions: '分析单位为病灶；每次划分、分折与重抽样均将同一患者的病灶放在一起。',
  aggregated: (how: string) => `同一患者的多个病灶合并为一行（${how}）。`,
  aggregate: (how: string) => ({ mean: '均值', median: '中位数', max: '最大值', min: '最小值' })[how] ?? `方式：${how}`,
  largest: (column: string) => `取 ${column} 最大者`,
  or: '或',
  and: '且',
  classes: {
    firstorder: '一阶',
    shape: '形状',
    shape2D: '二维形状',
  },
  criterion: (label: string, rule: string) => `${label}（${rule}）`,
  reader: (number: string) => `阅片者 ${number}`,
  interpolators: { sitkNearestNeighbor: '最近邻', sitkLinear: '线性', sitkBSpline: 'B 样条' },
  inclusion: (rules: TextPart) => text`纳入标准：${rules}。`,
  exclusion: (rules: TextPart) => text`排除标准：${rules}。`,
  outcome: (label: string, positive: string, negative: string) => `结局为${label}（${positive} 与 ${negative}）。`,
  her2: (ihc: string, fish: string | undefined) =>
    `由免疫组化（${ihc}）${fish ? `与 FISH 比值（${fish}）` : ''}得出：3+ 或比值大于 2.0 为阳性；2+ 而无 FISH 者不能判定。`,
  her2Rule: (columns: TextPart) => text`按 2018 年 ASCO/CAP 规则[@asco]由 ${columns} 得出。`,
  quality: {
    measures: [
      '信噪比（患者均值与空气噪声之比）',
      '取最大值的体素比例（截断）',
      '两端均为患者的行比例（卷褶）',
      '皮下与深部组织信号比（脂肪抑制失败）',
      '动态序列各期相相对首期的最大刚性位移（运动）',
    ],
    outline: (pairs: TextPart) => text`患者轮廓的重叠（Dice）与位移：${pairs}（变形）`,
    pair: (sequence: string, anatomy: string) => `${sequence} 与 ${anatomy}`,
    paragraph: (measures: TextPart, limit: TextPart) =>
      text`应用各标准之前，按采集原样测量了每幅图像的质量：${measures}。未作任何校正。在较差一端距其序列中位数超过 ${limit} 个稳健标准差[@iglewicz]的图像予以标记；仅按各标准排除，不因标记而排除。`,
  },
  described:
    '连续变量在 Shapiro–Wilk 检验[@shapiro]未发现偏离正态（p ≥ 0.05）时以均数和标准差描述，否则以中位数和四分位数描述；分类变量以例数描述。',
  compared:
    '连续变量在各组 Shapiro–Wilk 检验[@shapiro]均未发现偏离正态（p ≥ 0.05）时以 Student t 检验比较，否则以 Mann–Whitney 检验比较；分类变量以未作连续性校正的 Pearson χ² 检验比较，期望频数低于 5 时用 Fisher 精确检验。每张表注明各行所用的检验。p 值旁给出标准化均数差。检验均为双侧。',
  survival: '生存以 Kaplan–Meier 法[@kaplan]估计（log-log 95% 区间），随访时间以反向估计，组间以对数秩检验比较。',
  late: (modelled: boolean) =>
    `延迟进入观察的患者自其进入起计入风险集（左截断）${modelled ? '；其模型不给出各时间的 AUC 与 Brier 评分' : ''}。`,
  landmark: '设有界标时间者，自该时间起计时，仅纳入随访超过该时间的患者。',
  competing:
    '另一事件可能先发生时，发生率以 Aalen–Johansen 法估计，组间以 Gray 检验[@gray]比较；Kaplan–Meier 曲线与对数秩检验将其患者按删失处理。',
  fineGray:
    '原因别风险以 Cox 回归、子分布风险以 Fine–Gray 法[@finegray]建模，使用完整病例与预先选定的变量。风险在折外评价（按患者分折）：AUC 与 Brier 评分按删失概率的倒数加权，校准与 Aalen–Johansen 估计按组比较并以风险样条的 Fine–Gray 回归[@austin]平滑，净获益按 Aalen–Johansen 估计。新患者风险的区间由对 100 个患者自助样本的重新拟合得到。',
  regressions: (kinds: TextPart, ordered: boolean) =>
    text`多水平结局或数值结局以完整病例与预先选定的变量建模：${kinds}。各水平的区分度为 Hand 与 Till 的两两 AUC[@handtill]${ordered ? '，有序水平另有有序 c 指数[@orc]' : ''}；数值以 R² 与均方根误差评价。折外结果在每折重新拟合（按患者分折）；区间为 200 个患者自助样本的百分位数。`,
  software: (version: string, seed: TextPart) =>
    text`全部计算由 Nomoscope ${version} 完成；所有随机选择均由种子 ${seed} 导出。研究文件、全部输入的哈希值以及每一折与重抽样的分配见 provenance.json。`,
  code: '研究文件、变量说明、拟合的模型以及可重新拟合 logistic 与 Cox 模型的 R 脚本（reproduce.R）随本报告提供。',
  scheme: {
    title: '各步骤在何处拟合',
    caption: (heldOut: boolean) =>
      `嵌套交叉验证：每一行中橙色部分由模型预测，该模型包括筛选与调参在内的每一步仅在蓝色部分拟合。${heldOut ? '留出患者由整个训练集拟合的模型预测，仅一次。' : ''}`,
    description: (folds: number) => `划分与 ${folds} 折的示意图。`,
  },
  blanks: {
    cohort: '［作者填写：医院与入组时间；是否连续入组；伦理批准与知情同意；结局由何人以何种方式判定、对何信息设盲］',
    acquisition:
      '［作者填写：扫描仪、场强、线圈；各序列的 TR、TE、翻转角、视野、矩阵、层厚；对比剂、剂量与时相；区域由何人以何种软件勾画及其经验］',
    data: '［作者填写：数据与图像的获取方式及条件］',
  },
  extraction: {
    fromTable: (features: TextPart, file: string) =>
      text`每例患者的 ${features} 个特征读自 ${file}；其提取方法此处未知。`,
    extracted: (features: TextPart, sequences: TextPart, parameters: string) =>
      text`由 Nomoscope 自 ${sequences} 为每例患者提取 ${features} 个特征，其名称与数值同 PyRadiomics 3.0.1[@pyradiomics]，并以 IBSI 共识值[@ibsi]核对，参数文件为 ${parameters}。`,
    readers: (readers: TextPart, used: string | undefined) =>
      text`区域由${readers}勾画；采用${used ? `${used} 的特征` : '其特征的均值'}。`,
    sequence: (name: string, what: TextPart | undefined) => (what ? text`${name}（${what}）` : text`${name}`),
    bValues: (values: TextPart) => text`b 值 ${values} s/mm²`,
    diffusion: '区域在其他图像上勾画时，经物理空间转移至扩散图像；未作配准，平面回波成像的变形依然存在。',
    drawn: text`勾画区域`,
    drawnEdge: '其边缘',
    edge: (inside: boolean, distance: TextPart) => text`边缘${inside ? '内' : '外'} ${distance} mm`,
    shell: (from: TextPart, to: TextPart) => text`勾画区域自${from}至${to}的壳层`,
    margin: (grown: boolean, distance: TextPart) => text`勾画区域${grown ? '外扩' : '内缩'} ${distance} mm 后的区域`,
    largest: { lesion: '（多个病灶时取最大者）', slice: '（取面积最大的层面）' },
    clippedAir: text`，去除患者周围的空气`,
    clippedSkin: (distance: TextPart) => text`，去除空气及皮下 ${distance} mm`,
    clippedMask: text`，并限于每名患者的另一掩膜之内`,
    derived: (sequence: string, what: TextPart, largest: string, clipped: TextPart) =>
      text`${sequence} 的特征取自${what}${largest}${clipped}（距离为物理空间中体素中心之间的距离）。`,
    perturbed: (repeats: TextPart, how: TextPart) =>
      text`每个区域在微小扰动下重复测量 ${repeats} 次[@perturbation]：${how}。扰动仅取决于种子、患者与次序，未使用结局。`,
    noise: text`加入与图像自身水平相同的高斯噪声（区域周围 30 mm 内 coiflet 对角细节绝对值的中位数）`,
    rotated: (degrees: TextPart) => text`采样网格在层面内旋转 ${degrees} 度`,
    translated: (parts: TextPart) => text`沿各轴平移体素的 ${parts}`,
    translatedWithin: (parts: TextPart) => text`在层面内沿各轴平移体素的 ${parts}`,
    resized: (parts: TextPart) => text`区域体积改变其 ${parts}`,
    recontoured: text`由超体素重新勾画轮廓`,
    oneOf: (values: TextPart) => text`${values} 之一`,
    registered: {
      rigid: (from: string, to: string) => text`${to} 上的区域在 ${from} 上勾画，经刚性配准传递。`,
      affine: (from: string, to: string) => text`${to} 上的区域在 ${from} 上勾画，经以刚性配准为起点的仿射配准传递。`,
    },
    registration: text`配准由粗到细最大化 Mattes 互信息[@mattes]，采用线性插值，采样点均匀分布于体素之间；标签取最近体素。每次配准均反向重复；未提高互信息、使患者轮廓分离、或与反向结果相差超过半个体素者不予采用。`,
    habitats: (n) =>
      text`${n.sequence} 上的区域按${n.maps}分为 ${n.number} 个生境：各图谱在物理空间中于体素处线性插值取值，并除以其标准差；${n.mixture ? '采用以 k-means 为起点、协方差完整的高斯混合模型，各体素归入最可能者' : '采用 k-means，各体素归入最近的中心'}[@habitats]。生境由 ${n.patients} 例训练患者的区域（每例最多 1000 个体素）一次学得，未使用结局，并应用于全部患者；各折与重抽样未重新学习${n.heldOut ? '' : '，因此每一折均已见过其所预测患者的图像，但未见其结局'}。对各生境分别提取特征，并记录其占区域体积的比例；中心见 provenance.json。`,
    deep: (n) =>
      text`网络（${n.file}，SHA-256 ${n.hash}…，许可：${n.licence}）为每个区域另给出 ${n.features} 个特征，即其输出 ${n.output} 的数值。输入为以区域中心为中心${n.slice ? '、取面积最大层面' : ''}的 ${n.size} 体素图块，体素为 ${n.spacing} mm（沿图像轴线性插值，图像之外为 0），${n.normalised}${n.masked ? '，区域之外为 0' : ''}。网络按原样由 ONNX Runtime 以单精度运行：此处未用本研究患者训练；其此前是否见过这些患者须由网络作者说明。`,
    windowed: (low: TextPart, high: TextPart) => text`由 ${low}–${high} 缩放至 0–1 并截断`,
    patchScale: {
      none: '数值不变',
      zscore: '按图块自身均值与标准差缩放',
      minmax: '按图块自身最小值与最大值缩放至 0–1',
    },
    biasField: (n) =>
      text`${n.sequence} 的偏置场以 N4[@n4] 校正，各图像单独进行：在${n.within === undefined ? '患者区域（Otsu 阈值）' : `掩膜（${n.within}）`}内估计，缩小因子 ${n.shrink}，三次样条，首层各轴 ${n.points} 个控制点，共 ${n.levels} 个拟合层，各层最多 ${n.iterations} 次迭代，收敛阈值 ${n.threshold}，直方图 ${n.bins} 个区间，半高全宽 ${n.width}，Wiener 噪声 ${n.noise}。`,
    normalised: (sequence: string) => `提取前，${sequence} 的信号强度统一至共同尺度：`,
    nyul: (start: string, low: TextPart, top: TextPart, from: TextPart, to: TextPart, images: TextPart) =>
      text`${start}采用 Nyúl 直方图标准化[@nyul]（${low} 至 ${top}，对应前景的第 ${from} 至第 ${to} 百分位数，十分位数之间分段线性）。共同直方图在 ${images} 幅训练图像上一次拟合，未使用结局；各折内未重新拟合。其标志点见 provenance.json。`,
    deviation: (units: TextPart) => text`，每个标准差为 ${units} 个单位；各图像单独进行，未从其他图像学习。`,
    whitestripe: (start: string, end: TextPart) =>
      text`${start}以最常见信号的组织为准（WhiteStripe 法[@whitestripe]）${end}`,
    zscoreImage: (start: string, end: TextPart) => text`${start}以整幅图像的均值与标准差为准${end}`,
    zscoreTissue: (start: string, mask: string, end: TextPart) =>
      text`${start}以参照组织（${mask}）的均值与标准差为准${end}`,
    zscoreRing: (start: string, from: TextPart, to: TextPart, end: TextPart) =>
      text`${start}以区域周围 ${from} 至 ${to} mm 组织的均值与标准差为准${end}`,
    resampled: (spacing: TextPart, interpolator: string) => text`图像重采样至 ${spacing} mm（${interpolator}）`,
    notResampled: '图像未重采样',
    greyNormalised: '；此前灰度按其均值与标准差归一化',
    greyPlain: '；灰度未归一化',
    othersPlain: '；其他序列的灰度未归一化',
    bins: (bins: TextPart) => text`离散化为 ${bins} 个区间`,
    binWidth: (width: TextPart) => text`以固定区间宽度 ${width} 离散化`,
    settings: (s) =>
      text`${s.resampled}，并${s.discretised}${s.normalised}。${s.byCount ? '区间数' : '区间宽度'}在全研究中一次设定，各折内未重新拟合。图像类型：${s.types}。特征类别（${s.force2D ? '逐层' : '三维'}，邻域距离 ${s.distances}）：${s.classes}。${s.others}`,
    further: (settings: TextPart) => text`其他设置：${settings}；其余均为 PyRadiomics 默认值。`,
    defaults: '其余设置均为 PyRadiomics 默认值。',
    curve: (c) =>
      text`${c.sequence} 上区域的时间–信号曲线由各期相的平均信号${c.times ? text`（${c.times} s）` : ''}计算。分型比较末期与早期峰值（${c.early} 秒内的最高信号）：高出 ${c.plateau}% 以上为 I 持续型；降低 ${c.again}% 以上为 III 廓清型；介于其间为 II 平台型；早期强化低于 ${c.enhancing}% 者不予分型（依据 Kuhl[@kuhl] 与 BI-RADS 图谱）。体素按同一规则分型。期相之间未作配准。`,
  },
  models: {
    reduced: (steps: TextPart, asPublished: boolean) =>
      text`特征组按以下顺序缩减：${steps}。${asPublished ? '按原文方案，此过程在验证之前只进行一次：此后测得的性能偏高。' : '所有步骤均在每一折与每次重抽样内仅以其训练数据重新拟合。'}`,
    missingMultiple:
      '固定变量模型中缺失的预测变量在每次重新拟合内作多重插补（链式方程，结局参与插补；次数等于不完整行的百分比，5 至 20 次），估计按 Rubin 规则[@rubin]合并；其他模型及新患者以训练数据的中位数或最常见水平插补。未对类别重抽样或加权。',
    missing: '缺失的预测变量在每次重新拟合内以训练数据的中位数或最常见水平插补。未对类别重抽样或加权。',
    crossFitted: '评分以交叉拟合方式进入模型：任何患者的评分均不使用由该患者估计的系数。',
    preset: (name: string) => `预设方案 ${name}`,
    logistic: 'logistic 回归',
    cox: (event: string) => `以至“${event}”时间为因变量的 Cox 回归`,
    joint: (label: string, kind: string, blocks: TextPart, horizons: TextPart) =>
      text`${label}：对 ${blocks} 全部特征的惩罚${kind}${horizons}`,
    model: (label: string, kind: string, terms: TextPart, backward: boolean, horizons: TextPart) =>
      text`${label}：${kind}，变量为 ${terms}${backward ? '，每次重新拟合均按 AIC 向后剔除' : ''}${horizons}`,
    score: (block: string) => `${block} 评分`,
    interaction: (columns: string) => `${columns}（含各自主效应）`,
    spline: (column: string, knots: TextPart) => text`${column}（限制性立方样条，${knots} 个节点位于训练数据的分位数）`,
    horizons: (times: TextPart) => text`；预测 ${times} 的风险`,
    nested: (folds: TextPart, repeats: Quantity) =>
      text`新患者中的性能以嵌套交叉验证估计（外层 ${folds} 折，${repeats.value === 1 ? '一次' : text`${repeats} 次`}），所有步骤与调参均在每一折内重复。`,
    fewerFolds: (model: string, folds: TextPart) =>
      text`${model} 为 ${folds} 折，使每一折均含出现与未出现结局（或事件）的患者。`,
    withheld: (model: string, kinds: readonly ('nested' | 'optimismCorrected')[]) =>
      text`${model} 的${kinds.map((kind) => (kind === 'nested' ? '嵌套性能及由其得出的结果' : '乐观校正性能')).join('与')}因超过二十分之一的重新拟合失败而未给出。`,
    bootstrap: (samples: TextPart) => text`乐观程度[@harrell]以对 ${samples} 个患者自助样本重新拟合全流程来估计。`,
    permutations: (times: Quantity) => text`为检查信息泄漏，将结局随机置换 ${times} 次；此时 AUC 应为 0.5。`,
    shrinkage: '由这些重新拟合的校准斜率给出系数的统一收缩建议（van Houwelingen 与 Le Cessie[@houwelingen]）。',
    centres: (column: string) => `依次留出每个 ${column}，由其余数据拟合的模型预测。`,
    learning: (shares: TextPart, repeats: TextPart) =>
      text`学习曲线以训练数据的 ${shares} 拟合模型，各取 ${repeats} 个随机部分；旁列样本量按 Riley 标准[@riley]计算。`,
    subgroups: (columns: TextPart) => text`按 ${columns} 考察了亚组中的性能。`,
    prevalence: (share: TextPart) =>
      text`患者按结局抽样：对结局比例为 ${share} 的人群，截距按对数优势之差平移，预测值按 Bayes 公式计算。`,
    notValidated: '未作内部验证。',
    notSplit: (rows: TextPart, events: TextPart | undefined) =>
      text`没有留出数据：全部 ${rows} 行用于训练模型，对新患者的性能由重抽样估计。随机拆分会减少拟合所用的患者，并仅以少数患者评价；仅当留出患者来自其他地点或时间，或其中至少各有 100 例有、无结局者时，留出才值得[@collins]${events ? text`；此处有结局者 ${events} 行` : ''}。`,
    random: (share: TextPart, stratify: string | undefined) =>
      text`患者随机${stratify ? `（按${stratify === 'outcome' ? '结局' : ` ${stratify} `}分层）` : ''}划分为训练集（${share}）与验证集，仅一次，且先于任何数据学习；此类划分属于内部验证。`,
    temporal: (column: string, date: string) => `${column} 早于 ${date} 的数据为训练集，其后为验证集（时间验证）。`,
    byValue: (column: string, values: TextPart) =>
      text`${column} 为 ${values} 的数据留出作为验证集，其余用于训练模型。`,
    byColumn: (column: string) => `由 ${column} 列规定训练集与验证集。`,
    discrimination:
      '区分度为 ROC 曲线下面积：预测来自一次拟合时（表观、留出）采用 DeLong 区间[@delong]；嵌套交叉验证中为各折均值，采用 LeDell 影响函数法区间[@ledell]（logit 尺度）；自助法校正后为表观区间按乐观值平移（Noma[@noma]）。校准为重新校准的截距（斜率固定为 1）与斜率（折外斜率的区间按折数加宽，斜率为正时取对数尺度）以及 lowess 曲线；总体准确性为 Brier 评分；临床效用为各阈值的净获益（决策曲线[@vickers]）。灵敏度、特异度与预测值采用 Clopper–Pearson 区间[@clopper]，其阈值使训练集折外预测的 Youden 指数[@youden]最大，此后固定。',
    coxMeasures:
      'Cox 模型以 Efron 近似[@efron]处理相持，并假定风险成比例，对以最大似然拟合的变量模型以 Grambsch 与 Therneau 评分检验[@grambsch]考察；时间或事件未知的数据未纳入。风险采用 Efron 基线，交叉验证中采用不含该患者的折的基线。区分度为整个随访期的 Harrell C[@harrell]（嵌套交叉验证中为各折均值，区间由影响函数在 logit 尺度上得到），以及各时间点发生事件者与随访超过该时间者的 AUC；总体准确性为 Brier 评分，二者均按删失概率的倒数为此前失访者加权；校准为以线性预测值作 Cox 回归的斜率、观察（Kaplan–Meier）与预测风险之比，以及对风险的互补双对数作限制性立方样条的 Cox 回归；临床效用为最后时间点的净获益。',
  },
}
