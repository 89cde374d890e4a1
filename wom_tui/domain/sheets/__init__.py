"""What is a sheet: a table of one noun of the office, with its columns, as it is read, written and asked about?"""
