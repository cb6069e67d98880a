"""Where articles come from: text files, pasted and uploaded text, JSON Lines. Each leaves as Article or Failure."""
