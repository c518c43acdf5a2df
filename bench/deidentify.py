"""Planted identifiers through Nomoscope, pydicom's deid and dicom-anonymizer, side by side.

python3 -m venv peers && peers/bin/pip install deid==0.4.5 dicom-anonymizer==2.1.0 pydicom==3.0.2 numpy pillow
npm run build && peers/bin/python bench/deidentify.py

Each tool is run as its manual says, with its defaults, on the files of test/fixtures/archive/planted.py. Counted are files
that it wrote, those of them in whose bytes a planted mark stands (text, numbers, UIDs; burned-in text is counted apart, by
whether bright letters are still in the ultrasounds), and file names with a mark.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pydicom

root = Path(__file__).resolve().parent.parent
marks = {
    "names and texts": re.compile(rb"zyxplant|maria", re.I),
    "numbers of the patient": re.compile(rb"88776655"),
    "UIDs": re.compile(rb"1\.2\.999\.88"),
    "date of birth": re.compile(rb"19510203"),
}


def files(place):
    return sorted(p for p in Path(place).rglob("*") if p.is_file() and p.suffix == ".dcm")


def survey(name, place, seconds=None):
    written = files(place)
    row = [name, str(len(written))]
    for mark in marks.values():
        row.append(str(sum(bool(mark.search(p.read_bytes())) for p in written)))
    row.append(str(sum(bool(re.search("zyxplant|maria", str(p.relative_to(place)), re.I)) for p in written)))
    burned = 0
    for p in written:
        try:
            d = pydicom.dcmread(p)
            burned += d.get("Modality") == "US" and int(d.pixel_array.max()) > 200
        except Exception:
            pass
    row.append(str(burned))
    return row


def nomoscope(source, out, *options):
    env = {**os.environ, "NOMOSCOPE_PASSPHRASE": "bench of peers"}
    subprocess.run(["node", root / "dist/cli.js", "deidentify", source, out, "--quiet", *options], env=env, capture_output=True)


def deid(source, out):
    from deid.config import DeidRecipe
    from deid.dicom import get_files, replace_identifiers

    found = list(get_files(str(source)))
    Path(out).mkdir()
    for i, f in enumerate(found):
        try:
            for cleaned in replace_identifiers(dicom_files=[f], deid=DeidRecipe(), save=False, remove_private=True):
                cleaned.save_as(Path(out) / f"{i}.dcm")
        except Exception as error:
            print(f"deid: {Path(f).name}: {type(error).__name__}", file=sys.stderr)


def dicom_anonymizer(source, out):
    from dicomanonymizer import anonymize_dicom_file

    for f in files(source):
        target = Path(out) / f.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            anonymize_dicom_file(str(f), str(target))
        except Exception as error:
            print(f"dicom-anonymizer: {f.name}: {type(error).__name__}", file=sys.stderr)


with tempfile.TemporaryDirectory() as scratch:
    source = Path(scratch) / "planted"
    subprocess.run([sys.executable, root / "test/fixtures/archive/planted.py", source], check=True)
    head = ["", "written", *marks, "file names", "burned in"]
    rows = [survey("(the originals)", source)]
    for name, run in [
        ("Nomoscope", nomoscope),
        ("Nomoscope --clean …,pixels", lambda s, o: nomoscope(s, o, "--clean", "descriptors,structured,pixels")),
        ("deid 0.4.5", deid),
        ("dicom-anonymizer 2.1.0", dicom_anonymizer),
    ]:
        out = Path(scratch) / re.sub(r"\W", "", name)
        run(source, out)
        rows.append(survey(name, out))
    for row in [head, ["---"] * len(head), *rows]:
        print("| " + " | ".join(row) + " |")
