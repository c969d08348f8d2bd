"""Many briefs, for many readers, in many formats: one job each, by any executor, and only what has changed."""
