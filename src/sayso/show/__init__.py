"""One report with its claims, for the eye: on a terminal, and as one HTML page.

In:   a `Document` and its claims
Out:  rich renderables (`terminal`), a self-contained page (`page`)

Both tell roles and voices apart by label and line as well as by colour, and both are
made from the same two steps: `words` says a claim in words, `segments` splits the text
where spans begin and end.
"""
