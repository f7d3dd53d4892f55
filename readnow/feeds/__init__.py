"""The outside world, one way in: addresses asked politely, documents sniffed and parsed in a process apart.

Whatever a server sends is bounded, cleaned and turned into the values of `model`; nothing is stored in here.
"""
