"""The sandbox bank: a second process that behaves like several real OpenID banks with invented customers."""
