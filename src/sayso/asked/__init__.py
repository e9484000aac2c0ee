"""A record that a language model may ask: exact quotes and ids of claims, nothing else.

In:   questions as the tools of the Model Context Protocol take them; a record, read only
Out:  answers as JSON: values, each with the claims that tell it, and the words that they rest on

`answers` does not know of the protocol; `server` binds it to the SDK, an extra.
"""
