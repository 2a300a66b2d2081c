"""Which measure of a lower document carries out which measure of an upper one, and why.

One direction: documents → ``text`` (items, sentences, clauses) → ``marks`` (grams and concepts in it) → ``encoding``
(their counts) → ``prepared`` (all that linking needs of one document, which can be kept) → ``side`` (its vectors) →
``pair`` (two side by side) → ``signals`` (one number for each two items) → ``score`` (one calibrated probability) →
``guards`` → links with evidence (``clauses``) and reasons (``reasons``). ``kg.align`` is the front.
"""
