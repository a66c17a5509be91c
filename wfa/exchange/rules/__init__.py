"""Pure rules of the exchange: words, hours, signatures, comparison. No database."""
