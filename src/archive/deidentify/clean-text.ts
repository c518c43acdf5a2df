import type { Identifiers } from './identifiers.ts'

/**
 * The words that a description may keep. A name of a person or a place is not among them, and a word that is is left
 * out where the patient's own record has it as a name.
 */
const vocabulary = new Set(
  `
  2d 3d 4d abd abdomen abdominal acq acquisition adc adrenal ai air ankle anterior aorta aortic ap apparent arm arterial artery
  asl asset atlas average avg axial ax axi axilla axillary balanced baseline bh biliary biopsy bladder blade blood body bold bolus bone
  bowel brain breast breath breathe bright bw calc cardiac carotid cat cbf cbv cerebral cervical chest cine ciss cm coil
  colon combined complete composed contrast control cor coronal coro corrected cranial craniocaudal csf ct cube cv cxr dark data
  dce deep delay delayed derived diff diffusion dixon dotarem dual dwi dwibs dyn dynamic dyna early echo ecg ed eoe ep epi eq equilibrium
  exam exp expiration f fa fast fat fatsat fb femur ffe fgre fiesta field fiesta fine first flair flash flip flow fl fmri foot forearm fov frame
  free fs fse full gad gadavist gadobutrol gadovist gadoteric gadoterate gadopentetate gadolinium gbca gd gradient gre grappa half haste head heart hepatic
  hepatobiliary hi hip hires hr hz ideal image images in inj injection inphase inspiration inv inversion ir iso isotropic ivim joint k kidney knee
  kv l large late lat lateral lava left leg level lesion liver loc localiser localizer long low lower lt lumbar lung ma magnevist magn magnetic magnitude
  mammo mammography map mask max mdc mdixon mean mean medial mdt medium mg mip mm mn mov movement moco motion mp mpr mprage mr mra mrcp mri
  ms mt mtt multihance multiphase multi myelo native neck nerve no non none normal oblique obl opp opposed out outphase ovary p pancreas pasta
  pd pdw pe pei pelvis pelvic perf perfusion pet ph phase pi plain plane plus portal pos position post posterior postcontrost postcontrast pre precontrast preg press
  primovist proc prohance propeller prostate proton pulmonary quick r rad radial rapid ratio ref reference reformat registered relaxation renal resolve resolution respiratory
  rest restore rev right roi rt s sag sagittal sat sc scan scout se sec second segment sense ser series shim short shoulder siemens
  signal sinus slab slice slices small smart space spair spectroscopy spectral spgr spine spir spleen spin ssfse static std stir stress
  sub subtract subtracted subtraction sum supine swi t t1 t1w t2 t2w te temporal tf tfe tfi tfl thick thin third thoracic thorax thrive thyroid ti
  tilt time tirm tof tomo total tr trace tracew tra trans transversal transverse trig triggered trufi true tse ttp tumor tumour tv twist tx ufse ultrasound
  unenhanced upper us uterus vein venous vessel view vibe vista volume vol w wash washin washout water wb weighted whole wi window with without wo wrist xr
  cc mlo lcc rcc lmlo rmlo bilateral left right both finding measurement measurements diameter area length width
  ge philips toshiba canon hitachi fujifilm uih united imaging
  radiomics segmentation region regions interest lesion label score probability nomogram
  `
    .trim()
    .split(/\s+/),
)

/** Letters that stand before or after a number: b800, te90, 3mm, ph2. */
const affixes = new Set(
  'b te tr ti fa st p ph phase dyn mm cm ms s sec min t w x d v hz kv ma e a r l i s h f n m ml mg slice ser'.split(
    ' ',
  ),
)

const isWord = (word: string): boolean => {
  const lower = word.toLowerCase()
  if (vocabulary.has(lower)) return true
  // A year could be one of birth, more digits a number of the record.
  if (/^\d{1,4}$/.test(word)) return !/^(18|19|20)\d\d$/.test(word)
  const parts = /^([a-z]{0,5}?)(\d{1,4})([a-z]{0,5})$/.exec(lower)
  if (!parts) return false
  const [, before, digits, after] = parts
  if (/^(18|19|20)\d\d$/.test(digits) && !/^(b|te|tr|ti)$/.test(before)) return false
  const known = (letters: string) => letters === '' || affixes.has(letters) || vocabulary.has(letters)
  return known(before) && known(after)
}

/** Leaves of a free text only the words of the vocabulary and short numbers, and none that the record has as a name. */
export function cleanText(text: string, identifiers: Identifiers): string {
  const kept = text
    .split(/([^\p{L}\p{N}]+)/u)
    .map((part, i) => (i % 2 === 1 ? part.replace(/[^ _\-+/.*(),:=]/g, ' ') : keepsWord(part, identifiers) ? part : ''))
    .join('')
  return kept
    .replace(/([ _\-+/.*,:=])(?:[ _\-+/.*,:=]*)(?=\1)/g, '')
    .replace(/\(\s*\)/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ _\-+/.*,:=]+|[ _\-+/.*,:=(]+$/g, '')
}

const keepsWord = (part: string, identifiers: Identifiers) =>
  part === '' || (isWord(part) && !identifiers.words.has(part.toLowerCase()))
