"""The money: entitlements, credits and rates, kept in three ledgers that are never added up."""
