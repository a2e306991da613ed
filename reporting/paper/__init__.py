"""The PDF: chapters, figures and printing. Only the child process imports what is inside,
because that loads the libraries that may be missing or crash."""
