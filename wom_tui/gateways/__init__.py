"""The world outside: roads, files, mail. Each gateway is a Protocol with its real and its canned form."""
