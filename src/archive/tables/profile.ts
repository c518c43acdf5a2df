/**
 * DICOM PS3.15 2024e, Table E.1-1: one attribute a line: tag, action of the Basic Application Level Confidentiality
 * Profile, actions of the options, name. An option is a letter: P safe private, U UIDs, D device identity, I institution
 * identity, C patient characteristics, F full dates, M modified dates, d descriptors, s structured content, g graphics.
 * Source: https://dicom.nema.org/medical/dicom/2024e/output/html/part15.html#table_E.1-1, read through the JSON that
 * innolitics/dicom-standard (MIT) makes of it, commit 7f4749d.
 */
export const confidentialityTable = `
00001000|X|UK|Affected SOP Instance UID
00001001|U|UK|Requested SOP Instance UID
00020003|U|UK|Media Storage SOP Instance UID
00041511|U|UK|Referenced SOP Instance UID in File
00080012|X/D|FK MC|Instance Creation Date
00080013|X/Z/D|FK MC|Instance Creation Time
00080014|U|UK|Instance Creator UID
00080015|X|FK MC|Instance Coercion DateTime
00080017|U|UK|Acquisition UID
00080018|U|UK|SOP Instance UID
00080019|U|UK|Pyramid UID
00080020|Z|FK MC|Study Date
00080021|X/D|FK MC|Series Date
00080022|X/Z|FK MC|Acquisition Date
00080023|Z/D|FK MC|Content Date
00080024|X|FK MC|Overlay Date
00080025|X|FK MC|Curve Date
0008002a|X/Z/D|FK MC|Acquisition DateTime
00080030|Z|FK MC|Study Time
00080031|X/D|FK MC|Series Time
00080032|X/Z|FK MC|Acquisition Time
00080033|Z/D|FK MC|Content Time
00080034|X|FK MC|Overlay Time
00080035|X|FK MC|Curve Time
00080050|Z||Accession Number
00080054|X|DC|Retrieve AE Title
00080055|X|DC|Station AE Title
00080058|U|UK|Failed SOP Instance UID List
00080080|X/Z/D|IK|Institution Name
00080081|X|IK|Institution Address
00080082|X/Z/D|IK|Institution Code Sequence
00080090|Z||Referring Physician's Name
00080092|X||Referring Physician's Address
00080094|X||Referring Physician's Telephone Numbers
00080096|X||Referring Physician Identification Sequence
0008009c|Z||Consulting Physician's Name
0008009d|X||Consulting Physician Identification Sequence
00080106|D|FK MC|Context Group Version
00080107|D|FK MC|Context Group Local Version
00080201|X|FK MC|Timezone Offset From UTC
00081000|X|DC|Network ID
00081010|X/Z/D|DK|Station Name
00081030|X|dC|Study Description
0008103e|X|dC|Series Description
00081040|X|IK|Institutional Department Name
00081041|X|IK|Institutional Department Type Code Sequence
00081048|X||Physician(s) of Record
00081049|X||Physician(s) of Record Identification Sequence
00081050|X||Performing Physician's Name
00081052|X||Performing Physician Identification Sequence
00081060|X||Name of Physician(s) Reading Study
00081062|X||Physician(s) Reading Study Identification Sequence
00081070|X/Z/D||Operators' Name
00081072|X/D||Operator Identification Sequence
00081080|X|dC|Admitting Diagnoses Description
00081084|X|dC|Admitting Diagnoses Code Sequence
00081088|X|dC|Pyramid Description
00081110|X/Z|UK|Referenced Study Sequence
00081111|X/Z/D|UK|Referenced Performed Procedure Step Sequence
00081120|X|UK|Referenced Patient Sequence
00081140|X/Z/U*|UK|Referenced Image Sequence
00081155|U|UK|Referenced SOP Instance UID
00081195|U|UK|Transaction UID
00082111|X|dC|Derivation Description
00082112|X/Z/U*|UK|Source Image Sequence
00083010|U|UK|Irradiation Event UID
00084000|X|dC|Identifying Comments
00100010|Z||Patient's Name
00100020|Z/D||Patient ID
00100021|X||Issuer of Patient ID
00100030|Z||Patient's Birth Date
00100032|X||Patient's Birth Time
00100040|Z|CK|Patient's Sex
00100050|X||Patient's Insurance Plan Code Sequence
00100101|X||Patient's Primary Language Code Sequence
00100102|X||Patient's Primary Language Modifier Code Sequence
00101000|X||Other Patient IDs
00101001|X||Other Patient Names
00101002|X||Other Patient IDs Sequence
00101005|X||Patient's Birth Name
00101010|X|CK|Patient's Age
00101020|X|CK|Patient's Size
00101030|X|CK|Patient's Weight
00101040|X||Patient's Address
00101050|X||Insurance Plan Identification
00101060|X||Patient's Mother's Birth Name
00101080|X||Military Rank
00101081|X||Branch of Service
00101090|X||Medical Record Locator
00101100|X||Referenced Patient Photo Sequence
00102000|X|dC|Medical Alerts
00102110|X|CC dC|Allergies
00102150|X||Country of Residence
00102152|X||Region of Residence
00102154|X||Patient's Telephone Numbers
00102155|X||Patient's Telecom Information
00102160|X|CK|Ethnic Group
00102180|X|dC|Occupation
001021a0|X|CK|Smoking Status
001021b0|X|dC|Additional Patient History
001021c0|X|CK|Pregnancy Status
001021d0|X|FK MC|Last Menstrual Date
001021f0|X||Patient's Religious Preference
00102203|X/Z|CK|Patient's Sex Neutered
00102297|X||Responsible Person
00102299|X||Responsible Organization
00104000|X|dC|Patient Comments
00120010|D||Clinical Trial Sponsor Name
00120020|D||Clinical Trial Protocol ID
00120021|Z||Clinical Trial Protocol Name
00120022|X||Issuer of Clinical Trial Protocol ID
00120023|X||Other Clinical Trial Protocol IDs Sequence
00120030|Z|IK|Clinical Trial Site ID
00120031|Z|IK|Clinical Trial Site Name
00120032|X||Issuer of Clinical Trial Site ID
00120040|D||Clinical Trial Subject ID
00120041|X||Issuer of Clinical Trial Subject ID
00120042|D||Clinical Trial Subject Reading ID
00120043|X||Issuer of Clinical Trial Subject Reading ID
00120050|Z||Clinical Trial Time Point ID
00120051|X|dC|Clinical Trial Time Point Description
00120055|X||Issuer of Clinical Trial Time Point ID
00120060|Z|IK|Clinical Trial Coordinating Center Name
00120071|X||Clinical Trial Series ID
00120072|X|dC|Clinical Trial Series Description
00120073|X||Issuer of Clinical Trial Series ID
00120081|D|IK|Clinical Trial Protocol Ethics Committee Name
00120082|X||Clinical Trial Protocol Ethics Committee Approval Number
00120086|X|FK MC|Ethics Committee Approval Effectiveness Start Date
00120087|X|FK MC|Ethics Committee Approval Effectiveness End Date
0014407c|X|DK FK MC|Calibration Time
0014407e|X|DK FK MC|Calibration Date
0016002b|X|dC|Maker Note
0016004b|X|dC|Device Setting Description
0016004d|X||Camera Owner Name
0016004e|X|DK|Lens Specification
0016004f|X|DK|Lens Make
00160050|X|DK|Lens Model
00160051|X|DK|Lens Serial Number
00160070|X||GPS Version ID
00160071|X||GPS Latitude Ref
00160072|X||GPS Latitude
00160073|X||GPS Longitude Ref
00160074|X||GPS Longitude
00160075|X||GPS Altitude Ref
00160076|X||GPS Altitude
00160077|X||GPS Time Stamp
00160078|X||GPS Satellites
00160079|X||GPS Status
0016007a|X||GPS Measure Mode
0016007b|X||GPS DOP
0016007c|X||GPS Speed Ref
0016007d|X||GPS Speed
0016007e|X||GPS Track Ref
0016007f|X||GPS Track
00160080|X||GPS Img Direction Ref
00160081|X||GPS Img Direction
00160082|X||GPS Map Datum
00160083|X||GPS Dest Latitude Ref
00160084|X||GPS Dest Latitude
00160085|X||GPS Dest Longitude Ref
00160086|X||GPS Dest Longitude
00160087|X||GPS Dest Bearing Ref
00160088|X||GPS Dest Bearing
00160089|X||GPS Dest Distance Ref
0016008a|X||GPS Dest Distance
0016008b|X||GPS Processing Method
0016008c|X||GPS Area Information
0016008d|X|FK MC|GPS Date Stamp
0016008e|X||GPS Differential
00180010|Z/D|dC|Contrast/Bolus Agent
00180027|X|FK MC|Intervention Drug Stop Time
00180035|X|FK MC|Intervention Drug Start Time
00181000|X/Z/D|DK|Device Serial Number
00181002|U|UK DK|Device UID
00181004|X|DK|Plate ID
00181005|X|DK|Generator ID
00181007|X|DK|Cassette ID
00181008|X|DK|Gantry ID
00181009|X|DK|Unique Device Identifier
0018100a|X|DK|UDI Sequence
0018100b|U|UK DK|Manufacturer's Device Class UID
00181012|X|FK MC|Date of Secondary Capture
00181014|X|FK MC|Time of Secondary Capture
00181030|X/D|dC|Protocol Name
00181042|X|FK MC|Contrast/Bolus Start Time
00181043|X|FK MC|Contrast/Bolus Stop Time
00181072|X|FK MC|Radiopharmaceutical Start Time
00181073|X|FK MC|Radiopharmaceutical Stop Time
00181078|X|FK MC|Radiopharmaceutical Start DateTime
00181079|X|FK MC|Radiopharmaceutical Stop DateTime
001811bb|D|dC|Acquisition Field Of View Label
00181200|X|DK FK MC|Date of Last Calibration
00181201|X|DK FK MC|Time of Last Calibration
00181202|X|DK FK MC|DateTime of Last Calibration
00181203|Z|DK FK MC|Calibration DateTime
00181204|X|DK FK MC|Date of Manufacture
00181205|X|DK FK MC|Date of Installation
00181400|X/D|dC|Acquisition Device Processing Description
00182042|U|UK|Target UID
00184000|X|dC|Acquisition Comments
00185011|X|DK|Transducer Identification Sequence
0018700a|X/D|DK|Detector ID
0018700c|X/D|DK FK MC|Date of Last Detector Calibration
0018700e|X/D|DK FK MC|Time of Last Detector Calibration
00189074|D|FK MC|Frame Acquisition DateTime
00189151|D|FK MC|Frame Reference DateTime
00189185|X|dC|Respiratory Motion Compensation Technique Description
00189367|D|DK|X-Ray Source ID
00189369|D|FK MC|Source Start DateTime
0018936a|D|FK MC|Source End DateTime
00189371|D|DK|X-Ray Detector ID
00189373|X|DK|X-Ray Detector Label
0018937b|X|dC|Multi-energy Acquisition Description
0018937f|X|dC|Decomposition Description
00189424|X|dC|Acquisition Protocol Description
00189516|X/D|FK MC|Start Acquisition DateTime
00189517|X/D|FK MC|End Acquisition DateTime
00189623|D|FK MC|Functional Sync Pulse
00189701|D|FK MC|Decay Correction DateTime
00189804|D|FK MC|Exclusion Start DateTime
00189919|Z/D|FK MC|Instruction Performed DateTime
00189937|X|dC|Requested Series Description
0018a002|X|FK MC|Contribution DateTime
0018a003|X|dC|Contribution Description
0020000d|U|UK|Study Instance UID
0020000e|U|UK|Series Instance UID
00200010|Z||Study ID
00200027|X|dC|Pyramid Label
00200052|U|UK|Frame of Reference UID
00200200|U|UK|Synchronization Frame of Reference UID
00203401|X|DK|Modifying Device ID
00203403|X|FK MC|Modified Image Date
00203405|X|FK MC|Modified Image Time
00203406|X||Modified Image Description
00204000|X|dC|Image Comments
00209158|X|dC|Frame Comments
00209161|U|UK|Concatenation UID
00209164|U|UK|Dimension Organization UID
00281199|U|UK|Palette Color Lookup Table UID
00281214|U|UK|Large Palette Color Lookup Table UID
00284000|X||Image Presentation Comments
00320012|X||Study ID Issuer
00320032|X|FK MC|Study Verified Date
00320033|X|FK MC|Study Verified Time
00320034|X|FK MC|Study Read Date
00320035|X|FK MC|Study Read Time
00321000|X|FK MC|Scheduled Study Start Date
00321001|X|FK MC|Scheduled Study Start Time
00321010|X|FK MC|Scheduled Study Stop Date
00321011|X|FK MC|Scheduled Study Stop Time
00321020|X|DK|Scheduled Study Location
00321021|X|DC|Scheduled Study Location AE Title
00321030|X|dC|Reason for Study
00321032|X||Requesting Physician
00321033|X||Requesting Service
00321040|X|FK MC|Study Arrival Date
00321041|X|FK MC|Study Arrival Time
00321050|X|FK MC|Study Completion Date
00321051|X|FK MC|Study Completion Time
00321060|X/Z|dC|Requested Procedure Description
00321066|X|dC|Reason for Visit
00321067|X|dC|Reason for Visit Code Sequence
00321070|X|dC|Requested Contrast Agent
00324000|X|dC|Study Comments
00340001|D||Flow Identifier Sequence
00340002|D||Flow Identifier
00340005|D||Source Identifier
00340007|D|FK MC|Frame Origin Timestamp
00380004|X||Referenced Patient Alias Sequence
00380010|X||Admission ID
00380011|X||Issuer of Admission ID
00380014|X||Issuer of Admission ID Sequence
0038001a|X|FK MC|Scheduled Admission Date
0038001b|X|FK MC|Scheduled Admission Time
0038001c|X|FK MC|Scheduled Discharge Date
0038001d|X|FK MC|Scheduled Discharge Time
0038001e|X||Scheduled Patient Institution Residence
00380020|X|FK MC|Admitting Date
00380021|X|FK MC|Admitting Time
00380030|X|FK MC|Discharge Date
00380032|X|FK MC|Discharge Time
00380040|X|dC|Discharge Diagnosis Description
00380050|X|CC|Special Needs
00380060|X||Service Episode ID
00380061|X||Issuer of Service Episode ID
00380062|X|dC|Service Episode Description
00380064|X||Issuer of Service Episode ID Sequence
00380300|X||Current Patient Location
00380400|X||Patient's Institution Residence
00380500|X|CC dC|Patient State
00384000|X|dC|Visit Comments
003a0310|U|UK|Multiplex Group UID
003a0314|D|FK MC|Impedance Measurement DateTime
003a0329|X|dC|Waveform Filter Description
003a032b|X|dC|Filter Lookup Table Description
00400001|X|DC|Scheduled Station AE Title
00400002|X|FK MC|Scheduled Procedure Step Start Date
00400003|X|FK MC|Scheduled Procedure Step Start Time
00400004|X|FK MC|Scheduled Procedure Step End Date
00400005|X|FK MC|Scheduled Procedure Step End Time
00400006|X||Scheduled Performing Physician's Name
00400007|X|dC|Scheduled Procedure Step Description
00400009|X||Scheduled Procedure Step ID
0040000b|X||Scheduled Performing Physician Identification Sequence
00400010|X|DK|Scheduled Station Name
00400011|X|DK|Scheduled Procedure Step Location
00400012|X|CC|Pre-Medication
00400241|X|DC|Performed Station AE Title
00400242|X|DK|Performed Station Name
00400243|X||Performed Location
00400244|X|FK MC|Performed Procedure Step Start Date
00400245|X|FK MC|Performed Procedure Step Start Time
00400250|X|FK MC|Performed Procedure Step End Date
00400251|X|FK MC|Performed Procedure Step End Time
00400253|X||Performed Procedure Step ID
00400254|X|dC|Performed Procedure Step Description
00400275|X|dC|Request Attributes Sequence
00400280|X|dC|Comments on the Performed Procedure Step
00400310|X|dC|Comments on Radiation Dose
0040050a|X||Specimen Accession Number
00400512|D||Container Identifier
00400513|Z||Issuer of the Container Identifier Sequence
0040051a|X|dC|Container Description
00400551|D||Specimen Identifier
00400554|U|UK|Specimen UID
00400555|X/Z|sC|Acquisition Context Sequence
00400562|Z||Issuer of the Specimen Identifier Sequence
00400600|X|dC|Specimen Short Description
00400602|X|dC|Specimen Detailed Description
00400610|Z|sC|Specimen Preparation Sequence
004006fa|X||Slide Identifier
00401001|X||Requested Procedure ID
00401002|X|dC|Reason for the Requested Procedure
00401004|X||Patient Transport Arrangements
00401005|X||Requested Procedure Location
0040100a|X|dC|Reason for Requested Procedure Code Sequence
00401010|X||Names of Intended Recipients of Results
00401011|X||Intended Recipients of Results Identification Sequence
00401101|D||Person Identification Code Sequence
00401102|X||Person's Address
00401103|X||Person's Telephone Numbers
00401104|X||Person's Telecom Information
00401400|X|dC|Requested Procedure Comments
00402001|X|dC|Reason for the Imaging Service Request
00402004|X|FK MC|Issue Date of Imaging Service Request
00402005|X|FK MC|Issue Time of Imaging Service Request
00402008|X||Order Entered By
00402009|X||Order Enterer's Location
00402010|X||Order Callback Phone Number
00402011|X||Order Callback Telecom Information
00402016|Z||Placer Order Number / Imaging Service Request
00402017|Z||Filler Order Number / Imaging Service Request
00402400|X|dC|Imaging Service Request Comments
00403001|X||Confidentiality Constraint on Patient Data Description
00404005|X|FK MC|Scheduled Procedure Step Start DateTime
00404008|X|FK MC|Scheduled Procedure Step Expiration DateTime
00404010|X|FK MC|Scheduled Procedure Step Modification DateTime
00404011|X|FK MC|Expected Completion DateTime
00404023|U|UK|Referenced General Purpose Scheduled Procedure Step Transaction UID
00404025|X|DK|Scheduled Station Name Code Sequence
00404027|X|DK|Scheduled Station Geographic Location Code Sequence
00404028|X|DK|Performed Station Name Code Sequence
00404030|X|DK|Performed Station Geographic Location Code Sequence
00404034|X||Scheduled Human Performers Sequence
00404035|X||Actual Human Performers Sequence
00404036|X||Human Performer's Organization
00404037|X||Human Performer's Name
00404050|X|FK MC|Performed Procedure Step Start DateTime
00404051|X|FK MC|Performed Procedure Step End DateTime
00404052|X|FK MC|Procedure Step Cancellation DateTime
0040a023|X|FK MC|Findings Group Recording Date (Trial)
0040a024|X|FK MC|Findings Group Recording Time (Trial)
0040a027|D||Verifying Organization
0040a030|D|FK MC|Verification DateTime
0040a032|X/D|FK MC|Observation DateTime
0040a033|X|FK MC|Observation Start DateTime
0040a073|D||Verifying Observer Sequence
0040a075|D||Verifying Observer Name
0040a078|X||Author Observer Sequence
0040a07a|X||Participant Sequence
0040a07c|X||Custodial Organization Sequence
0040a082|Z|FK MC|Participation DateTime
0040a088|Z||Verifying Observer Identification Code Sequence
0040a110|X|FK MC|Date of Document or Verbal Transaction (Trial)
0040a112|X|FK MC|Time of Document Creation or Verbal Transaction (Trial)
0040a120|D|FK MC|DateTime
0040a121|D|FK MC|Date
0040a122|D|FK MC|Time
0040a123|D||Person Name
0040a124|U||UID
0040a13a|D|FK MC|Referenced DateTime
0040a171|U|UK|Observation UID
0040a172|U|UK|Referenced Observation UID (Trial)
0040a192|X|FK MC|Observation Date (Trial)
0040a193|X|FK MC|Observation Time (Trial)
0040a307|X||Current Observer (Trial)
0040a352|X||Verbal Source (Trial)
0040a353|X||Address (Trial)
0040a354|X||Telephone Number (Trial)
0040a358|X||Verbal Source Identifier Code Sequence (Trial)
0040a402|U|UK|Observation Subject UID (Trial)
0040a730|D|sC|Content Sequence
0040db06|X|FK MC|Template Version
0040db07|X|FK MC|Template Local Version
0040db0c|U|UK|Template Extension Organization UID
0040db0d|U|UK|Template Extension Creator UID
0040e004|X|FK MC|HL7 Document Effective Time
00420011|D||Encapsulated Document
00440004|X|FK MC|Approval Status DateTime
0044000b|X|FK MC|Product Expiration DateTime
00440010|X|FK MC|Substance Administration DateTime
00440104|D|FK MC|Assertion DateTime
00440105|X|FK MC|Assertion Expiration DateTime
0050001b|X||Container Component ID
00500020|X|DK|Device Description
00500021|X|dC|Long Device Description
00620021|U|UK|Tracking UID
00640003|U|UK|Source Frame of Reference UID
00686226|D|FK MC|Effective DateTime
00686270|D|FK MC|Information Issue DateTime
006a0003|D|UK|Annotation Group UID
006a0005|D|dC|Annotation Group Label
006a0006|X|dC|Annotation Group Description
00700001|D|gC|Graphic Annotation Sequence
00700082|X|FK MC|Presentation Creation Date
00700083|X|FK MC|Presentation Creation Time
00700084|Z/D||Content Creator's Name
00700086|X||Content Creator's Identification Code Sequence
0070031a|U|UK|Fiducial UID
00701101|U|UK|Presentation Display Collection UID
00701102|U|UK|Presentation Sequence Collection UID
0072000a|D|FK MC|Hanging Protocol Creation DateTime
0072005e|D|DC|Selector AE Value
0072005f|D|CK|Selector AS Value
00720061|D|FK MC|Selector DA Value
00720063|D|FK MC|Selector DT Value
00720065|D||Selector OB Value
00720066|D|dC|Selector LO Value
00720068|D|dC|Selector LT Value
0072006a|D||Selector PN Value
0072006b|D|FK MC|Selector TM Value
0072006c|D|dC|Selector SH Value
0072006d|D||Selector UN Value
0072006e|D|dC|Selector ST Value
00720070|D|dC|Selector UT Value
00720071|D||Selector UR Value
00741234|X|DC|Receiving AE
00741236|X|DC|Requesting AE
00880140|U|UK|Storage Media File-set UID
00880200|X||Icon Image Sequence
00880904|X||Topic Title
00880906|X||Topic Subject
00880910|X||Topic Author
00880912|X||Topic Keywords
01000420|X|FK MC|SOP Authorization DateTime
04000100|U||Digital Signature UID
04000105|D|FK MC|Digital Signature DateTime
04000115|D||Certificate of Signer
04000310|X|FK MC|Certified Timestamp
04000402|X||Referenced Digital Signature Sequence
04000403|X||Referenced SOP Instance MAC Sequence
04000404|X||MAC
04000550|X||Modified Attributes Sequence
04000551|X||Nonconforming Modified Attributes Sequence
04000552|X||Nonconforming Data Element Value
04000561|X||Original Attributes Sequence
04000562|D|FK MC|Attribute Modification DateTime
04000563|D|DK|Modifying System
04000564|Z|IK|Source of Previous Values
04000565|D|dC|Reason for the Attribute Modification
04000600|X||Instance Origin Status
20300020|X||Text String
21000040|X|FK MC|Creation Date
21000050|X|FK MC|Creation Time
21000070|X|DC|Originator
21000140|D|DC|Destination AE
22000002|X/Z|dC|Label Text
22000005|X/Z||Barcode Value
30020121|X|dC|Position Acquisition Template Name
30020123|X|dC|Position Acquisition Template Description
30060002|D|dC|Structure Set Label
30060004|X|dC|Structure Set Name
30060006|X|dC|Structure Set Description
30060008|Z|FK MC|Structure Set Date
30060009|Z|FK MC|Structure Set Time
30060024|U|UK|Referenced Frame of Reference UID
30060026|Z|dC|ROI Name
30060028|X|dC|ROI Description
3006002d|X|FK MC|ROI DateTime
3006002e|X|FK MC|ROI Observation DateTime
30060038|X|dC|ROI Generation Description
3006004d|X||ROI Creator Sequence
3006004e|X||ROI Interpreter Sequence
30060085|X|dC|ROI Observation Label
30060088|X|dC|ROI Observation Description
300600a6|Z||ROI Interpreter
300600c2|U|UK|Related Frame of Reference UID
30080024|D|FK MC|Treatment Control Point Date
30080025|D|FK MC|Treatment Control Point Time
30080054|X/D|FK MC|First Treatment Date
30080056|X/D|FK MC|Most Recent Treatment Date
30080105|X/Z|DK|Source Serial Number
30080162|D|FK MC|Safe Position Exit Date
30080164|D|FK MC|Safe Position Exit Time
30080166|D|FK MC|Safe Position Return Date
30080168|D|FK MC|Safe Position Return Time
30080250|X/D|FK MC|Treatment Date
30080251|X/D|FK MC|Treatment Time
300a0002|D|dC|RT Plan Label
300a0003|X|dC|RT Plan Name
300a0004|X|dC|RT Plan Description
300a0006|X/D|FK MC|RT Plan Date
300a0007|X/D|FK MC|RT Plan Time
300a000b|X|dC|Treatment Sites
300a000e|X|dC|Prescription Description
300a0013|U|UK|Dose Reference UID
300a0016|X|dC|Dose Reference Description
300a0072|X|dC|Fraction Group Description
300a0083|U|UK|Referenced Dose Reference UID
300a00b2|X/Z|DK|Treatment Machine Name
300a00c3|X|dC|Beam Description
300a00dd|X|dC|Bolus Description
300a0196|X|dC|Fixation Device Description
300a01a6|X|dC|Shielding Device Description
300a01b2|X|dC|Setup Technique Description
300a0216|X|DK|Source Manufacturer
300a022c|D|FK MC|Source Strength Reference Date
300a022e|D|FK MC|Source Strength Reference Time
300a02eb|X|dC|Compensator Description
300a0608|D|dC|Treatment Position Group Label
300a0609|U|UK|Treatment Position Group UID
300a0611|Z||RT Accessory Holder Slot ID
300a0615|Z||RT Accessory Device Slot ID
300a0619|D|dC|Radiation Dose Identification Label
300a0623|D|dC|Radiation Dose In-Vivo Measurement Label
300a062a|D|dC|RT Tolerance Set Label
300a0650|U|UK|Patient Setup UID
300a0676|X|dC|Equipment Frame of Reference Description
300a067c|D|dC|Radiation Generation Mode Label
300a067d|Z|dC|Radiation Generation Mode Description
300a0700|U|UK|Treatment Session UID
300a0734|D|dC|Treatment Tolerance Violation Description
300a0736|D|FK MC|Treatment Tolerance Violation DateTime
300a073a|D|FK MC|Recorded RT Control Point DateTime
300a0741|D|FK MC|Interlock DateTime
300a0742|D|dC|Interlock Description
300a0760|D|FK MC|Override DateTime
300a0783|D|dC|Interlock Origin Description
300a0785|U|UK|Referenced Treatment Position Group UID
300a078e|X|dC|Patient Treatment Preparation Procedure Parameter Description
300a0792|X|dC|Patient Treatment Preparation Method Description
300a0794|X|dC|Patient Setup Photo Description
300a079a|X|dC|Displacement Reference Label
300c0113|X|dC|Reason for Omission Description
300c0127|D|DK FK MC|Beam Hold Transition DateTime
300e0004|Z|FK MC|Review Date
300e0005|Z|FK MC|Review Time
300e0008|X/Z||Reviewer Name
30100006|U|UK|Conceptual Volume UID
3010000b|U|UK|Referenced Conceptual Volume UID
3010000f|Z|dC|Conceptual Volume Combination Description
30100013|U|UK|Constituent Conceptual Volume UID
30100015|U|UK|Source Conceptual Volume UID
30100017|Z|dC|Conceptual Volume Description
3010001b|Z||Device Alternate Identifier
3010002d|D|DK|Device Label
30100031|U|UK|Referenced Fiducials UID
30100033|D|dC|User Content Label
30100034|D|dC|User Content Long Label
30100035|D|dC|Entity Label
30100036|X|dC|Entity Name
30100037|X|dC|Entity Description
30100038|D|dC|Entity Long Label
3010003b|U|UK|RT Treatment Phase UID
30100043|Z|DK|Manufacturer's Device Identifier
3010004c|X/D|FK MC|Intended Phase Start Date
3010004d|X/D|FK MC|Intended Phase End Date
30100054|D|dC|RT Prescription Label
30100056|X/D|dC|RT Treatment Approach Label
3010005a|Z|dC|RT Physician Intent Narrative
3010005c|Z|dC|Reason for Superseding
30100061|X|dC|Prior Treatment Dose Description
3010006e|U|UK|Dosimetric Objective UID
3010006f|U|UK|Referenced Dosimetric Objective UID
30100077|X/D|dC|Treatment Site
3010007a|Z|dC|Treatment Technique Notes
3010007b|Z|dC|Prescription Notes
3010007f|Z|dC|Fractionation Notes
30100081|Z|dC|Prescription Notes Sequence
30100085|X|FK MC|Intended Fraction Start Time
40000010|X||Arbitrary
40004000|X||Text Comments
40080040|X||Results ID
40080042|X||Results ID Issuer
40080100|X|FK MC|Interpretation Recorded Date
40080101|X|FK MC|Interpretation Recorded Time
40080102|X||Interpretation Recorder
40080108|X|FK MC|Interpretation Transcription Date
40080109|X|FK MC|Interpretation Transcription Time
4008010a|X||Interpretation Transcriber
4008010b|X|dC|Interpretation Text
4008010c|X||Interpretation Author
40080111|X||Interpretation Approver Sequence
40080112|X|FK MC|Interpretation Approval Date
40080113|X|FK MC|Interpretation Approval Time
40080114|X||Physician Approving Interpretation
40080115|X|dC|Interpretation Diagnosis Description
40080118|X||Results Distribution List Sequence
40080119|X||Distribution Name
4008011a|X||Distribution Address
40080200|X||Interpretation ID
40080202|X||Interpretation ID Issuer
40080300|X|dC|Impressions
40084000|X|dC|Results Comments
50xxxxxx|X|gC|Curve Data
60xx3000|X|gC|Overlay Data
60xx4000|X|gC|Overlay Comments
fffafffa|X||Digital Signatures Sequence
fffcfffc|X||Data Set Trailing Padding
private|X|PC|Private Attributes
`
