"""The tests of Wegwijzer; the folders mirror the rooms."""
