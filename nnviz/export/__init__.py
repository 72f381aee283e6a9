"""What a run becomes outside nnviz: tables so far; code, figures and animations are still to come."""
