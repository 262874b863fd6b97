"""Labelled tables → the word model that the detection reads, its calibration and its report. Needs scikit-learn; the bot does not."""
