"""What stands in a file that somebody exported, whatever form it has; and what is written for somebody else.

`open_sheet` finds out what a file is, `lines_of` reads its rows as text: csv (plain or gzipped, most encodings and
separators), Excel workbooks, JSON, one JSON object a line, XML.
"""
