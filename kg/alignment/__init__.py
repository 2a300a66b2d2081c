"""Which measure of a lower document carries out which measure of an upper one, and why.

One direction: documents → ``text`` (items, sentences, clauses as counts) → ``pair`` (two documents as matrices)
→ ``signals`` (one number for each two items) → ``score`` (one calibrated probability) → ``guards`` → ``links``
with evidence (``clauses``) and reasons (``reasons``). ``kg.align`` is the front.
"""
