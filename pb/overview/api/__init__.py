"""The read-only JSON interface: what it tells in `told`, its description in `describing`, its doors in `doors`."""
