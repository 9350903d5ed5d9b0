"""The scenes themselves, one function each, grouped by where they take place.

A scene decides what stands where; how a thing looks is drawn by the modules above this folder.
"""
