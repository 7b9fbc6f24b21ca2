"""Who claims that figures are tied: one file per origin."""
