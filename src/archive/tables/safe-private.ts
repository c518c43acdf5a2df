/**
 * Private attributes that identify nobody: group, last two digits of the tag, who reserved the block, value
 * representation, meaning.
 * Source: DICOM PS3.15, Table E.3.10-1.
 */
export const safePrivateTable = `
7053|00|Philips PET Private Group|DS|SUV Factor, SUVbw in g/l
7053|09|Philips PET Private Group|DS|Activity Concentration Factor, MBq/ml.
00e1|21|ELSCINT1|DS|DLP
00e1|50|ELSCINT1|DS|Acquisition Duration
01e1|26|ELSCINT1|CS|Phantom Type
01f1|01|ELSCINT1|CS|Acquisition Type
01f1|07|ELSCINT1|DS|Table Velocity
01f1|26|ELSCINT1|DS|Pitch
01f1|27|ELSCINT1|DS|Rotation Time
0019|23|GEMS_ACQU_01|DS|Table Speed [mm/rotation]
0019|24|GEMS_ACQU_01|DS|Mid Scan Time [sec]
0019|27|GEMS_ACQU_01|DS|Rotation Speed (Gantry Period)
0019|9e|GEMS_ACQU_01|LO|Internal Pulse Sequence Name
0043|27|GEMS_PARM_01|SH|Scan Pitch Ratio in the form "n.nnn:1"
0045|01|GEMS_HELIOS_01|SS|Number of Macro Rows in Detector
0045|02|GEMS_HELIOS_01|FL|Macro width at ISO Center
0903|10|GEIIS PACS|US|Reject Image Flag
0903|11|GEIIS PACS|US|Significant Flag
0903|12|GEIIS PACS|US|Confidential Flag
2001|03|Philips Imaging DD 001|FL|Diffusion B-Factor
2001|04|Philips Imaging DD 001|CS|Diffusion Direction
0019|0c|SIEMENS MR HEADER|IS|B Value
0019|0d|SIEMENS MR HEADER|CS|Diffusion Directionality
0019|0e|SIEMENS MR HEADER|FD|Diffusion Gradient Direction
0019|27|SIEMENS MR HEADER|FD|B Matrix
0043|39|GEMS_PARM_01|IS|1stvalue is B Value
0043|6f|GEMS_PARM_01|DS|Scanner Table Entry + Gradient Coil Selected
0025|07|GEMS_SERS_01|SL|Images in Series
7e01|01|HOLOGIC, Inc.|LO|Codec Version
7e01|02|HOLOGIC, Inc.|SH|Codec Content Type
7e01|10|HOLOGIC, Inc.|SQ|High Resolution Data Sequence
7e01|11|HOLOGIC, Inc.|SQ|Low Resolution Data Sequence
7e01|12|HOLOGIC, Inc.|OB|Codec Content
0099|01|NQHeader|UI|Version
0099|02|NQHeader|UI|Analyzed Series UID
0099|04|NQHeader|SS|Return Code
0099|05|NQHeader|LT|Return Message
0099|10|NQHeader|FL|MI
0099|20|NQHeader|SH|Units
0099|21|NQHeader|FL|ICV
0199|01|NQLeft|FL|Left Cortical White Matter
0199|02|NQLeft|FL|Left Cortical Gray Matter
0199|03|NQLeft|FL|Left 3rd Ventricle
0199|04|NQLeft|FL|Left 4th Ventricle
0199|05|NQLeft|FL|Left 5th Ventricle
0199|06|NQLeft|FL|Left Lateral Ventricle
0199|07|NQLeft|FL|Left Inferior Lateral Ventricle
0199|08|NQLeft|FL|Left Inferior CSF
0199|09|NQLeft|FL|Left Cerebellar White Matter
0199|0a|NQLeft|FL|Left Cerebellar Gray Matter
0199|0b|NQLeft|FL|Left Hippocampus
0199|0c|NQLeft|FL|Left Amygdala
0199|0d|NQLeft|FL|Left Thalamus
0199|0e|NQLeft|FL|Left Caudate
0199|0f|NQLeft|FL|Left Putamen
0199|10|NQLeft|FL|Left Pallidum
0199|11|NQLeft|FL|Left Ventral Diencephalon
0199|12|NQLeft|FL|Left Nucleus Accumbens
0199|13|NQLeft|FL|Left Brain Stem
0199|14|NQLeft|FL|Left Exterior CSF
0199|15|NQLeft|FL|Left WM Hypo
0199|16|NQLeft|FL|Left Other
0299|01|NQRight|FL|Right Cortical White Matter
0299|02|NQRight|FL|Right Cortical Gray Matter
0299|03|NQRight|FL|Right 3rd Ventricle
0299|04|NQRight|FL|Right 4th Ventricle
0299|05|NQRight|FL|Right 5th Ventricle
0299|06|NQRight|FL|Right Lateral Ventricle
0299|07|NQRight|FL|Right Inferior Lateral Ventricle
0299|08|NQRight|FL|Right Inferior CSF
0299|09|NQRight|FL|Right Cerebellar White Matter
0299|0a|NQRight|FL|Right Cerebellar Gray Matter
0299|0b|NQRight|FL|Right Hippocampus
0299|0c|NQRight|FL|Right Amygdala
0299|0d|NQRight|FL|Right Thalamus
0299|0e|NQRight|FL|Right Caudate
0299|0f|NQRight|FL|Right Putamen
0299|10|NQRight|FL|Right Pallidum
0299|11|NQRight|FL|Right Ventral Diencephalon
0299|12|NQRight|FL|Right Nucleus Accumbens
0299|13|NQRight|FL|Right Brain Stem
0299|14|NQRight|FL|Right Exterior CSF
0299|15|NQRight|FL|Right WM Hypo
0299|16|NQRight|FL|Right Other
2005|0d|Philips MR Imaging DD 001|FL|Scale Intercept
2005|0e|Philips MR Imaging DD 001|FL|Scale Slope
0119|00|SIEMENS Ultrasound SC2000|LO|Acoustic Meta Information Version
0119|01|SIEMENS Ultrasound SC2000|OB|Common Acoustic Meta Information
0119|02|SIEMENS Ultrasound SC2000|SQ|Multi Stream Sequence
0119|03|SIEMENS Ultrasound SC2000|SQ|Acoustic Data Sequence
0119|04|SIEMENS Ultrasound SC2000|OB|Per Transaction Acoustic Control Information
0119|05|SIEMENS Ultrasound SC2000|UL|Acoustic Data Offset
0119|06|SIEMENS Ultrasound SC2000|UL|Acoustic Data Length
0119|07|SIEMENS Ultrasound SC2000|UL|Footer Offset
0119|08|SIEMENS Ultrasound SC2000|UL|Footer Length
0119|09|SIEMENS Ultrasound SC2000|SS|Acoustic Stream Number
0119|10|SIEMENS Ultrasound SC2000|SH|Acoustic Stream Type
0119|11|SIEMENS Ultrasound SC2000|-|Stage Timer Time
0119|12|SIEMENS Ultrasound SC2000|-|Stop Watch Time
0119|13|SIEMENS Ultrasound SC2000|IS|Volume Rate
0119|21|SIEMENS Ultrasound SC2000|SH|
0129|00|SIEMENS Ultrasound SC2000|SQ|MPR View Sequence
0129|02|SIEMENS Ultrasound SC2000|UI|Bookmark UID
0129|03|SIEMENS Ultrasound SC2000|-|Plane Origin Vector
0129|04|SIEMENS Ultrasound SC2000|-|Row Vector
0129|05|SIEMENS Ultrasound SC2000|-|Column Vector
0129|06|SIEMENS Ultrasound SC2000|SQ|Visualization Sequence
0129|07|SIEMENS Ultrasound SC2000|UI|Bookmark UID
0129|08|SIEMENS Ultrasound SC2000|OB|Visualization Information
0129|09|SIEMENS Ultrasound SC2000|SQ|Application State Sequence
0129|10|SIEMENS Ultrasound SC2000|OB|Application State Information
0129|11|SIEMENS Ultrasound SC2000|SQ|Referenced Bookmark Sequence
0129|12|SIEMENS Ultrasound SC2000|UI|Referenced Bookmark UID
0129|20|SIEMENS Ultrasound SC2000|SQ|Cine Parameters Sequence
0129|21|SIEMENS Ultrasound SC2000|OB|Cine Parameters Schema
0129|22|SIEMENS Ultrasound SC2000|OB|Values of Cine Parameters
0129|29|SIEMENS Ultrasound SC2000|OB|
0129|30|SIEMENS Ultrasound SC2000|CS|Raw Data Object Type
0139|01|SIEMENS Ultrasound SC2000|SL|Physio Capture ROI
0149|01|SIEMENS Ultrasound SC2000|FD|Vector of BROI Points
0149|02|SIEMENS Ultrasound SC2000|FD|Start/End Timestamps of Strip Stream
0149|03|SIEMENS Ultrasound SC2000|FD|Timestamps of Visible R-waves
7fd1|01|SIEMENS Ultrasound SC2000|OB|Acoustic Image and Footer Data
7fd1|09|SIEMENS Ultrasound SC2000|UI|Volume Version ID
7fd1|10|SIEMENS Ultrasound SC2000|OB|Volume Payload
7fd1|11|SIEMENS Ultrasound SC2000|OB|After Payload
7fd1|01|SIEMENS SYNGO ULTRA-SOUND TOYON DATA STREAMING|OB|Padding
7fd1|09|SIEMENS SYNGO ULTRA-SOUND TOYON DATA STREAMING|UI|Version ID
7fd1|10|SIEMENS SYNGO ULTRA-SOUND TOYON DATA STREAMING|OB|Volume Payload
7fd1|11|SIEMENS SYNGO ULTRA-SOUND TOYON DATA STREAMING|OB|After Payload
`
