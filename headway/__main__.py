"""Run the command line: `python -m headway`."""

from headway.commands import main

if __name__ == "__main__":
    main(prog_name="headway")
