import type { Block, Cell } from '../../../report/document.ts'

/** What the methods cite, by the mark that stands in their words: `[@delong]`. References keep their published language. */
const references = {
  asco: 'Wolff AC, Hammond MEH, Allison KH, et al. Human epidermal growth factor receptor 2 testing in breast cancer: American Society of Clinical Oncology/College of American Pathologists clinical practice guideline focused update. J Clin Oncol 2018;36(20):2105–2122. doi:10.1200/JCO.2018.77.8738',
  iglewicz: 'Iglewicz B, Hoaglin DC. How to detect and handle outliers. Milwaukee: ASQC Quality Press; 1993.',
  pyradiomics:
    'van Griethuysen JJM, Fedorov A, Parmar C, et al. Computational radiomics system to decode the radiographic phenotype. Cancer Res 2017;77(21):e104–e107. doi:10.1158/0008-5472.CAN-17-0339',
  ibsi: 'Zwanenburg A, Vallières M, Abdalah MA, et al. The Image Biomarker Standardization Initiative: standardized quantitative radiomics for high-throughput image-based phenotyping. Radiology 2020;295(2):328–338. doi:10.1148/radiol.2020191145',
  nyul: 'Nyúl LG, Udupa JK, Zhang X. New variants of a method of MRI scale standardization. IEEE Trans Med Imaging 2000;19(2):143–150. doi:10.1109/42.836373',
  habitats:
    'Gatenby RA, Grove O, Gillies RJ. Quantitative imaging in cancer evolution and ecology. Radiology 2013;269(1):8–14. doi:10.1148/radiol.13122697',
  mattes:
    'Mattes D, Haynor DR, Vesselle H, Lewellen TK, Eubank W. PET-CT image registration in the chest using free-form deformations. IEEE Trans Med Imaging 2003;22(1):120–128. doi:10.1109/TMI.2003.809072',
  n4: 'Tustison NJ, Avants BB, Cook PA, et al. N4ITK: improved N3 bias correction. IEEE Trans Med Imaging 2010;29(6):1310–1320. doi:10.1109/TMI.2010.2046908',
  whitestripe:
    'Shinohara RT, Sweeney EM, Goldsmith J, et al. Statistical normalization techniques for magnetic resonance imaging. Neuroimage Clin 2014;6:9–19. doi:10.1016/j.nicl.2014.08.008',
  kuhl: 'Kuhl CK, Mielcareck P, Klaschik S, et al. Dynamic breast MR imaging: are signal intensity time course data useful for differential diagnosis of enhancing lesions? Radiology 1999;211(1):101–110. doi:10.1148/radiology.211.1.r99ap38101',
  perturbation:
    'Zwanenburg A, Leger S, Agolli L, et al. Assessing robustness of radiomic features by image perturbation. Sci Rep 2019;9:614. doi:10.1038/s41598-018-36938-4',
  icc: 'Shrout PE, Fleiss JL. Intraclass correlations: uses in assessing rater reliability. Psychol Bull 1979;86(2):420–428. doi:10.1037/0033-2909.86.2.420',
  mrmr: 'Peng H, Long F, Ding C. Feature selection based on mutual information: criteria of max-dependency, max-relevance, and min-redundancy. IEEE Trans Pattern Anal Mach Intell 2005;27(8):1226–1238. doi:10.1109/TPAMI.2005.159',
  nestedcombat:
    'Horng H, Singh A, Yousefi B, et al. Generalized ComBat harmonization methods for radiomic features with multi-modal distributions and multiple batch effects. Sci Rep 2022;12:4493. doi:10.1038/s41598-022-08412-9',
  longcombat:
    'Beer JC, Tustison NJ, Cook PA, et al. Longitudinal ComBat: a method for harmonizing longitudinal multi-scanner imaging data. NeuroImage 2020;220:117129. doi:10.1016/j.neuroimage.2020.117129',
  combat:
    'Johnson WE, Li C, Rabinovic A. Adjusting batch effects in microarray expression data using empirical Bayes methods. Biostatistics 2007;8(1):118–127. doi:10.1093/biostatistics/kxj037',
  lasso:
    'Tibshirani R. Regression shrinkage and selection via the lasso. J R Stat Soc Series B Stat Methodol 1996;58(1):267–288. doi:10.1111/j.2517-6161.1996.tb02080.x',
  glmnet:
    'Friedman J, Hastie T, Tibshirani R. Regularization paths for generalized linear models via coordinate descent. J Stat Softw 2010;33(1):1–22. doi:10.18637/jss.v033.i01',
  gray: 'Gray RJ. A class of K-sample tests for comparing the cumulative incidence of a competing risk. Ann Stat 1988;16(3):1141–1154. doi:10.1214/aos/1176350951',
  finegray:
    'Fine JP, Gray RJ. A proportional hazards model for the subdistribution of a competing risk. J Am Stat Assoc 1999;94(446):496–509. doi:10.1080/01621459.1999.10474144',
  austin:
    'Austin PC, Putter H, Giardiello D, van Klaveren D. Graphical calibration curves and the integrated calibration index (ICI) for competing risk models. Diagn Progn Res 2022;6:2. doi:10.1186/s41512-021-00114-6',
  handtill:
    'Hand DJ, Till RJ. A simple generalisation of the area under the ROC curve for multiple class classification problems. Mach Learn 2001;45(2):171–186. doi:10.1023/A:1010920819831',
  orc: 'Van Calster B, Van Belle V, Vergouwe Y, Steyerberg EW. Discrimination ability of prediction models for ordinal outcomes: relationships between existing measures and a new measure. Biom J 2012;54(5):674–685. doi:10.1002/bimj.201200026',
  rubin: 'Rubin DB. Multiple imputation for nonresponse in surveys. New York: Wiley; 1987. doi:10.1002/9780470316696',
  harrell:
    'Harrell FE Jr, Lee KL, Mark DB. Multivariable prognostic models: issues in developing models, evaluating assumptions and adequacy, and measuring and reducing errors. Stat Med 1996;15(4):361–387. doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4',
  houwelingen:
    'Van Houwelingen JC, Le Cessie S. Predictive value of statistical models. Stat Med 1990;9(11):1303–1325. doi:10.1002/sim.4780091109',
  riley:
    'Riley RD, Ensor J, Snell KIE, et al. Calculating the sample size required for developing a clinical prediction model. BMJ 2020;368:m441. doi:10.1136/bmj.m441',
  collins:
    'Collins GS, Ogundimu EO, Altman DG. Sample size considerations for the external validation of a multivariable prognostic model: a resampling study. Stat Med 2016;35(2):214–226. doi:10.1002/sim.6787',
  delong:
    'DeLong ER, DeLong DM, Clarke-Pearson DL. Comparing the areas under two or more correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 1988;44(3):837–845. doi:10.2307/2531595',
  ledell:
    'LeDell E, Petersen M, van der Laan M. Computationally efficient confidence intervals for cross-validated area under the ROC curve estimates. Electron J Stat 2015;9(1):1583–1607. doi:10.1214/15-EJS1035',
  noma: 'Noma H, Shinozaki T, Iba K, Teramukai S, Furukawa TA. Confidence intervals of prediction accuracy measures for multivariable prediction models based on the bootstrap-based optimism correction methods. Stat Med 2021;40(26):5691–5701. doi:10.1002/sim.9148',
  vickers:
    'Vickers AJ, Elkin EB. Decision curve analysis: a novel method for evaluating prediction models. Med Decis Making 2006;26(6):565–574. doi:10.1177/0272989X06295361',
  clopper:
    'Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika 1934;26(4):404–413. doi:10.1093/biomet/26.4.404',
  youden:
    'Youden WJ. Index for rating diagnostic tests. Cancer 1950;3(1):32–35. doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3',
  efron:
    'Efron B. The efficiency of Cox’s likelihood function for censored data. J Am Stat Assoc 1977;72(359):557–565. doi:10.1080/01621459.1977.10480613',
  grambsch:
    'Grambsch PM, Therneau TM. Proportional hazards tests and diagnostics based on weighted residuals. Biometrika 1994;81(3):515–526. doi:10.1093/biomet/81.3.515',
  shapiro:
    'Shapiro SS, Wilk MB. An analysis of variance test for normality (complete samples). Biometrika 1965;52(3–4):591–611. doi:10.1093/biomet/52.3-4.591',
  kaplan:
    'Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958;53(282):457–481. doi:10.1080/01621459.1958.10501452',
} as const

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const mark = /(?:\[@\w+\])+/g

/**
 * The text with its citations numbered in the order in which they are met, raised behind the words as journals have
 * them, and the list of what was cited.
 */
export function numberCitations(blocks: readonly Block[]): { blocks: Block[]; cited: string[] } {
  const order: string[] = []
  const numberOf = (key: string) => {
    const known = order.indexOf(key)
    return known < 0 ? order.push(key) : known + 1
  }
  const numbered = (cell: Cell): Cell => ({
    ...cell,
    text: cell.text.replace(mark, (keys) =>
      Array.from(keys.matchAll(/@(\w+)/g), ([, key]) =>
        [...String(numberOf(key))].map((d) => raised[Number(d)]).join(''),
      ).join('˒'),
    ),
  })
  const done = blocks.map((block): Block => {
    if (block.kind === 'paragraph') return { ...block, text: numbered(block.text) }
    return block.kind === 'list' ? { ...block, items: block.items.map(numbered) } : block
  })
  return { blocks: done, cited: order.map((key) => references[key as keyof typeof references]) }
}
