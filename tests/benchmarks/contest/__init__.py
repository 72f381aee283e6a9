"""What the engine's benchmark is made of: the work, the contestants, the clock, the tables."""
