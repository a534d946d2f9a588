"""Tables in and out: guarded reading of .xlsx, .xls and .csv, safe writing of .xlsx and .csv (R-I1, R-I5).

Kept empty of imports: the child that parses starts with every module named here.
"""
