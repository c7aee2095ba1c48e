"""The commands of `buddy`, one file each; scripts/command_line.py finds them."""
