"""What comes in from the field without a console: lines, mails, a folder of both."""
