"""What stands in a file that somebody exported, whatever form it has; and what is written for somebody else.

`open_sheet` finds out what a file is, `lines_of` reads its rows as text: csv (plain or gzipped, most encodings and
separators), Excel workbooks, JSON, one JSON object a line, XML.
"""

from wom_tui.gateways.files.grouping import grouped
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.gateways.files.rejects import write_rejects
from wom_tui.gateways.files.sheet import Line, Sheet, picker

__all__ = ["Line", "Sheet", "grouped", "lines_of", "open_sheet", "picker", "write_rejects"]
