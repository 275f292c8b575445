"""Imports of tables: read a workbook, map its columns, reconcile its rows with the programme, write them at once."""
