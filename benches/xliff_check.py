"""Checks a batch's XLIFF files: python xliff_check.py SCHEMA FILE...

SCHEMA is xliff-core-2.0.xsd of OASIS (Debian's php-symfony-translation has it, with the
xml.xsd that it imports beside it); the core's namespace is that of 2.0 in 2.1 too. Needs
lxml and translate-toolkit (3.17 or newer), which reads the files as a translator's tool.
"""

import pathlib
import sys

from lxml import etree
from translate.storage import xliff2

tree = etree.parse(sys.argv[1])
for imported in tree.iter("{http://www.w3.org/2001/XMLSchema}import"):
    beside = pathlib.Path(sys.argv[1]).resolve().parent / "xml.xsd"
    imported.set("schemaLocation", beside.as_uri())
schema = etree.XMLSchema(tree)
documents = units = wrong = 0
for path in sys.argv[2:]:
    tree = etree.parse(path)
    version = tree.getroot().get("version")
    if version != "2.1":
        print(f"{path}: version {version}")
        wrong += 1
    # A schema of 2.0 may have the version fixed.
    tree.getroot().set("version", "2.0")
    if not schema.validate(tree):
        wrong += 1
        for error in list(schema.error_log)[:5]:
            print(f"{path}:{error.line}: {error.message}")
    spaces = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    here = tree.xpath("//x:unit", namespaces=spaces)
    files = tree.xpath("//x:file/@id", namespaces=spaces)
    if len(set(files)) < len(files):
        print(f"{path}: a file's id is not its own")
        wrong += 1
    read = [unit.source for unit in xliff2.Xliff2File.parsefile(path).units]
    if len(read) != len(here):
        print(f"{path}: {len(here)} units, and translate-toolkit reads {len(read)}")
        wrong += 1
    documents += 1
    units += len(here)
print(f"{documents} documents, {units} units, {wrong} wrong")
sys.exit(wrong > 0)
