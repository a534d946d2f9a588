"""Files people send beside words and pictures: what they are by content, and nothing in them that acts (R-F1..R-F4).

Kept empty of imports: the child that checks starts with every module named here.
"""
