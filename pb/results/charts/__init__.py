"""Pictures of published results, drawn by matplotlib: SVG up to 12 kB for pages, PNG for print."""
