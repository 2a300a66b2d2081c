"""Which measure of a lower document carries out which measure of an upper one, and why.

One direction: documents → ``text`` (items, sentences, clauses) → ``encoding`` (counts) → ``prepared`` (vectors of one
document) → ``pair`` (two side by side) → ``signals`` (one number for each two items) → ``score`` (one calibrated
probability) → ``guards`` → links with evidence (``clauses``) and reasons (``reasons``). ``kg.align`` is the front.
"""
