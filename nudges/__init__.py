"""A door for time: what falls due is re-checked, claimed, delivered to inbox and mail, and recorded with its reason."""
