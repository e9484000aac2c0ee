"""Forms that others read: what a record tells, in the files of the field.

In:   a record, filters, rules that do no harm
Out:  a file or a folder, one module a format; `README.md` says how to add one

Method: `FORMATS` is the list by which the command makes its subcommands; a module is loaded
only when its format is asked for.
Known faults: none known.
"""

from sayso.formats.listed import FORMATS, Choice, Format

__all__ = ["FORMATS", "Choice", "Format"]
