"""Review rounds: who looks at what an annotator handed in, what they say of it, and what it changed."""
