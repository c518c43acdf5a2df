/**
 * What a report says, in English and in Chinese. `{}` stands for a number or a name, which the Chinese calls {1}, {2}, …
 * by their order in the English. Entries are tried in this order: the longer sentence before the shorter.
 */
const catalogue: [english: string, chinese: string][] = [
  // Chapters
  ['Methods', '方法'],
  ['The methods are written for a manuscript in English.', '方法部分供英文稿件使用，故保留英文。'],
  ['Patients and outcome', '患者与结局'],
  ['Image features', '影像特征'],
  ['Models and validation', '模型与验证'],
  ['Statistics', '统计学'],
  ['Patients', '患者'],
  ['Image quality', '图像质量'],
  ['Structured reading', '结构化阅片'],
  ['Time–signal curves', '时间–信号曲线'],
  ['Survival', '生存'],
  ['Follow-up', '随访'],
  ['Training and validation set', '训练集与验证集'],
  ['Models', '模型'],
  ['Nomogram', '列线图'],
  ['Validation', '验证'],
  ['Markers', '标志物'],
  ['Feature selection', '特征选择'],
  ['Limitations that the data show', '数据显示的局限性'],
  ['Faults of the data', '数据错误'],
  ['Reporting checklists', '报告规范清单'],
  // Image quality
  ['Images whose quality stands out', '质量异常的图像'],
  ['Measure', '指标'],
  ['Images', '图像数'],
  ['Worst', '最差值'],
  ['Flagged', '标记数'],
  ['Flagged patients', '被标记的患者'],
  ['Signal-to-noise ratio', '信噪比'],
  ['Share of clipped voxels', '截断体素比例'],
  ['Share of lines wrapped around', '卷褶行比例'],
  ['Signal under the skin over that of deeper tissue', '皮下与深部组织信号比'],
  ['Motion between phases, mm', '期相间位移，mm'],
  ['Overlap (Dice) of the outline with the anatomy', '轮廓与解剖像的重叠（Dice）'],
  ['Displacement of the outline from the anatomy, mm', '轮廓相对解剖像的位移，mm'],
  ['Not analysed: removed by the criteria.', '未纳入分析：被纳排标准排除。'],
  // Summary
  ['Analysed', '纳入分析'],
  ['Calibration slope', '校准斜率'],
  ['1 is right; under 1, risks are too extreme', '1 为正确；小于 1 表示风险预测过于极端'],
  ['nested cross-validation; apparent {}, held-out {}', '嵌套交叉验证；表观 {1}，留出 {2}'],
  ['nested cross-validation; apparent {}', '嵌套交叉验证；表观 {1}'],
  ['on the rows it was fitted to: no estimate for new patients', '仅为拟合所用数据上的结果：不能代表新患者'],
  ['Apparent AUC, {}', '表观 AUC，{1}'],
  ['AUC, {}', 'AUC，{1}'],
  // Sentences
  ['Of {} patients assessed, {} were analysed: {} and {}.', '共评估 {1} 例患者，纳入分析 {2} 例：{3}，{4}。'],
  [
    '{} and {} read the MRI independently by the items of the BI-RADS lexicon; where they differ the consensus is analysed.',
    '{1} 与 {2} 按 BI-RADS 词典条目独立阅读 MRI；意见不一致时采用共识结果。',
  ],
  [
    '{} by {}: {} events among {} patients; median follow-up {} {} (reverse Kaplan–Meier). Medians: {}. Log-rank χ² {}, p {}.',
    '{1}（按{2}分组）：{4} 例患者中发生 {3} 例事件；中位随访 {5} {6}（反向 Kaplan–Meier 法）。各组中位数：{7}。对数秩检验 χ² {8}，p {9}。',
  ],
  [
    'Of {} patients {} progressed: {} were first shown by a new lesion, {} by an elevated marker; {} died without either, {} were stable, and of {} no visit looked for progression. Prognosis was good in {} and poor (recurrence or metastasis) in {}.',
    '{1} 例患者中 {2} 例进展：{3} 例首先由新病灶显示，{4} 例由标志物升高显示；{5} 例未见上述情况而死亡，{6} 例稳定，{7} 例随访中未检查进展。预后良好 {8} 例，不良（复发或转移）{9} 例。',
  ],
  ['A marker is elevated where {}, or {}.', '标志物升高的定义：{1}，或 {2}。'],
  ['{} is above {} {} and above {} times its value at diagnosis', '{1} 高于 {2} {3}，且高于诊断时数值的 {4} 倍'],
  [
    '{} rows trained the models and {} were held out ({}); all rows of a patient are on one side. Nothing was learnt from the held-out rows.',
    '{1} 行数据用于训练模型，{2} 行留出（{3}）；同一患者的数据均在同一侧。留出数据未参与任何学习。',
  ],
  [
    'a random split, {} for training, stratified by {}; a random split is internal validation, not external',
    '随机划分，训练占 {1}，按 {2} 分层；随机划分属于内部验证，而非外部验证',
  ],
  ['Fitted to {} training rows, {} of them with the outcome.', '以 {1} 行训练数据拟合，其中 {2} 行出现结局。'],
  ['Selection for {}: {}.', '{1}的筛选：{2}。'],
  [
    '{}, outcome dealt out at random {} times: mean nested AUC {} (standard error {}), p = {}.',
    '{1}，随机置换结局 {2} 次：嵌套 AUC 均值 {3}（标准误 {4}），p = {5}。',
  ],
  [
    "For each variable find the patient's value on its axis and read the points above it; add them up, find the sum on the total axis, and read the probability below. The same model stands in nomogram.html as a page that adds up by itself and needs no network.",
    '在各变量轴上找到患者的取值，读取其上方的分数；相加后在总分轴上定位，再读取下方的概率。同一模型见 nomogram.html，网页可自动计算且无需联网。',
  ],
  [
    '{}: AUC {} (95% CI {}–{}) in nested cross-validation, against {} on the rows it was fitted to; calibration slope {}.',
    '{1}：嵌套交叉验证 AUC {2}（95% CI {3}–{4}），拟合数据上为 {5}；校准斜率 {6}。',
  ],
  [
    'The tables give the p-value of each comparison by itself; the figures mark what is left of them after adjustment (Holm) for the comparisons of one figure.',
    '表中为各次比较未经校正的 p 值；图中标记为在同一图内经 Holm 法校正后的结果。',
  ],
  [
    'Selection is repeated in every fold and every bootstrap refit; what is shown here is the fit to the whole training set, with how often refits selected the same columns.',
    '特征选择在每一折与每次自助重抽样中重新进行；此处显示整个训练集上的拟合，以及各次重新拟合选中相同特征的频率。',
  ],
  // Limitations and warnings
  [
    'The patients are synthetic: nothing can be concluded about patients.',
    '患者为合成数据：不能得出任何关于患者的结论。',
  ],
  [
    'Features were selected before validation, as published: every performance measured afterwards is too good.',
    '按原文方案，特征在验证之前选定：此后测得的性能均偏高。',
  ],
  [
    'No patients from another place or time: how the models do elsewhere is not known.',
    '没有来自其他地点或时间的患者：模型在别处的表现未知。',
  ],
  [
    'Patients with the outcome in the validation set: {}, fewer than the {} that a validation needs to be precise.',
    '验证集中出现结局的患者 {1} 例，少于精确验证所需的 {2} 例。',
  ],
  [
    '{}: the AUC falls from {} on the training rows to {} in nested cross-validation; the model is fitted to its rows more than to the disease.',
    '{1}：AUC 由训练数据上的 {2} 降至嵌套交叉验证的 {3}；模型更多拟合了数据而非疾病。',
  ],
  ['{}: the nested AUC is known to no better than {}–{}.', '{1}：嵌套 AUC 的不确定范围为 {2}–{3}。'],
  [
    '{}: {} patients of the rarer class per candidate column ({} is the usual minimum); coefficients may be too large and chance may select.',
    '{1}：每个候选变量对应的少数类患者为 {2} 例（通常至少 {3} 例）；系数可能偏大，筛选可能出于偶然。',
  ],
  [
    '{}: The nested calibration slope is {}: risks are too extreme; shrink the coefficients.',
    '{1}：嵌套校准斜率为 {2}：风险预测过于极端，应收缩系数。',
  ],
  [
    '{}: {} patients of the rarer class for {} candidate columns: {} each, under {}.',
    '{1}：少数类患者 {2} 例，候选变量 {3} 个：每个变量 {4} 例，低于 {5}。',
  ],
  [
    '{}: {} of {} held-out patients have a value outside the training rows’ range in a column of the model.',
    '{1}：留出的 {3} 例患者中有 {2} 例在模型某一变量上的取值超出训练数据范围。',
  ],
  [
    '{}: {} of {} selected columns are selected in fewer than half of the refits ({}).',
    '{1}：选中的 {3} 个特征中有 {2} 个在不到一半的重新拟合中被选中（{4}）。',
  ],
  [
    '{}: The bootstrap-corrected AUC {} is above the nested one {}: with many more columns than patients the bootstrap cannot be trusted; go by the nested one.',
    '{1}：自助法校正的 AUC {2} 高于嵌套 AUC {3}：变量远多于患者时自助法不可信，应以嵌套结果为准。',
  ],
  ['{}: The apparent AUC {} falls to {} in nested cross-validation.', '{1}：表观 AUC {2} 在嵌套交叉验证中降至 {3}。'],
  [
    '{}: The selection has seen the rows that the model is validated on, as in the published protocol: every performance here is too good.',
    '{1}：按原文方案，特征选择已使用验证所用的数据：此处所有性能均偏高。',
  ],
  ['{}: {} of {} refits could not be made ({}).', '{1}：{3} 次重新拟合中有 {2} 次未能完成（{4}）。'],
  ['{} faults in the data are listed at the end.', '数据中的 {1} 处错误列于文末。'],
  [
    '{} values or cases could not be used as they stand and {} were used with a remark; everything else was used.',
    '{1} 个数值或病例无法直接使用，{2} 个使用但附有说明；其余均已使用。',
  ],
  // Tables
  ['Clinical characteristics by {}', '按{1}分组的临床特征'],
  ['MRI features by {}', '按{1}分组的 MRI 特征'],
  ['Agreement of the two readers on the structured MRI reading', '两名阅片者结构化 MRI 阅片的一致性'],
  [
    'Univariable and multivariable logistic regression, training set (multivariable: {})',
    '训练集单因素与多因素 logistic 回归（多因素模型：{1}）',
  ],
  ['Multivariable logistic regression: {}', '多因素 logistic 回归：{1}'],
  ['Performance of the models', '各模型的性能'],
  ['Columns of the {}', '{1}所含特征'],
  ['{} (n\u00a0=\u00a0{})', '{1}（n\u00a0=\u00a0{2}）'],
  ['Training set', '训练集'],
  ['Validation set', '验证集'],
  ['OR (95% CI)', 'OR（95% CI）'],
  ['Markers against survival', '标志物与生存'],
  ['Marker', '标志物'],
  ['Patients (events)', '患者（事件）'],
  ['HR per SD (95% CI)', '每标准差 HR（95% CI）'],
  ['p, Holm', 'p（Holm）'],
  [
    'Cox regression on each marker by itself, for one standard deviation more of it; Wald intervals and tests. Holm: adjusted for the markers of one column. A dash where there is no estimate.',
    '对各标志物单独作 Cox 回归，以每增加一个标准差计；Wald 区间与检验。Holm：对同一列的各标志物校正。无估计值处以短横表示。',
  ],
  ['Item', '条目'],
  ['Same reading', '读片相同'],
  ['κ (95% CI)', 'κ（95% CI）'],
  ['Column', '特征'],
  ['Coefficient (per SD)', '系数（每标准差）'],
  ['Selected in refits', '重新拟合中入选'],
  ['Same sign', '符号一致'],
  ['AUC', 'AUC'],
  ['Sensitivity', '灵敏度'],
  ['Specificity', '特异度'],
  ['Accuracy', '准确率'],
  ['Positive predictive value', '阳性预测值'],
  ['Negative predictive value', '阴性预测值'],
  ['Brier score', 'Brier 评分'],
  ['Calibration intercept', '校准截距'],
  [
    'Values are mean ± SD, median [first quartile, third quartile] or number (% of those known). SMD, standardised mean difference.',
    '数值为均数 ± 标准差、中位数 [第一四分位数, 第三四分位数] 或例数（占已知者的百分比）。SMD，标准化均数差。',
  ],
  ["Student's t-test.", 't 检验。'],
  ["Student's t-test", 't 检验'],
  ['Pearson χ² test without continuity correction.', 'Pearson χ² 检验，未作连续性校正。'],
  ["Fisher's exact test.", 'Fisher 精确检验。'],
  [
    'Mann-Whitney test, normal approximation with continuity correction.',
    'Mann-Whitney 检验，正态近似并作连续性校正。',
  ],
  ['Mann-Whitney test, normal approximation with continuity correction', 'Mann-Whitney 检验（正态近似并作连续性校正）'],
  ['Not tested: {}', '未检验：{1}'],
  ['Ordered: disagreement weighted by the square of its distance.', '有序条目：按差距的平方对不一致加权。'],
  ['κ, Cohen’s kappa, interval by its large-sample standard error.', 'κ，Cohen κ 系数，区间由其大样本标准误计算。'],
  [
    'Univariable: maximum likelihood on the training rows in which the variable is known, Wald intervals; a dash where no estimate exists. No variable entered or left a model because of these p-values.',
    '单因素：在该变量已知的训练数据上作最大似然估计，Wald 区间；无估计值处以短横表示。任何变量均未因这些 p 值进入或退出模型。',
  ],
  [
    'Standard errors, intervals and p-values of terms that were selected or scored on the same rows are not valid inference; they are printed for comparison only.',
    '在相同数据上经筛选或评分的项，其标准误、区间与 p 值不构成有效推断，仅供比较。',
  ],
  [
    'Nested: every step, selection included, repeated inside each fold of the training rows; the figure to go by. Optimism-corrected: whole-pipeline bootstrap; too high where columns far outnumber patients. Held-out: the validation rows, seen by nothing before. Apparent: the rows that the model was fitted to.',
    '嵌套：包括特征选择在内的每一步均在训练数据的每一折内重复，应以此为准。乐观校正：全流程自助法；变量远多于患者时偏高。留出：此前未参与任何步骤的验证数据。表观：拟合模型所用的数据。',
  ],
  [
    'Sensitivity, specificity, accuracy and predictive values are at the threshold chosen on out-of-fold training predictions and then frozen.',
    '灵敏度、特异度、准确率与预测值均对应于由训练集折外预测选定并固定的阈值。',
  ],
  ['The {} largest of {}; all are in model.json.', '{2} 个中最大的 {1} 个；全部见 model.json。'],
  // Figures
  ['Selection of patients', '患者筛选'],
  [
    'Criteria were applied in this order; a patient is counted at the first that was met.',
    '按此顺序应用各标准；患者计入首个符合的标准。',
  ],
  ['Kaplan–Meier estimates by {}', '按{1}分组的 Kaplan–Meier 估计'],
  [
    '{}. Bands are pointwise 95% intervals (log-log); ticks are censored patients.',
    '{1}。阴影为逐点 95% 区间（log-log 法）；短竖线为删失患者。',
  ],
  ['Serum markers of one patient over the follow-up', '一例患者随访期间的血清标志物'],
  [
    'Dashed: upper limit of normal. The patient is the one with the most visits among those whose progression the markers told, or else a new lesion.',
    '虚线：正常上限。所示为由标志物（否则为新病灶）提示进展者中随访次数最多的患者。',
  ],
  ['Odds ratios of {}', '{1}的优势比'],
  [
    'Squares are estimates, lines 95% intervals; where terms were selected or scored on the same rows, intervals and p-values are for comparison only.',
    '方块为估计值，横线为 95% 区间；在相同数据上经筛选或评分的项，其区间与 p 值仅供比较。',
  ],
  ['Squares are estimates, lines 95% intervals.', '方块为估计值，横线为 95% 区间。'],
  ['Nomogram of {}', '{1}的列线图'],
  [
    'Axes run over the range of the training set. In colour a worked patient who does not exist: of each variable the median or most frequent value of that half of the training set which has the higher predicted risk. The same model stands in nomogram.html. Research use only, not a medical device.',
    '各轴覆盖训练集的范围。彩色为一例虚构的示例患者：各变量取预测风险较高的一半训练集的中位数或最常见值。同一模型见 nomogram.html。仅供研究使用，不是医疗器械。',
  ],
  ['What makes the worked patient’s risk in {}', '示例患者在{1}中的风险构成'],
  [
    'What each value adds to the {} of a patient with the median or most frequent value of every variable, and its points on the nomogram. nomoscope predict --explain gives the same of any patient.',
    '相对于各变量取中位数或最常见值的患者，每个取值对 {1} 的贡献及其在列线图上的分数。nomoscope predict --explain 可给出任一患者的同样结果。',
  ],
  ['Partial effects in {}', '{1}中的偏效应'],
  [
    'What each value adds to the {}, the other variables held: factors against their first level, numbers against the median of the training set; without intervals, as terms were scored or selected on the same rows.',
    '固定其他变量时每个取值对 {1} 的贡献：分类变量与其首个水平比较，数值变量与训练集中位数比较；因各项在相同数据上经评分或筛选，未给出区间。',
  ],
  ['Calibration, discrimination and net benefit', '校准、区分度与净获益'],
  [
    'A, B, calibration of {} in the training and validation set (smoothed by lowess; the bias-corrected curve by whole-pipeline bootstrap); then ROC curves of all models, whose training AUCs are apparent; last, decision curves of out-of-fold predictions in the training set.',
    'A、B：{1}在训练集与验证集的校准（lowess 平滑；偏差校正曲线由全流程自助法得到）；其次为各模型的 ROC 曲线，训练集 AUC 为表观值；最后为训练集折外预测的决策曲线。',
  ],
  [
    'Points are patients, boxes quartiles. {}; p adjusted by Holm: *** below 0.001, ** below 0.01, * below 0.05, ns otherwise.',
    '点为患者，箱体为四分位数。{1}；p 值经 Holm 法校正：*** 低于 0.001，** 低于 0.01，* 低于 0.05，其余为 ns。',
  ],
  ['Agreement of the two readers, feature by feature', '两名阅片者各特征的一致性'],
  [
    'ICC(2,1) with its 95% interval over the training set; the line is the threshold of selection.',
    '训练集的 ICC(2,1) 及其 95% 区间；横线为筛选阈值。',
  ],
  ['LASSO path and cross-validation: {}', 'LASSO 路径与交叉验证：{1}'],
  [
    'Coefficients per standard deviation over log λ, and the cross-validated deviance with its standard error; λ chosen {}, where {} columns are left.',
    '每标准差系数随 log λ 的变化，以及交叉验证偏差及其标准误；所选 λ 为 {1}，此时保留 {2} 个特征。',
  ],
  ['Correlation of the columns of the {}', '{1}所含特征的相关性'],
  ['Training set; columns are ordered by average linkage on 1 − |r|.', '训练集；特征按 1 − |r| 的平均连锁聚类排序。'],
  ['The {} of the training patients', '训练集患者的{1}'],
  [
    'A bar for each of {} patients, by the score as it was fitted to them: the picture is apparent, not what new patients would show. {} have the outcome.',
    '{1} 例患者各一条，按拟合于其自身的评分排列：此为表观结果，不代表新患者。{2} 出现结局。',
  ],
  // Last, as it fits most
  ['{} by {}', '按{2}分组的{1}'],
  ['{} score', '{1}评分'],
]

export const chinese: ReadonlyMap<string, string> = new Map(catalogue)
