"""Extracts of agencies' registers, checked, linked and counted; FORMAT.md is the contract."""
