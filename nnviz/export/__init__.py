"""What a run becomes outside nnviz: code, figures, tables. Nothing is here yet."""
