"""All words that people read. GOV.UK style: plain, short, sentence case; times are UK times."""
