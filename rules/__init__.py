"""Rules, one a file, in folders by family: RC1xx totals, RC2xx shares, RC3xx rates, RC4xx changes, RC5xx mentions, RC6xx listings, RC7xx periods, RC8xx notation, RC9xx conformity."""
