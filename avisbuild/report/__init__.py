"""Pages and plots for people: one HTML file that needs nothing else, and SVG that is the same each time."""
