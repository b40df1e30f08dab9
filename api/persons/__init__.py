"""Persons whom the vault knows: finding one, forgetting one, and noting who may be named.

meant       who is meant by an id, by the key of a row, or by name
erasing     forgetting somebody: lists that wait, the vault and all tables, files that name them
leftovers   files that name somebody, beside the database
consenting  whose wish it is that somebody is named
epochs      changing all keys, once a month
"""
